import type { UserField } from "@/lib/users/fields";

/**
 * What an organization may let people change of themselves. Never what others know them by or what opens their account:
 * username, role, access email, customer code, the day their access ends.
 */
export const OWN_FIELDS = [
  "firstName",
  "lastName",
  "otherEmail",
  "mobilePhone",
  "businessPhone",
  "company",
] as const satisfies readonly UserField[];

export type OwnField = (typeof OWN_FIELDS)[number];
