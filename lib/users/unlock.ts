import "server-only";
import { record } from "@/lib/audit/record";
import { forgetGuesses } from "@/lib/auth/throttle";
import { command } from "@/lib/command";
import { lockPerson } from "@/lib/credentials/lock-person";
import { isId } from "@/lib/ids";
import type { Actor } from "@/lib/permissions/actor";
import { can } from "@/lib/permissions/can";
import { forbidden, notFound, ok, type Result } from "@/lib/result";
import { subjectOf } from "@/lib/users/commands";
import { findPersonRow } from "@/lib/users/person-row";

/**
 * Opens an account that wrong passwords have locked. Of many at once one does it, with one event; an account that is open
 * stays as it is.
 */
export async function unlockUser(actor: Actor, userId: string): Promise<Result<{ unlocked: boolean }>> {
  const { id: organizationId } = actor.organization;
  const unlocked = await command(actor, "users.suspend", async (tx) => {
    if (!isId(userId)) return notFound("person");
    await lockPerson(tx, organizationId, userId);
    const user = await findPersonRow(tx, { organizationId, id: userId, removedAt: null });
    if (!user) return notFound("person");
    if (!can(actor, "users.suspend", subjectOf(user))) return forbidden();
    const { username, lockedUntil } = user;
    if (!lockedUntil || lockedUntil <= new Date()) return ok({ username, unlocked: false });
    await tx.user.update({
      where: { organizationId_id: { organizationId, id: userId } },
      data: { lockedUntil: null, failedSignIns: 0, version: { increment: 1 }, updatedAt: new Date() },
      select: { id: true },
    });
    const changes = {
      before: { lockedUntil: lockedUntil.toISOString() },
      after: { lockedUntil: null },
    };
    const subject = { type: "user" as const, id: userId, name: username };
    await record(tx, organizationId, actor, "user.unlocked", subject, changes);
    return ok({ username, unlocked: true });
  });
  if (!unlocked.ok) return unlocked;
  if (unlocked.value.unlocked) await forgetGuesses(unlocked.value.username);
  return ok({ unlocked: unlocked.value.unlocked });
}
