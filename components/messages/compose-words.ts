import { formatCount } from "@/components/ui/format";
import type { Audience } from "@/lib/messages/audience";
import { METHOD_LABELS, type Method } from "@/lib/messages/kinds";
import { ROLE_LABELS } from "@/lib/permissions/roles";
import { STATUS_MEANINGS } from "@/lib/users/status";

const people = (count: number) => `${formatCount(count)} ${count === 1 ? "person" : "people"}`;

/** Whom a message is for: "All active people whom “adams” finds." */
export function audienceInWords(audience: Audience): string {
  if ("ids" in audience) return `${people(audience.ids.length)} whom you selected.`;
  if ("invitedDaysAgo" in audience) {
    const days = audience.invitedDaysAgo;
    const since = days === 0 ? "so far" : `${days} ${days === 1 ? "day" : "days"} ago or earlier`;
    return `Everybody who was invited ${since} and has not activated the account.`;
  }
  if ("lapsed" in audience) return "Everybody whose link has lapsed and who has not activated the account.";
  const { search, status, role, importId, groupId, properties } = audience.filter;
  const which =
    status === null
      ? ""
      : status === "removed"
        ? "removed "
        : `${STATUS_MEANINGS[status].label.toLowerCase()} `;
  const of = role === null ? "" : ` with the role “${ROLE_LABELS[role]}”`;
  const from = (importId === null ? "" : " of one import") + (groupId === null ? "" : " in one group");
  const having = properties
    ? ` with ${Object.values(properties)
        .map((value) => `“${value}”`)
        .join(" and ")}`
    : "";
  return `All ${which}people${of}${from}${having}${search === "" ? "" : ` whom “${search}” finds`}.`;
}

/** How many do not get it, and why: "3 people are left out: without a mobile phone." */
export const leftInWords = (why: string, count: number): string =>
  `${people(count)} ${count === 1 ? "is" : "are"} left out: ${why}.`;

/** What a press sends: "Send 12 e-mails". */
export function sendInWords(count: number, method: Method): string {
  const what = method === "email" ? (count === 1 ? "e-mail" : "e-mails") : METHOD_LABELS.sms;
  return `Send ${formatCount(count)} ${what}`;
}
