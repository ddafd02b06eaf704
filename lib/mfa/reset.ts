import "server-only";
import { type AuditActor, record } from "@/lib/audit/record";
import { command } from "@/lib/command";
import { lockPerson } from "@/lib/credentials/lock-person";
import type { Transaction } from "@/lib/db";
import { isId } from "@/lib/ids";
import { endWithPassword } from "@/lib/mfa/asked";
import { tellPerson } from "@/lib/mfa/own";
import { forgetAllTries } from "@/lib/mfa/throttle";
import { SECOND_STEP_WORDS } from "@/lib/mfa/words";
import { type Actor, isOneself } from "@/lib/permissions/actor";
import { can } from "@/lib/permissions/can";
import { fail, forbidden, notFound, ok, type Result } from "@/lib/result";
import { endSessions } from "@/lib/sessions/end-sessions";
import { isKeeper } from "@/lib/sso/required";
import { subjectOf } from "@/lib/users/commands";
import { findPersonRow } from "@/lib/users/person-row";

/**
 * Takes all ways of a person's second step away, for one who has lost their device: they sign in by the password alone
 * and set another up. Their sessions end and they are told by e-mail. Nobody does so for somebody who holds a right that
 * they lack, or for themselves: a session that somebody else has got hold of would need no second step any more.
 */
export async function resetSecondStep(actor: Actor, userId: string): Promise<Result<null>> {
  const reset = await command<null>(actor, "users.credentials.issue", async (tx) => {
    const { id: organizationId } = actor.organization;
    if (!isId(userId)) return notFound("person");
    await lockPerson(tx, organizationId, userId);
    const user = await findPersonRow(tx, { organizationId, id: userId, removedAt: null });
    if (!user) return notFound("person");
    if (!can(actor, "users.credentials.issue", subjectOf(user))) return forbidden();
    if (isOneself(actor, userId))
      return fail(
        "conflict",
        "Your own second step is on the page of your account. Another administrator can reset it.",
      );
    if (await isKeeper(tx, user)) return fail("conflict", SECOND_STEP_WORDS.keeperOther);
    if (!(await clearSecondStep(tx, actor, user)))
      return fail("conflict", "There is nothing to reset: no second step is set up.");
    await endSessions(tx, { organizationId, userId });
    await tellPerson(tx, { organizationId, userId }, user.accessEmail);
    return ok(null);
  });
  if (reset.ok) await forgetAllTries({ organizationId: actor.organization.id, userId });
  return reset;
}

/** The same for callers that have asked for the right already and end the sessions. @returns whether there was anything */
export async function clearSecondStep(
  tx: Transaction,
  actor: AuditActor,
  { organizationId, id: userId, username }: { organizationId: string; id: string; username: string },
): Promise<boolean> {
  const owner = { organizationId, userId };
  const { count } = await tx.mfaMethod.deleteMany({ where: { ...owner, confirmedAt: { not: null } } });
  await tx.mfaMethod.deleteMany({ where: owner });
  await tx.mfaRecoveryCode.deleteMany({ where: owner });
  await endWithPassword(tx, owner);
  if (count === 0) return false;
  await record(tx, organizationId, actor, "secondStep.reset", { type: "user", id: userId, name: username });
  return true;
}
