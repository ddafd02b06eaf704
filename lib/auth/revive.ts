import "server-only";
import * as z from "zod";
import { limitToScopes } from "@/lib/api-keys/scopes";
import { keyStatusOf } from "@/lib/api-keys/status";
import { withOrganization } from "@/lib/db";
import { managedOrganizations } from "@/lib/organizations/queries";
import { type Actor, actorIn, type Person } from "@/lib/permissions/actor";
import type { AccessProfile, Role } from "@/lib/permissions/roles";
import { statusOf } from "@/lib/users/status";

const storedActor = z.object({
  userId: z.string(),
  organizationId: z.string(),
  name: z.string(),
  username: z.string(),
  ip: z.string().nullable(),
  /** The key that they acted by, whose scopes bind the job too. */
  apiKeyId: z.string().optional(),
});

/** Who asked for a job, as the job's row keeps it. Rights are not kept: they are read again when it is carried out. */
export type StoredActor = z.output<typeof storedActor>;

export function storeActor(person: Person): StoredActor {
  const { userId, organizationId, name, username, ip, apiKeyId } = person;
  return { userId, organizationId, name, username, ip, ...(apiKeyId ? { apiKeyId } : {}) };
}

/** Who a row keeps, by name; null for nobody. */
export const storedName = (stored: unknown): string | null =>
  storedActor.safeParse(stored).data?.name ?? null;

/** The same person with the rights that they hold now, or null when they may no longer act there at all. */
export async function reviveActor(kept: unknown, inOrganization: string): Promise<Actor | null> {
  const stored = storedActor.parse(kept);
  const { organizationId, userId } = stored;
  const user = await withOrganization(organizationId, (tx) =>
    tx.user.findUnique({ where: { organizationId_id: { organizationId, id: userId } } }),
  );
  if (!user || user.removedAt || !["active", "locked"].includes(statusOf(user, new Date()))) return null;
  const reachable = await managedOrganizations(organizationId);
  const organization = reachable.find(({ id }) => id === inOrganization);
  if (!organization) return null;
  const role = user.role as Role;
  const accessProfile = user.accessProfile as AccessProfile | null;
  const actor = actorIn({ ...stored, sessionId: null, role, accessProfile }, organization);
  if (!actor || !stored.apiKeyId) return actor;
  const isSuspended =
    organization.suspended || reachable.some(({ id, suspended }) => id === organizationId && suspended);
  return isSuspended ? null : limitToKey(actor, stored.apiKeyId);
}

async function limitToKey(actor: Actor, id: string): Promise<Actor | null> {
  const organizationId = actor.organization.id;
  const key = await withOrganization(organizationId, (tx) =>
    tx.apiKey.findUnique({ where: { organizationId_id: { organizationId, id } } }),
  );
  if (!key || keyStatusOf(key, new Date()) !== "active") return null;
  return { ...actor, permissions: limitToScopes(actor.permissions, key.scopes) };
}
