import "server-only";
import { managedOrganizations } from "@/lib/organizations/queries";
import type { Actor } from "@/lib/permissions/actor";
import { can } from "@/lib/permissions/can";

/** The organizations among which somebody who manages others may choose: their own and those below it. */
export async function importTargets(actor: Actor): Promise<{ slug: string; name: string }[]> {
  if (!can(actor, "organizations.manage")) return [];
  const organizations = await managedOrganizations(actor.organizationId);
  return organizations.filter(({ suspended }) => !suspended).map(({ slug, name }) => ({ slug, name }));
}
