import "server-only";
import { limitToScopes } from "@/lib/api-keys/scopes";
import { keyStatusOf } from "@/lib/api-keys/status";
import { readStored } from "@/lib/auth/stored-actor";
import { withOrganization } from "@/lib/db";
import { managedOrganizations } from "@/lib/organizations/queries";
import { type Actor, actorIn } from "@/lib/permissions/actor";
import { rightsOf } from "@/lib/permissions/roles";
import { findPersonRow } from "@/lib/users/person-row";
import { type StatusFacts, statusOf } from "@/lib/users/status";

/**
 * The same person with the rights that they hold now, or null when they may no longer act there at all: they or their
 * own organization are suspended, or it does not reach that far. Somebody who is locked goes on: a stranger's wrong
 * guesses at their password stop no work that they began.
 */
export async function reviveActor(kept: unknown, inOrganization: string): Promise<Actor | null> {
  const stored = readStored(kept);
  const { organizationId, userId } = stored;
  const user = await withOrganization(organizationId, (tx) =>
    findPersonRow(tx, { organizationId, id: userId }),
  );
  if (!user || !mayAct(user)) return null;
  const reachable = await managedOrganizations(organizationId);
  if (reachable.some(({ id, suspended }) => id === organizationId && suspended)) return null;
  const organization = reachable.find(({ id }) => id === inOrganization);
  if (!organization) return null;
  const actor = actorIn({ ...stored, sessionId: null, ...rightsOf(user) }, organization);
  if (!actor || (!stored.apiKeyId && !stored.scimTokenId)) return actor;
  if (organization.suspended) return null;
  const limited = stored.apiKeyId ? await limitToKey(actor, stored.apiKeyId) : actor;
  return limited && stored.scimTokenId ? withToken(limited, stored.scimTokenId) : limited;
}

/** What another system may ask for in their name, SCIM says; the token has to be good still. */
async function withToken(actor: Actor, id: string): Promise<Actor | null> {
  const organizationId = actor.organization.id;
  const token = await withOrganization(organizationId, (tx) =>
    tx.scimToken.findFirst({
      where: { organizationId, id, expiresAt: { gt: new Date() }, connection: { revokedAt: null } },
      select: { id: true },
    }),
  );
  return token && actor;
}

/** Whether somebody may go on with what they began. */
export const mayAct = (user: StatusFacts & { removedAt: Date | null }): boolean =>
  !user.removedAt && ["active", "locked"].includes(statusOf(user, new Date()));

async function limitToKey(actor: Actor, id: string): Promise<Actor | null> {
  const organizationId = actor.organization.id;
  const key = await withOrganization(organizationId, (tx) =>
    tx.apiKey.findUnique({ where: { organizationId_id: { organizationId, id } } }),
  );
  if (!key || keyStatusOf(key, new Date()) !== "active") return null;
  return { ...actor, permissions: limitToScopes(actor.permissions, key.scopes) };
}
