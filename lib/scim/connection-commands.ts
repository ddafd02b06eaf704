import "server-only";
import { record } from "@/lib/audit/record";
import { storeActor } from "@/lib/auth/stored-actor";
import { command } from "@/lib/command";
import type { Transaction } from "@/lib/db";
import type { ScimConnection } from "@/lib/generated/prisma/client";
import { isId, newId } from "@/lib/ids";
import type { Actor } from "@/lib/permissions/actor";
import { can } from "@/lib/permissions/can";
import { fail, notFound, ok, type Result } from "@/lib/result";
import { permissionsOfConnection } from "@/lib/scim/connection";
import type { NewScimConnection } from "@/lib/scim/connection-input";
import { hashScimToken, newScimToken, prefixOf } from "@/lib/scim/token";

const DAY_MS = 86_400_000;
/** How long the tokens before a new one go on, so that nothing stands still until it is everywhere. */
export const OVERLAP_HOURS = 24;

type Made = { id: string; token: string; expiresAt: Date };

/** Makes a connection and its first token, which is in the answer and nowhere else. */
export function createScimConnection(
  actor: Actor,
  { expiresInDays, ...given }: NewScimConnection,
): Promise<Result<Made>> {
  return command(actor, "connections.update", async (tx) => {
    if (!mayMake(actor, given)) return beyond();
    const { id: organizationId } = actor.organization;
    const id = newId();
    const connection = await tx.scimConnection.create({ data: { organizationId, id, ...given } });
    const made = await makeToken(tx, actor, connection, expiresInDays);
    const after = { prefix: prefixOf(made.token), expiresAt: made.expiresAt.toISOString() };
    const subject = { type: "scimConnection" as const, id, name: given.name };
    await record(tx, organizationId, actor, "scimConnection.created", subject, { after });
    return ok({ id, ...made });
  });
}

/** Makes a connection another token, which acts for whoever makes it; those before it go on for a day. */
export function rotateScimToken(
  actor: Actor,
  connectionId: string,
  expiresInDays: number,
): Promise<Result<Made>> {
  return command(actor, "connections.update", async (tx) => {
    const found = await findLive(tx, actor, connectionId);
    if (!found) return notFound("connection");
    if (!mayMake(actor, found)) return beyond();
    const { id: organizationId } = actor.organization;
    const until = new Date(Date.now() + OVERLAP_HOURS * 3_600_000);
    await tx.scimToken.updateMany({
      where: { organizationId, connectionId, expiresAt: { gt: until } },
      data: { expiresAt: until },
    });
    const made = await makeToken(tx, actor, found, expiresInDays);
    const after = { prefix: prefixOf(made.token), expiresAt: made.expiresAt.toISOString() };
    const subject = { type: "scimConnection" as const, id: connectionId, name: found.name };
    await record(tx, organizationId, actor, "scimConnection.tokenMade", subject, { after });
    return ok({ id: connectionId, ...made });
  });
}

/** Ends a connection: its tokens are refused from the next request on. */
export function revokeScimConnection(actor: Actor, connectionId: string): Promise<Result<{ id: string }>> {
  return command(actor, "connections.update", async (tx) => {
    const { id: organizationId } = actor.organization;
    const found = await find(tx, actor, connectionId);
    if (!found) return notFound("connection");
    const { count } = await tx.scimConnection.updateMany({
      where: { organizationId, id: connectionId, revokedAt: null },
      data: { revokedAt: new Date() },
    });
    const subject = { type: "scimConnection" as const, id: connectionId, name: found.name };
    if (count > 0) await record(tx, organizationId, actor, "scimConnection.revoked", subject);
    return ok({ id: connectionId });
  });
}

const mayMake = (actor: Actor, set: Pick<ScimConnection, "sendsInvitations" | "writesRoles">) =>
  permissionsOfConnection(set).every((permission) => can(actor, permission));

const beyond = () => fail("forbidden", "Nobody makes a connection that may do more than they may.");

async function makeToken(
  tx: Transaction,
  actor: Actor,
  { organizationId, id: connectionId }: ScimConnection,
  expiresInDays: number,
): Promise<Omit<Made, "id">> {
  const token = newScimToken();
  const expiresAt = new Date(Date.now() + expiresInDays * DAY_MS);
  const data = { organizationId, id: newId(), connectionId, prefix: prefixOf(token), expiresAt };
  await tx.scimToken.create({
    data: { ...data, secretHash: hashScimToken(token), maker: storeActor(actor) },
    select: { id: true },
  });
  return { token, expiresAt };
}

const find = async (tx: Transaction, { organization }: Actor, id: string) =>
  isId(id)
    ? tx.scimConnection.findUnique({ where: { organizationId_id: { organizationId: organization.id, id } } })
    : null;

async function findLive(tx: Transaction, actor: Actor, id: string): Promise<ScimConnection | null> {
  const found = await find(tx, actor, id);
  return found?.revokedAt === null ? found : null;
}
