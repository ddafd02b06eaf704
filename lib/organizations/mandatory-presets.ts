import type { UserField } from "@/lib/users/fields";

export type MandatoryPreset = { value: string; label: string; fields: readonly UserField[] };

/**
 * What organizations usually ask for beside the names, the username and the access email, to begin with: one for each way
 * of working that the product comes from. Some ask for the same.
 */
export const MANDATORY_PRESETS: readonly MandatoryPreset[] = [
  { value: "pin", label: "Names and email: people come in by PIN, QR code or link", fields: [] },
  { value: "file", label: "Names and email: people come from a file, with rights by groups", fields: [] },
  {
    value: "loginDetails",
    label: "Names, email and mobile phone: login details go out by SMS",
    fields: ["mobilePhone"],
  },
  {
    value: "secondStep",
    label: "Names, email and mobile phone: codes by SMS are the second step",
    fields: ["mobilePhone"],
  },
  { value: "telephony", label: "Names and email: people have extensions", fields: [] },
];

/**
 * The preset that some fields are; null for a choice of one's own.
 * @param chosen the one that was chosen last: others may ask for the same
 */
export function presetOf(fields: readonly string[], chosen?: string): MandatoryPreset | null {
  const same = MANDATORY_PRESETS.filter(
    (preset) =>
      preset.fields.length === fields.length && preset.fields.every((field) => fields.includes(field)),
  );
  return same.find(({ value }) => value === chosen) ?? same[0] ?? null;
}
