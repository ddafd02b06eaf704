import "server-only";
import type { AuditAction } from "@/lib/audit/actions";
import type { Changes } from "@/lib/audit/changes";
import { record } from "@/lib/audit/record";
import { command } from "@/lib/command";
import { lockPerson } from "@/lib/credentials/lock-person";
import type { Transaction } from "@/lib/db";
import type { User } from "@/lib/generated/prisma/client";
import { awaitRules } from "@/lib/groups/rights";
import { queueMessage } from "@/lib/messages/queue-one";
import { policyIn } from "@/lib/mfa/asked";
import type { Owner } from "@/lib/mfa/keyed-hash";
import type { MfaPolicy } from "@/lib/mfa/policy";
import { SECOND_STEP_WORDS } from "@/lib/mfa/words";
import { type Actor, type ActorOrganization, actorIn, type Person } from "@/lib/permissions/actor";
import { fail, forbidden, type Result } from "@/lib/result";

/** Whoever changes their own second step, in the session by which they do. */
export type Self = { person: Person; home: ActorOrganization };

export type Own = {
  tx: Transaction;
  actor: Actor;
  owner: Owner;
  user: User;
  policy: MfaPolicy;
  sessionId: string;
};

/** For how long it counts that somebody has shown that it is them. */
export const FRESH_MINUTES = 15;

/**
 * A change of one's own second step, in one transaction with the person's row locked.
 * @param fresh what it asks of the session: that its person has shown a password or a second step in it lately
 * (`confirmed`), that it is that or newly begun (`signedIn`), or nothing
 */
export function changeOwn<T>(
  { person, home }: Self,
  fresh: "confirmed" | "signedIn" | null,
  run: (own: Own) => Promise<Result<T>>,
): Promise<Result<T>> {
  const actor = actorIn(person, home);
  const { organizationId, userId, sessionId } = person;
  if (!actor || !sessionId) return Promise.resolve(forbidden());
  return command(actor, "account.update", async (tx) => {
    // A phone that is written down may be what a rule asks for.
    await awaitRules(tx, organizationId);
    await lockPerson(tx, organizationId, userId);
    const owner = { organizationId, userId };
    const user = await tx.user.findUniqueOrThrow({
      where: { organizationId_id: { organizationId, id: userId } },
    });
    if (fresh && !(await isFresh(tx, owner, sessionId, fresh)))
      return fail("conflict", SECOND_STEP_WORDS.stale);
    return run({ tx, actor, owner, user, policy: await policyIn(tx, owner), sessionId });
  });
}

/** Whether a session's person has shown lately that it is them. */
export async function isFresh(
  tx: Transaction,
  owner: Owner,
  sessionId: string,
  fresh: "confirmed" | "signedIn",
): Promise<boolean> {
  const since = new Date(Date.now() - FRESH_MINUTES * 60_000);
  const isLately = { gt: since };
  const either = [{ confirmedAt: isLately }, ...(fresh === "signedIn" ? [{ createdAt: isLately }] : [])];
  return (await tx.session.count({ where: { ...owner, id: sessionId, endedAt: null, OR: either } })) > 0;
}

/** Writes into the audit log what a person did with their second step. */
export const recordOwn = (
  { tx, actor, owner, user }: Own,
  action: AuditAction,
  changes: Changes = {},
): Promise<void> =>
  record(
    tx,
    owner.organizationId,
    actor,
    action,
    { type: "user", id: owner.userId, name: user.username },
    changes,
  );

/** Tells the person by e-mail, in case it was somebody else (OWASP ASVS 5.0, 6.3.7). */
export const tellPerson = (tx: Transaction, owner: Owner, address: string): Promise<void> =>
  queueMessage(tx, { ...owner, kind: "secondStepChanged", address });
