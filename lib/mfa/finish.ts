import "server-only";
import { type AuditPerson, record } from "@/lib/audit/record";
import { refuseInStep } from "@/lib/auth/answer-time";
import { refusalOfPlace } from "@/lib/auth/away";
import { type SessionFrom, type StartedSession, startSession } from "@/lib/auth/sign-in";
import { lockPerson } from "@/lib/credentials/lock-person";
import { type Transaction, withOrganization } from "@/lib/db";
import { rememberDevice } from "@/lib/mfa/devices";
import type { Owner } from "@/lib/mfa/keyed-hash";
import { endPending, type FoundPending, findPending, readPendingCookie } from "@/lib/mfa/pending";
import { aboutSignIn, writeCode } from "@/lib/mfa/send-code";
import { type CodeGiven, takeCode } from "@/lib/mfa/take-code";
import { countPendingTry, countSent, countTry, forgetTries } from "@/lib/mfa/throttle";
import { SECOND_STEP_WORDS } from "@/lib/mfa/words";
import { fail, ok, type Result } from "@/lib/result";
import { isPasswordRefused } from "@/lib/sso/required";
import { vouchFor } from "@/lib/sso/vouch";
import { statusOf } from "@/lib/users/status";

export type Finish = SessionFrom & { remember: boolean };

/** A sign-in that is complete; `device` is the token of a device to remember. */
export type Finished = StartedSession & { userId: string; target: string; device: string | null };

/** Refusals come at full steps of this time, whatever was wrong. */
export const SECOND_STEP_MS = 200;

export const refuse = (code: "wrong" | "throttled" | "gone") =>
  fail(
    code === "throttled" ? "throttled" : code === "gone" ? "notFound" : "invalid",
    SECOND_STEP_WORDS[code],
  );

/** Signs a person in whose password was right, by a code. Tries are counted before they are looked at. */
export function finishByCode(
  cookie: string | null,
  given: CodeGiven,
  from: Finish,
): Promise<Result<Finished>> {
  return finish(cookie, from, async () => async (tx, { organizationId, userId, id, user }) => {
    const isRight = await takeCode(tx, { organizationId, userId }, given, aboutSignIn(id));
    if (isRight && given.way === "recovery") {
      const by: AuditPerson = { organizationId, userId, name: fullName(user), ip: from.ip };
      const subject = { type: "user" as const, id: userId, name: user.username };
      await record(tx, organizationId, by, "secondStep.codeUsed", subject);
    }
    return isRight;
  });
}

type Check = (tx: Transaction, pending: FoundPending) => Promise<boolean>;

/**
 * The same by whatever shows that it is the person. Of many at once, one starts a session.
 * @param prepare what has to be done before a transaction holds a connection; it makes the check, which runs while the
 * person's row is locked
 */
export async function finish(
  cookie: string | null,
  from: Finish,
  prepare: (pending: FoundPending) => Promise<Check>,
): Promise<Result<Finished>> {
  const known = readPendingCookie(cookie);
  if (!known) return refuse("gone");
  const { organizationId, token } = known;
  if ((await countPendingTry(token)) !== null) return refuse("throttled");
  const pending = await withOrganization(organizationId, (tx) => findPending(tx, organizationId, token));
  if (!pending) return refuse("gone");
  const owner = { organizationId, userId: pending.userId };
  if ((await countTry(owner, from.ip)) !== null) return refuse("throttled");
  const finished = await refuseInStep(SECOND_STEP_MS, async () => {
    const check = await prepare(pending);
    return withOrganization(organizationId, async (tx): Promise<Result<Finished>> => {
      await lockPerson(tx, organizationId, pending.userId);
      const found = await findPending(tx, organizationId, token);
      if (!found || !(await maySignIn(tx, found))) return refuse("gone");
      const away = await refusalOfPlace(tx, found.user, from.ip, () => refuse("wrong"));
      if (away) return away;
      if (!(await check(tx, found))) return refuse("wrong");
      if (!(await endPending(tx, found))) return refuse("gone");
      const { provider } = found;
      const by = provider ? { ...from, provider: provider.name } : from;
      const started = await startConfirmed(tx, found.user, by);
      if (provider) await vouchFor(tx, provider, started, found.signOut);
      return ok({ ...started, target: found.target });
    });
  });
  if (finished.ok) await forgetTries(owner, from.ip);
  return finished;
}

type Person = FoundPending["user"];

/** Starts a session of somebody who has just shown more than a password, and remembers the device where they wish it. */
export async function startConfirmed(
  tx: Transaction,
  user: Person,
  from: Finish,
): Promise<Omit<Finished, "target">> {
  const owner = { organizationId: user.organizationId, userId: user.id };
  const started = await startSession(tx, user, from);
  await tx.session.updateMany({
    where: { ...owner, id: started.sessionId },
    data: { confirmedAt: new Date() },
  });
  const device = from.remember ? await rememberDevice(tx, owner, from) : null;
  if (device) {
    const by: AuditPerson = { ...owner, name: fullName(user), ip: from.ip };
    const subject = { type: "user" as const, id: user.id, name: user.username };
    await record(tx, user.organizationId, by, "secondStep.deviceRemembered", subject);
  }
  return { ...started, userId: user.id, device };
}

/** Whether nothing has happened since the password was right that would refuse it now. */
async function maySignIn(tx: Transaction, { user, provider }: FoundPending): Promise<boolean> {
  const organization = await tx.organization.findFirst({ select: { suspendedAt: true } });
  if (!organization || organization.suspendedAt || user.removedAt) return false;
  if (!provider && (await isPasswordRefused(tx, user))) return false;
  return statusOf(user, new Date()) === "active";
}

const fullName = ({ firstName, lastName }: { firstName: string; lastName: string }) =>
  `${firstName} ${lastName}`;

/** Sends a code to the phone of whoever is at their second step. */
export async function sendSignInCode(cookie: string | null, ip: string): Promise<Result<null>> {
  const known = readPendingCookie(cookie);
  if (!known) return refuse("gone");
  const { organizationId, token } = known;
  if ((await countPendingTry(token)) !== null) return refuse("throttled");
  const pending = await withOrganization(organizationId, (tx) => findPending(tx, organizationId, token));
  if (!pending) return refuse("gone");
  const owner: Owner = { organizationId, userId: pending.userId };
  if ((await countSent(owner, ip)) !== null) return refuse("throttled");
  return withOrganization(organizationId, async (tx) => {
    await lockPerson(tx, organizationId, owner.userId);
    const away = await refusalOfPlace(tx, pending.user, ip, () => refuse("gone"));
    if (away) return away;
    const method = await tx.mfaMethod.findFirst({
      where: { ...owner, kind: "sms", confirmedAt: { not: null } },
    });
    if (!method?.phone || method.phone !== pending.user.mobilePhone)
      return fail("conflict", "There is no phone that a code can be sent to. Use another way.");
    await writeCode(tx, owner, { id: method.id, phone: method.phone }, aboutSignIn(pending.id));
    return ok(null);
  });
}
