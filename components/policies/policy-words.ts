import type { Status } from "@/components/policies/autosave";
import { dayInWords } from "@/components/ui/dates";
import { formatCount } from "@/components/ui/format";
import type { PolicyState, Said } from "@/lib/policies/state";

/** What became of a change. */
export function statusInWords(status: Status): string {
  switch (status.kind) {
    case "waiting":
      return "Not saved yet";
    case "saving":
      return "Saving…";
    case "saved":
      return "Saved";
    case "retrying":
      return status.because === "signedOut"
        ? "Not saved: you are signed out. Sign in again, in another tab; it is kept, and saved then."
        : "Not saved: no answer. It is kept and tried again.";
    case "refused":
      return "Not saved";
    case "conflict":
      return "Not saved: somebody else was faster.";
  }
}

/** `Ada Adams said`, for what stands behind it. */
export const saidInWords = (said: Said): string =>
  said ? `${said.by} has changed this` : "Somebody else has changed this";

/** How many have a second step. */
export const secondStepsInWords = (withSecondStep: number, active: number): string =>
  `${formatCount(withSecondStep)} of ${formatCount(active)} active people have a second step.`;

/** From where a value comes, and what would hold without it. */
export function originInWords(policy: PolicyState, of: "organization" | "person"): string {
  const { origin, said, inherited } = policy;
  if (of === "organization")
    return origin === "default" ? "As usual" : `${byInWords("Set", said)}. Usual: ${inherited.words}`;
  const from = inherited.origin === "default" ? "as usual" : byInWords("set", inherited.said);
  const organization = `The organization’s: ${inherited.words}, ${from}`;
  const own = origin === "person" ? `${byInWords("Set", said)}. ${organization}` : organization;
  return `${own}${raisedInWords(policy)}`;
}

/** Why a value holds for a person. */
export const whyInWords = (policy: PolicyState): string =>
  policy.origin === "person"
    ? originInWords(policy, "person")
    : `As for everybody: ${policy.origin === "default" ? "as usual" : byInWords("set", policy.said)}${raisedInWords(policy)}`;

/** Which other policy makes it stricter than what was said, and who said that one. */
function raisedInWords({ words, raisedBy }: PolicyState): string {
  if (!raisedBy) return "";
  const { label, origin, said } = raisedBy;
  const from = origin === "default" ? "as usual" : byInWords("set", said);
  const whose = origin === "person" ? "this person’s" : "everybody’s";
  return `. Raised to ${words} by ${whose} policy “${label}: ${raisedBy.words}”, ${from}`;
}

const byInWords = (verb: string, said: Said) =>
  said ? `${verb} by ${said.by} on ${dayInWords(new Date(said.at))}` : verb === "Set" ? "Set" : "set here";
