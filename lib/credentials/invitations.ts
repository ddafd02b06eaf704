import "server-only";
import { type AuditActor, record } from "@/lib/audit/record";
import { command } from "@/lib/command";
import { hashToken, newToken } from "@/lib/credentials/token";
import type { Transaction } from "@/lib/db";
import { isId, newId } from "@/lib/ids";
import type { Actor } from "@/lib/permissions/actor";
import { can } from "@/lib/permissions/can";
import { fail, forbidden, notFound, ok, type Result } from "@/lib/result";
import { subjectOf } from "@/lib/users/commands";

export const INVITATION_DAYS = 7;

/**
 * Makes a one-time link with which a person sets their password and activates the account. Earlier ones stop working.
 * The token is in the answer and nowhere else.
 */
export function issueInvitation(actor: Actor, userId: string): Promise<Result<{ token: string }>> {
  return command(actor, "users.credentials.issue", async (tx) => {
    const { id: organizationId } = actor.organization;
    const user =
      isId(userId) && (await tx.user.findFirst({ where: { organizationId, id: userId, removedAt: null } }));
    if (!user) return notFound("person");
    if (!can(actor, "users.credentials.issue", subjectOf(user))) return forbidden();
    if (user.suspendedAt || user.legacyStatus) {
      return fail("conflict", "This account is suspended or a legacy one; it cannot be activated.");
    }
    if (user.activatedAt) return fail("conflict", "This account is active already.");
    return ok({ token: await writeInvitation(tx, actor, user, "invitation") });
  });
}

/** Writes the credential and its event, for callers that have asked for the right already. */
export async function writeInvitation(
  tx: Transaction,
  actor: AuditActor,
  user: { organizationId: string; id: string; username: string },
  kind: "invitation" | "reset",
  token = newToken(),
): Promise<string> {
  const { organizationId, id: userId } = user;
  const id = newId();
  const expiresAt = new Date(Date.now() + INVITATION_DAYS * 86_400_000);
  await tx.credential.updateMany({
    where: { organizationId, userId, usedAt: null, revokedAt: null },
    data: { revokedAt: new Date() },
  });
  await tx.credential.create({
    data: { organizationId, id, userId, kind, tokenHash: hashToken(token), expiresAt },
    select: { id: true },
  });
  await tx.user.update({
    where: { organizationId_id: { organizationId, id: userId } },
    data: { credentialExpiresAt: expiresAt },
    select: { id: true },
  });
  await record(tx, organizationId, actor, "credential.issued", {
    type: "user",
    id: userId,
    name: user.username,
  });
  return token;
}
