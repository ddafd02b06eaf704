import "server-only";
import { countryName } from "@/lib/countries";
import { withOrganization } from "@/lib/db";
import { type OrganizationSettings, organizationSettings } from "@/lib/organizations/queries";
import type { Actor } from "@/lib/permissions/actor";
import { profilesToGive, rolesToGive } from "@/lib/permissions/can";
import { demand } from "@/lib/permissions/demand";
import type { AccessProfile, Role } from "@/lib/permissions/roles";
import type { Property } from "@/lib/properties/types";
import type { UserField } from "@/lib/users/fields";
import { mandatoryOf } from "@/lib/users/user-form-read";
import { type OrganizationDomains, usernameVariants } from "@/lib/users/username";

/** What the form of a person offers and asks for. */
export type UserFormChoices = OrganizationDomains & {
  mandatory: UserField[];
  /** The country that phones without a country code are read for, in words. */
  phoneCountry: string | null;
  /** What the organization keeps of its people beyond the fields that everybody has. */
  properties: Property[];
  /** The roles that may be given, the least of them first. */
  roles: Role[];
  /** The access profiles that may be given beside a role. */
  profiles: AccessProfile[];
};

/** The choices that an actor has in the form. @throws Error unless they may add or edit people. */
export async function userFormChoices(actor: Actor): Promise<UserFormChoices> {
  demand(actor, "users.create", "users.update");
  const settings = await readSettings(actor);
  const domains = settings.domains.map(({ name }) => name);
  return {
    domains,
    primaryDomain: settings.domains.find(({ isPrimary }) => isPrimary)?.name ?? domains[0] ?? "",
    mandatory: mandatoryOf(settings),
    phoneCountry: settings.defaultCountry && countryName(settings.defaultCountry),
    properties: settings.properties,
    roles: rolesToGive(actor).reverse(),
    profiles: profilesToGive(actor),
  };
}

/** The settings that decide how a form is read. @throws Error unless the actor may add or edit people */
export function readSettings(actor: Actor): Promise<OrganizationSettings> {
  demand(actor, "users.create", "users.update");
  const { id } = actor.organization;
  return withOrganization(id, (tx) => organizationSettings(tx, id));
}

const VARIANTS_TRIED = 50;

/**
 * The next username like this one that nobody has; null when none of the first fifty is free.
 * @throws Error unless the actor may add or edit people: it tells who is there
 */
export async function freeUsername(actor: Actor, username: string): Promise<string | null> {
  demand(actor, "users.create", "users.update");
  const { id: organizationId } = actor.organization;
  const variants = usernameVariants(username, VARIANTS_TRIED);
  const taken = await withOrganization(organizationId, (tx) =>
    tx.user.findMany({
      where: { organizationId, removedAt: null, username: { in: variants } },
      select: { username: true },
    }),
  );
  return variants.find((variant) => taken.every((user) => user.username !== variant)) ?? null;
}
