import type { UserField } from "@/lib/users/fields";

export type MandatoryPreset = { value: string; label: string; fields: readonly UserField[] };

/** What organizations usually ask for beside the names, the username and the access email, to begin with. */
export const MANDATORY_PRESETS: readonly MandatoryPreset[] = [
  { value: "usual", label: "Names and email (the usual)", fields: [] },
  {
    value: "mobile",
    label: "Names, email and mobile phone, for login details and codes by SMS",
    fields: ["mobilePhone"],
  },
  {
    value: "coded",
    label: "Names, email, mobile phone, company and customer code, for customers’ people",
    fields: ["mobilePhone", "company", "customerCode"],
  },
];

/** The preset that some fields are; null for a choice of one's own. */
export const presetOf = (fields: readonly string[]): MandatoryPreset | null =>
  MANDATORY_PRESETS.find(
    (preset) =>
      preset.fields.length === fields.length && preset.fields.every((field) => fields.includes(field)),
  ) ?? null;
