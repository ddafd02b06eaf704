import type { RowField } from "@/lib/imports/columns/column-field";
import "server-only";
import { countryName } from "@/lib/countries";
import { withOrganization } from "@/lib/db";
import { isAsked } from "@/lib/imports/rows/judge";
import type { CellRules } from "@/lib/imports/typed/check-cell";
import { organizationSettings } from "@/lib/organizations/queries";
import type { Actor } from "@/lib/permissions/actor";
import { rolesToGive } from "@/lib/permissions/can";
import { demand } from "@/lib/permissions/demand";
import { propertyField } from "@/lib/properties/field";
import type { Property } from "@/lib/properties/types";
import { mandatoryOf } from "@/lib/users/user-form-read";

/** What a form of many rows asks for, and what its cells are judged by. */
export type TypedChoices = CellRules & {
  mandatory: RowField[];
  properties: Property[];
  /** The country that phones without a country code are read for, in words. */
  phoneCountry: string | null;
};

/** The choices that an actor has in a form of many rows. */
export async function typedChoices(actor: Actor): Promise<TypedChoices> {
  demand(actor, "users.import.prepare");
  const { id } = actor.organization;
  const settings = await withOrganization(id, (tx) => organizationSettings(tx, id));
  return {
    domains: settings.domains.map(({ name }) => name),
    primaryDomain: settings.domains.find(({ isPrimary }) => isPrimary)?.name ?? "",
    roles: rolesToGive(actor).reverse(),
    mandatory: [
      ...mandatoryOf(settings),
      ...settings.properties.filter(isAsked).map(({ id }) => propertyField(id)),
    ],
    properties: settings.properties,
    phoneCountry: settings.defaultCountry && countryName(settings.defaultCountry),
  };
}
