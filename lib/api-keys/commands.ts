import "server-only";
import type { NewApiKey, Rotation } from "@/lib/api-keys/input";
import { isApiScope, permissionsOfScopes } from "@/lib/api-keys/scopes";
import { hashSecret, newSecret, prefixOf } from "@/lib/api-keys/secret";
import { keyStatusOf } from "@/lib/api-keys/status";
import { type AuditActor, record } from "@/lib/audit/record";
import { type StoredActor, storeActor } from "@/lib/auth/stored-actor";
import { command } from "@/lib/command";
import type { Transaction } from "@/lib/db";
import { isId, newId } from "@/lib/ids";
import type { Actor } from "@/lib/permissions/actor";
import { can } from "@/lib/permissions/can";
import { fail, notFound, ok, type Result } from "@/lib/result";

const DAY_MS = 86_400_000;

/** Makes a key of the actor's organization. The secret is in the answer and nowhere else. */
export function createApiKey(
  actor: Actor,
  given: NewApiKey,
): Promise<Result<{ id: string; secret: string; expiresAt: Date }>> {
  return command(actor, "apiKeys.update", async (tx) => {
    if (![...permissionsOfScopes(given.scopes)].every((permission) => can(actor, permission)))
      return fail("forbidden", "Nobody makes a key that may do more than they may.");
    return ok(await writeApiKey(tx, actor.organization.id, actor, storeActor(actor), given));
  });
}

/** Writes a key and its event, for callers that have asked for the right already. */
export async function writeApiKey(
  tx: Transaction,
  organizationId: string,
  actor: AuditActor,
  maker: StoredActor,
  { name, scopes, expiresInDays }: NewApiKey,
  replacesId: string | null = null,
): Promise<{ id: string; secret: string; expiresAt: Date }> {
  const id = newId();
  const secret = newSecret();
  const prefix = prefixOf(secret);
  const expiresAt = new Date(Date.now() + expiresInDays * DAY_MS);
  await tx.apiKey.create({
    data: {
      organizationId,
      id,
      name,
      prefix,
      secretHash: hashSecret(secret),
      scopes,
      maker,
      expiresAt,
      replacesId,
    },
    select: { id: true },
  });
  const after = { prefix, scopes: scopes.join(" "), expiresAt: expiresAt.toISOString() };
  await record(tx, organizationId, actor, "apiKey.created", { type: "apiKey", id, name }, { after });
  return { id, secret, expiresAt };
}

/**
 * Makes a key with the same name and scopes in another one's place, in the name of whoever asks. The old one holds for so many
 * days beside it, and no longer than it would have.
 */
export function rotateApiKey(
  actor: Actor,
  keyId: string,
  { overlapDays, expiresInDays }: Rotation,
): Promise<Result<{ id: string; secret: string; expiresAt: Date }>> {
  return command(actor, "apiKeys.update", async (tx) => {
    const { id: organizationId } = actor.organization;
    const key = await lockKey(tx, organizationId, keyId);
    if (!key) return notFound("key");
    const now = new Date();
    if (keyStatusOf(key, now) !== "active") return fail("conflict", "This key has ended. Make a new one.");
    if (await tx.apiKey.findFirst({ where: { organizationId, replacesId: keyId }, select: { id: true } }))
      return fail("conflict", "A new key has taken this one’s place already.");
    const scopes = key.scopes.filter(isApiScope);
    if (![...permissionsOfScopes(scopes)].every((permission) => can(actor, permission)))
      return fail("forbidden", "Nobody makes a key that may do more than they may.");
    const given = { name: key.name, scopes, expiresInDays };
    const made = await writeApiKey(tx, organizationId, actor, storeActor(actor), given, keyId);
    const until = new Date(Math.min(key.expiresAt.getTime(), now.getTime() + overlapDays * DAY_MS));
    const end = overlapDays === 0 ? { revokedAt: now } : { expiresAt: until, warnedAt: now };
    await tx.apiKey.updateMany({ where: { organizationId, id: keyId }, data: end });
    const expires = overlapDays === 0 ? now : until;
    await record(
      tx,
      organizationId,
      actor,
      "apiKey.replaced",
      { type: "apiKey", id: keyId, name: key.name },
      { before: { expiresAt: key.expiresAt.toISOString() }, after: { expiresAt: expires.toISOString() } },
    );
    return ok(made);
  });
}

async function lockKey(tx: Transaction, organizationId: string, id: string) {
  if (!isId(id)) return null;
  await tx.$queryRaw`
    SELECT 1 FROM api_keys WHERE organization_id = ${organizationId}::uuid AND id = ${id}::uuid FOR UPDATE`;
  return tx.apiKey.findUnique({ where: { organizationId_id: { organizationId, id } } });
}

/** Ends a key: it is refused from the next request on. */
export function revokeApiKey(actor: Actor, keyId: string): Promise<Result<{ id: string }>> {
  return command(actor, "apiKeys.update", async (tx) => {
    const { id: organizationId } = actor.organization;
    const key =
      isId(keyId) &&
      (await tx.apiKey.findUnique({ where: { organizationId_id: { organizationId, id: keyId } } }));
    if (!key) return notFound("key");
    const { count } = await tx.apiKey.updateMany({
      where: { organizationId, id: keyId, revokedAt: null },
      data: { revokedAt: new Date() },
    });
    const subject = { type: "apiKey" as const, id: keyId, name: key.name };
    if (count > 0)
      await record(tx, organizationId, actor, "apiKey.revoked", subject, { before: { prefix: key.prefix } });
    return ok({ id: keyId });
  });
}
