import "server-only";
import { enterOrganization, type Transaction } from "@/lib/db";
import { type Actor, actorIn } from "@/lib/permissions/actor";
import { fail, notFound, ok, type Result } from "@/lib/result";
import { findActiveAdmin } from "@/lib/setup/admins";
import { findOrganization, OPERATOR_ACTOR } from "@/lib/setup/organizations";

/**
 * Whoever runs the command line, at work in an organization: with the rights of one of its admins, the longest-standing
 * active one unless a username says which, and on record as the command line in that admin's name.
 */
export async function operatorIn(
  tx: Transaction,
  given: { organization: string; username?: string },
): Promise<Result<Actor>> {
  const known = await findOrganization(tx, given.organization);
  if (!known) return notFound("organization");
  const { id: organizationId, slug, name, managing } = known;
  await enterOrganization(tx, organizationId, []);
  const admin = await findActiveAdmin(tx, organizationId, given.username);
  const actor =
    admin &&
    actorIn(
      {
        userId: admin.id,
        organizationId,
        sessionId: null,
        name: `${OPERATOR_ACTOR.name} (${admin.firstName} ${admin.lastName})`,
        username: admin.username,
        role: "admin",
        accessProfile: null,
        ip: null,
      },
      { id: organizationId, slug, name, managing },
    );
  return actor ? ok(actor) : fail("notFound", `${name} has no such active admin to import for.`);
}
