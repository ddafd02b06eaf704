import "server-only";
import { randomBytes, randomInt } from "node:crypto";
import { record } from "@/lib/audit/record";
import { storeActor } from "@/lib/auth/stored-actor";
import { command } from "@/lib/command";
import { findActivatable } from "@/lib/credentials/activatable";
import { followCredentials, oneId } from "@/lib/credentials/follow";
import { newPin } from "@/lib/credentials/pins/generate";
import { hashPin } from "@/lib/credentials/pins/hash";
import { pinKey } from "@/lib/credentials/pins/keys";
import { type NewPin, pinIssue } from "@/lib/credentials/pins/shape";
import { credentialPolicy } from "@/lib/credentials/policy";
import type { Transaction } from "@/lib/db";
import { isId, newId } from "@/lib/ids";
import type { Actor } from "@/lib/permissions/actor";
import { can } from "@/lib/permissions/can";
import { fail, forbidden, notFound, ok, type Result } from "@/lib/result";
import { subjectOf } from "@/lib/users/commands";
import { findPersonRow } from "@/lib/users/person-row";

const SALT_BYTES = 16;
const HOUR_MS = 3_600_000;

export type IssuedPin = { id: string; pin: string; username: string; expiresAt: Date };

/**
 * Makes a PIN with which a person, who knows their username, activates the account. One that they have from before stops
 * working, with every link that it gave. The PIN is in the answer and nowhere else.
 */
export function issuePin(actor: Actor, userId: string, given: NewPin): Promise<Result<IssuedPin>> {
  return command(actor, "users.credentials.issue", async (tx) => {
    const found = await findActivatable(tx, actor, userId);
    if (!found.ok) return found;
    const issue = given.digits === null ? null : pinIssue(given.digits);
    if (issue) return fail("invalid", issue, [{ path: "digits", message: issue }]);
    const { organizationId, username } = found.value;
    const pin = given.digits ?? newPin((end) => randomInt(end));
    const id = newId();
    const salt = new Uint8Array(randomBytes(SALT_BYTES));
    const { pinUses, pinHours } = await credentialPolicy(tx, organizationId, userId);
    const { uses = pinUses, hours = pinHours } = given;
    const expiresAt = new Date(Date.now() + hours * HOUR_MS);
    await endPin(tx, { organizationId, userId }, "replaced");
    await tx.pin.create({
      data: {
        organizationId,
        id,
        userId,
        source: given.digits === null ? "system" : "own",
        salt,
        hash: hashPin(pinKey(), salt, { organizationId, userId }, pin),
        uses,
        usesLeft: uses,
        issuedBy: storeActor(actor),
        expiresAt,
      },
      select: { id: true },
    });
    await followCredentials(tx, organizationId, oneId(userId));
    const after = { uses, expiresAt: expiresAt.toISOString() };
    await record(
      tx,
      organizationId,
      actor,
      "pin.issued",
      { type: "user", id: userId, name: username },
      { after },
    );
    return ok({ id, pin, username, expiresAt });
  });
}

/** Takes a PIN back: it works no more, and neither do the links that it gave. */
export function withdrawPin(actor: Actor, pinId: string): Promise<Result<{ id: string }>> {
  return command(actor, "users.credentials.issue", async (tx) => {
    const { id: organizationId } = actor.organization;
    const pin =
      isId(pinId) &&
      (await tx.pin.findFirst({ where: { organizationId, id: pinId }, select: { userId: true } }));
    const user = pin && (await findPersonRow(tx, { organizationId, id: pin.userId }));
    if (!user) return notFound("PIN");
    const { id: userId } = user;
    if (!can(actor, "users.credentials.issue", subjectOf(user))) return forbidden();
    if ((await endPin(tx, { organizationId, userId, id: pinId }, "withdrawn")) === 0)
      return ok({ id: pinId });
    await followCredentials(tx, organizationId, oneId(userId));
    await record(tx, organizationId, actor, "pin.revoked", { type: "user", id: userId, name: user.username });
    return ok({ id: pinId });
  });
}

/** Ends a person's PIN, after their row is locked. @returns how many were ended: one at most */
async function endPin(
  tx: Transaction,
  where: { organizationId: string; userId: string; id?: string },
  revokedBecause: "replaced" | "withdrawn",
): Promise<number> {
  const { organizationId, userId } = where;
  await tx.$queryRaw`
    SELECT 1 FROM users WHERE organization_id = ${organizationId}::uuid AND id = ${userId}::uuid FOR UPDATE`;
  const { count } = await tx.pin.updateMany({
    where: { ...where, revokedAt: null },
    data: { revokedAt: new Date(), revokedBecause },
  });
  return count;
}
