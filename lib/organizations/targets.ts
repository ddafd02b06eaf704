import "server-only";
import { managedOrganizations } from "@/lib/organizations/queries";
import type { Actor } from "@/lib/permissions/actor";

/** The organizations that a person may add people to: their own and, for a manager, those below it. */
export async function importTargets(actor: Actor): Promise<{ slug: string; name: string }[]> {
  if (actor.role !== "admin") return [];
  const organizations = await managedOrganizations(actor.organizationId);
  return organizations.filter(({ suspended }) => !suspended).map(({ slug, name }) => ({ slug, name }));
}
