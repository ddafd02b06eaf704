import "server-only";
import { getCountries } from "libphonenumber-js/max";
import { countryName } from "@/lib/countries";
import { withOrganization } from "@/lib/db";
import type { RowField } from "@/lib/imports/columns/column-field";
import { isAsked } from "@/lib/imports/rows/judge";
import { type OrganizationSettings, organizationSettings } from "@/lib/organizations/queries";
import type { Actor } from "@/lib/permissions/actor";
import { demand } from "@/lib/permissions/demand";
import { propertyField } from "@/lib/properties/field";
import type { Property } from "@/lib/properties/types";
import type { UserField } from "@/lib/users/fields";
import { mandatoryOf } from "@/lib/users/user-form-read";

export type ImportSettings = {
  mandatoryFields: UserField[];
  /** The same with the properties that everybody has to have. */
  mandatory: RowField[];
  properties: Property[];
  defaultCountry: string | null;
  domains: string[];
  /** Countries that phones can be read as, by name. */
  countries: { value: string; label: string }[];
};

/** What the step of matching columns needs to know of the organization. */
export async function importSettings(actor: Actor): Promise<ImportSettings> {
  demand(actor, "users.import.read");
  const { id } = actor.organization;
  const { mandatoryFields, defaultCountry, domains, properties } = await withOrganization(id, (tx) =>
    organizationSettings(tx, id),
  );
  return {
    mandatoryFields: mandatoryOf({ mandatoryFields }),
    mandatory: [
      ...mandatoryOf({ mandatoryFields }),
      ...properties.filter(isAsked).map(({ id: propertyId }) => propertyField(propertyId)),
    ],
    properties,
    defaultCountry,
    domains: domains.map(({ name }) => name),
    countries: countriesByName(),
  };
}

/** An organization's settings as its page shows them. */
export async function settingsOf(
  actor: Actor,
): Promise<OrganizationSettings & Pick<ImportSettings, "countries">> {
  demand(actor, "settings.read");
  const { id } = actor.organization;
  const settings = await withOrganization(id, (tx) => organizationSettings(tx, id));
  return { ...settings, countries: countriesByName() };
}

function countriesByName(): { value: string; label: string }[] {
  return getCountries()
    .map((value) => ({ value, label: countryName(value) }))
    .sort((one, other) => one.label.localeCompare(other.label, "en"));
}
