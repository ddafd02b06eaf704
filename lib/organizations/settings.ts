import "server-only";
import { getCountries } from "libphonenumber-js/max";
import { withOrganization } from "@/lib/db";
import { type OrganizationSettings, organizationSettings } from "@/lib/organizations/queries";
import type { Actor } from "@/lib/permissions/actor";
import { can } from "@/lib/permissions/can";
import type { UserField } from "@/lib/users/fields";

export type ImportSettings = {
  mandatoryFields: UserField[];
  defaultCountry: string | null;
  /** Countries that phones can be read as, by name. */
  countries: { value: string; label: string }[];
};

/** What the step of matching columns needs to know of the organization. */
export async function importSettings(actor: Actor): Promise<ImportSettings> {
  if (!can(actor, "users.import.read")) throw new Error("A query was made without users.import.read.");
  const { id } = actor.organization;
  const { mandatoryFields, defaultCountry } = await withOrganization(id, (tx) =>
    organizationSettings(tx, id),
  );
  return { mandatoryFields: mandatoryFields as UserField[], defaultCountry, countries: countriesByName() };
}

/** An organization's settings as its page shows them. */
export async function settingsOf(
  actor: Actor,
): Promise<OrganizationSettings & Pick<ImportSettings, "countries">> {
  if (!can(actor, "settings.read")) throw new Error("A query was made without settings.read.");
  const { id } = actor.organization;
  const settings = await withOrganization(id, (tx) => organizationSettings(tx, id));
  return { ...settings, countries: countriesByName() };
}

function countriesByName(): { value: string; label: string }[] {
  const names = new Intl.DisplayNames(["en"], { type: "region" });
  return getCountries()
    .map((value) => ({ value, label: names.of(value) ?? value }))
    .sort((one, other) => one.label.localeCompare(other.label, "en"));
}
