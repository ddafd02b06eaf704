import { getCountries } from "libphonenumber-js/max";
import * as z from "zod";
import { DATE_STYLES, timeZones } from "@/lib/organizations/locale";
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

/** For how many days an invitation may be good. */
export const INVITATION_DAYS_MAX = 90;

const countries: ReadonlySet<string> = new Set(getCountries());

const zones: ReadonlySet<string> = new Set(timeZones());

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
  timeZone: z.string().refine((zone) => zones.has(zone), "Choose a time zone."),
  dateStyle: z.enum(DATE_STYLES, { error: "Choose how dates are written." }),
});

/** The settings as a form holds them. */
export type OrganizationValues = z.input<typeof organizationSchema>;
export type OrganizationInput = z.output<typeof organizationSchema>;

function inOrder(chosen: readonly UserField[]): UserField[] {
  return USER_FIELDS.filter((field) => MANDATORY_FIELDS.includes(field) || chosen.includes(field));
}
