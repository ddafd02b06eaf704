import { dayInWords } from "@/components/ui/dates";
import type { Given, Reason } from "@/lib/permissions/explain";
import { ACCESS_PROFILE_LABELS, ROLE_LABELS } from "@/lib/permissions/roles";

/** What gives somebody a permission, and who gave that: `By the role Billing admin, given by Ada Adams on 3 Mar 2026`. */
export function reasonInWords(reason: Reason): string {
  switch (reason.kind) {
    case "everybody":
      return "Everybody has it";
    case "role":
      return `By the role ${ROLE_LABELS[reason.role]}${afterwards("given", reason.given)}`;
    case "accessProfile":
      return `By the access profile ${ACCESS_PROFILE_LABELS[reason.accessProfile]}${afterwards("given", reason.given)}`;
    case "group":
      return `By the group “${reason.name}”${afterwards("taken in", reason.given)}${afterwards("put into the group", reason.put)}`;
    case "rule":
      return `By the rule of the group “${reason.name}” (${reason.words})${afterwards("made", reason.made)}; since ${dayInWords(reason.since)}${afterwards("put into the group", reason.put)}`;
    case "alone":
      return `Given to them alone${givenInWords(reason.given)}`;
    case "manager":
      return `Works here as ${ROLE_LABELS[reason.role]} from “${reason.organization}”, which manages this organization`;
  }
}

const afterwards = (verb: string, given: Given | null | undefined) =>
  given ? `, ${verb}${givenInWords(given)}` : "";

const givenInWords = ({ at, by, mirrorOf, isFollowed }: Given) =>
  `${by ? ` by ${by}` : ""} on ${dayInWords(at)}${mirrorOf ? `, ${isFollowed ? "as long as they follow" : "taken over from"} ${mirrorOf}` : ""}`;
