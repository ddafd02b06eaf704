import "server-only";
import { type AuditActor, record } from "@/lib/audit/record";
import { command } from "@/lib/command";
import { findActivatable } from "@/lib/credentials/activatable";
import { followCredentials, oneId } from "@/lib/credentials/follow";
import { credentialPolicy } from "@/lib/credentials/policy";
import { hashToken, newToken } from "@/lib/credentials/token";
import type { Transaction } from "@/lib/db";
import { newId } from "@/lib/ids";
import type { Actor } from "@/lib/permissions/actor";
import { ok, type Result } from "@/lib/result";

/** How long a link to choose a new password is good (OWASP ASVS 5.0, 6.4.1: short, and once). */
export const RESET_MINUTES = 30;

const MINUTE_MS = 60_000;
const DAY_MINUTES = 24 * 60;

/**
 * Makes a one-time link with which a person sets their password and activates the account. Earlier ones stop working.
 * The token is in the answer and nowhere else.
 */
export function issueInvitation(actor: Actor, userId: string): Promise<Result<{ token: string }>> {
  return command(actor, "users.credentials.issue", async (tx) => {
    const found = await findActivatable(tx, actor, userId);
    if (!found.ok) return found;
    return ok({ token: await writeInvitation(tx, actor, found.value, "invitation") });
  });
}

/**
 * Writes the credential and its event, for callers that have asked for the right already. An invitation is good as long
 * as the policy says, and until when shows in the person's status; a reset is good for half an hour.
 */
export async function writeInvitation(
  tx: Transaction,
  actor: AuditActor,
  user: { organizationId: string; id: string; username: string },
  kind: "invitation" | "reset",
  token = newToken(),
): Promise<string> {
  const { organizationId, id: userId } = user;
  const id = newId();
  const { invitationDays } = await credentialPolicy(tx, organizationId, userId);
  const minutes = kind === "reset" ? RESET_MINUTES : invitationDays * DAY_MINUTES;
  const expiresAt = new Date(Date.now() + minutes * MINUTE_MS);
  await tx.credential.updateMany({
    where: { organizationId, userId, kind: { in: ["invitation", "reset"] }, usedAt: null, revokedAt: null },
    data: { revokedAt: new Date() },
  });
  await tx.credential.create({
    data: { organizationId, id, userId, kind, tokenHash: hashToken(token), expiresAt },
    select: { id: true },
  });
  if (kind === "invitation") await followCredentials(tx, organizationId, oneId(userId));
  await record(tx, organizationId, actor, "credential.issued", {
    type: "user",
    id: userId,
    name: user.username,
  });
  return token;
}
