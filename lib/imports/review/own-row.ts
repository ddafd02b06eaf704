import type { RowChanges } from "@/lib/imports/plan/people";
import { ROLE_LABELS, type Role } from "@/lib/permissions/roles";
import { isPropertyField } from "@/lib/properties/field";
import { USER_FIELD_INFO, USER_FIELDS, type UserField } from "@/lib/users/fields";

/** What somebody signs in with, and what they may do then. */
const RIGHTS = ["username", "password", "role"] as const satisfies readonly UserField[];

/** To whoever reads a file that changes themselves: what of them it changes, and what it leaves as it is. */
export function ownRowWords({ after }: RowChanges): string {
  const changed = USER_FIELDS.filter((field) => after[field] !== undefined);
  const kept = RIGHTS.filter((field) => !changed.includes(field));
  const labels = changed.map(labelOf);
  if (Object.keys(after).some(isPropertyField)) labels.push("properties");
  const words = [
    `The import changes your own ${listed(labels)}.`,
    kept.length > 0 && `Your ${listed(kept.map(labelOf))} ${kept.length === 1 ? "stays" : "stay"} as before.`,
    after.role &&
      `You will be “${ROLE_LABELS[after.role as Role]}”, and may then do only what that role may.`,
    after.password && "You will be signed out, and sign in with the password of the file.",
    "To leave your account alone, unselect the row.",
  ];
  return words.filter(Boolean).join(" ");
}

const labelOf = (field: UserField) => (field === "udid" ? "UDID" : lowered(USER_FIELD_INFO[field].label));

function listed(labels: readonly string[]): string {
  return labels.length < 2 ? labels.join("") : `${labels.slice(0, -1).join(", ")} and ${labels.at(-1)}`;
}

const lowered = (label: string) => label.charAt(0).toLowerCase() + label.slice(1);
