import { getCountries } from "libphonenumber-js/max";
import * as z from "zod";
import { MANDATORY_FIELDS, USER_FIELDS, type UserField } from "@/lib/users/fields";

/** Fields that an organization may ask for beyond those that everybody is asked for. */
export const OPTIONAL_FIELDS = [
  "otherEmail",
  "mobilePhone",
  "businessPhone",
  "company",
  "customerCode",
  "udid",
  "accessEndsAt",
] as const satisfies readonly UserField[];

const NAME_MAX = 100;

const countries: ReadonlySet<string> = new Set(getCountries());

/** An organization's settings; `defaultCountry` is ISO 3166-1 alpha-2, or none. */
export const organizationSchema = z.object({
  name: z
    .string()
    .transform((text) => text.normalize("NFC").trim().replace(/\s+/g, " "))
    .pipe(
      z.string().min(1, "Give the organization a name.").max(NAME_MAX, `At most ${NAME_MAX} characters.`),
    ),
  defaultCountry: z
    .string()
    .refine((code) => code === "" || countries.has(code), "Choose a country, or none.")
    .transform((code) => code || null),
  mandatoryFields: z.array(z.enum(OPTIONAL_FIELDS)).transform(inOrder),
});

export type OrganizationValues = z.input<typeof organizationSchema>;
export type OrganizationInput = z.output<typeof organizationSchema>;

function inOrder(chosen: readonly UserField[]): UserField[] {
  return USER_FIELDS.filter((field) => MANDATORY_FIELDS.includes(field) || chosen.includes(field));
}
