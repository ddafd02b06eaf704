import "server-only";
import { type AuditPerson, record } from "@/lib/audit/record";
import { refuseInStep } from "@/lib/auth/answer-time";
import { lockMinutes } from "@/lib/auth/lock";
import { verifyPassword } from "@/lib/auth/passwords";
import { SIGN_IN_WORDS } from "@/lib/auth/sign-in-words";
import { countSignIn, forgetSignIns } from "@/lib/auth/throttle";
import { lockPerson } from "@/lib/credentials/lock-person";
import { canonicalPassword, PASSWORD_CODE_POINTS_MAX } from "@/lib/credentials/password";
import { onePerson, revokeCredentials } from "@/lib/credentials/revoke";
import { lookUp, type Transaction, withOrganization } from "@/lib/db";
import { Prisma, type User } from "@/lib/generated/prisma/client";
import { newId } from "@/lib/ids";
import { isSecondStepAsked } from "@/lib/mfa/asked";
import { openPending } from "@/lib/mfa/pending";
import { awayFrom } from "@/lib/policies/away";
import { ownPolicies, POLICY_COLUMNS, policiesHeld, policiesOfOrganization } from "@/lib/policies/held";
import { policiesInForce } from "@/lib/policies/in-force";
import { type FailureCode, fail, ok, type Result } from "@/lib/result";
import { alertOfSignIn } from "@/lib/sessions/alert";
import { isPasswordRefused, isSignOnRequired } from "@/lib/sso/required";
import { TooBusy } from "@/lib/turns";
import { statusOf } from "@/lib/users/status";

export type SignInTry = {
  username: string;
  password: string;
  ip: string;
  userAgent: string | null;
  /** The page to go to afterwards, for as long as a second step takes. */
  target?: string;
  /** What the browser's cookie says of a device that a person had remembered. */
  deviceOf?: (userId: string) => string | null;
};
export type StartedSession = { organizationId: string; sessionId: string };

/** Where a second step is asked for, `pending` is what the browser keeps until then, and `sessionId` is empty: there is none. */
export type SignInOutcome = StartedSession & { pending: string | null };

/** Refusals come at full steps of this time: more than a hash and what comes with it takes. */
export const REFUSAL_STEP_MS = 200;

const HOUR_MS = 3_600_000;
const NOBODY = "00000000-0000-4000-8000-000000000000";

/**
 * Signs a person in by username and password. A wrong name, a wrong password and an account that may not sign in get
 * the same answer after the same work and time; tries are counted before anything is hashed (OWASP ASVS 5.0, 6.3.1).
 */
export async function signIn(given: SignInTry): Promise<Result<SignInOutcome>> {
  const username = given.username.replaceAll("\0", "").normalize("NFC").trim().toLowerCase();
  if ((await countSignIn(username, given.ip)) !== null) return refuse("throttled");
  return refuseInStep(REFUSAL_STEP_MS, () => checkPassword(username, given));
}

async function checkPassword(username: string, given: SignInTry): Promise<Result<SignInOutcome>> {
  if (Array.from(canonicalPassword(given.password)).length > PASSWORD_CODE_POINTS_MAX)
    return refuse("unauthenticated");
  const organizationId = (await organizationOf(username)) ?? NOBODY;
  const { found, policy, isRequired } = await withOrganization(organizationId, async (tx) => ({
    ...(await findUser(tx, organizationId, username)),
    isRequired: await isSignOnRequired(tx, organizationId),
  }));
  // Where a provider is required everybody whom it does not let in is told so: nobody learns who keeps a password.
  const wrong = isRequired ? "provider" : "unauthenticated";
  const now = new Date();
  const away = policy && awayFrom(policy, given.ip, now);
  const isAway = found ? awayFrom(found.held, given.ip, now) !== null : away !== null;
  // Before anything is compared: from elsewhere nobody learns which names and passwords are right.
  if (away && isAway) return refuse(away);
  try {
    if (!(await verifyPassword(given.password, found?.password?.hash ?? null)) || !found) {
      if (found) await withOrganization(organizationId, (tx) => countGuess(tx, found, given.ip));
      return refuse(away ?? wrong);
    }
  } catch (error) {
    if (error instanceof TooBusy) return refuse("busy");
    throw error;
  }
  // That it is otherwise for somebody would tell that there is such a name.
  if (isAway) return refuse(wrong);
  const isTemporary = found.password?.mustChange === true;
  if (isTemporary && found.password?.usedAt) return refuse(wrong);
  const status = statusOf(found, new Date());
  // Where somebody chose a password for a person, their first sign-in activates the account.
  const isFirst = status === "pending" && isTemporary;
  if ((status !== "active" && !isFirst) || found.organizationSuspended) return refuse(wrong);
  await forgetSignIns(username, given.ip);
  return withOrganization(organizationId, async (tx) => {
    await lockPerson(tx, organizationId, found.id);
    if (await isPasswordRefused(tx, found)) return refuse("provider");
    if (!(await isStillRight(tx, found, isTemporary))) return refuse(wrong);
    if (isFirst) await activateAtSignIn(tx, found, given.ip);
    const owner = { organizationId, userId: found.id };
    if (await isSecondStepAsked(tx, owner, given.deviceOf?.(found.id) ?? null))
      return ok({
        organizationId,
        sessionId: "",
        pending: await openPending(tx, owner, given.target ?? "/"),
      });
    return ok({ ...(await startSession(tx, found, given)), pending: null });
  });
}

const refuse = (code: FailureCode & keyof typeof SIGN_IN_WORDS) => fail(code, SIGN_IN_WORDS[code]);

async function organizationOf(username: string): Promise<string | null> {
  const domain = username.slice(username.lastIndexOf("@") + 1);
  const [row] = await lookUp<{ id: string | null }>(
    Prisma.sql`SELECT organization_of_domain(${domain}) AS id`,
  );
  return row?.id ?? null;
}

async function findUser(tx: Transaction, organizationId: string, username: string) {
  const organization = await tx.organization.findFirst({ select: { suspendedAt: true, ...POLICY_COLUMNS } });
  const policy = organization && policiesOfOrganization(organization);
  const user = await tx.user.findFirst({
    where: { organizationId, username, removedAt: null },
    include: { password: { select: { hash: true, mustChange: true, usedAt: true } } },
  });
  if (!user || !policy) return { found: null, policy };
  const held = policiesHeld(policy, ownPolicies(user.policies));
  return { found: { ...user, organizationSuspended: organization.suspendedAt !== null, held }, policy };
}

type FoundUser = NonNullable<Awaited<ReturnType<typeof findUser>>["found"]>;

/** Where no password lets somebody in, guesses at it do not shut them out of their provider's way either. */
async function countGuess(tx: Transaction, user: FoundUser, ip: string): Promise<void> {
  if (!(await isPasswordRefused(tx, user))) await countFailure(tx, user, ip);
}

async function countFailure(tx: Transaction, user: FoundUser, ip: string): Promise<void> {
  const { organizationId, id } = user;
  // A guess at an account that is locked is worth nothing, and locks it no longer.
  const isOpen = { OR: [{ lockedUntil: null }, { lockedUntil: { lte: new Date() } }] };
  const [counted] = await tx.user.updateManyAndReturn({
    where: { organizationId, id, ...isOpen },
    data: { failedSignIns: { increment: 1 } },
    select: { failedSignIns: true },
  });
  const { lockAttempts: attempts, lockMinutes: atFirst } = user.held;
  const minutes = counted ? lockMinutes(counted.failedSignIns, { attempts, minutes: atFirst }) : null;
  if (minutes === null) return;
  const lockedUntil = new Date(Date.now() + minutes * 60_000);
  await tx.user.update({
    where: { organizationId_id: { organizationId, id } },
    data: { lockedUntil },
    select: { id: true },
  });
  const subject = { type: "user" as const, id, name: user.username };
  const changes = { after: { lockedUntil: lockedUntil.toISOString() } };
  await record(
    tx,
    organizationId,
    { kind: "anonymous", name: "Sign-in", ip },
    "user.locked",
    subject,
    changes,
  );
}

/**
 * Whether the password that was compared is the person's still. One that somebody else chose is used up by it: of many
 * at once, one succeeds.
 */
async function isStillRight(
  tx: Transaction,
  { organizationId, id: userId, password }: FoundUser,
  isTemporary: boolean,
): Promise<boolean> {
  const mine = { organizationId, userId, hash: password?.hash ?? "" };
  if (!isTemporary) return (await tx.password.count({ where: mine })) === 1;
  const { count } = await tx.password.updateMany({
    where: { ...mine, mustChange: true, usedAt: null },
    data: { usedAt: new Date() },
  });
  return count === 1;
}

async function activateAtSignIn(tx: Transaction, user: FoundUser, ip: string): Promise<void> {
  const { organizationId, id, username } = user;
  const { count } = await tx.user.updateMany({
    where: { organizationId, id, activatedAt: null },
    data: { activatedAt: new Date(), version: { increment: 1 }, updatedAt: new Date() },
  });
  if (count === 0) return;
  const subject = { type: "user" as const, id, name: username };
  const by = { kind: "anonymous" as const, name: "Sign-in", ip };
  await record(tx, organizationId, by, "user.activated", subject);
  await revokeCredentials(tx, organizationId, by, onePerson(user));
}

type SigningIn = Pick<User, "organizationId" | "id" | "username" | "firstName" | "lastName" | "accessEmail">;

/** How a session begins; `provider` is the name of the one that vouched for its person. */
export type SessionFrom = { ip: string; userAgent: string | null; provider?: string };

/** Starts a session for a person whose password or link was right, and says so in the audit log. */
export async function startSession(
  tx: Transaction,
  user: SigningIn,
  from: SessionFrom,
): Promise<StartedSession> {
  const { organizationId } = user;
  const sessionId = newId();
  const { sessionHours, signInAlerts } = await policiesInForce(tx, organizationId, user.id);
  if (signInAlerts) await alertOfSignIn(tx, user, from);
  await tx.session.create({
    data: {
      organizationId,
      id: sessionId,
      userId: user.id,
      ip: from.ip,
      userAgent: from.userAgent?.slice(0, 300) ?? null,
      expiresAt: new Date(Date.now() + sessionHours * HOUR_MS),
    },
    select: { id: true },
  });
  await tx.user.updateMany({
    where: {
      organizationId,
      id: user.id,
      OR: [{ failedSignIns: { gt: 0 } }, { lockedUntil: { not: null } }],
    },
    data: { failedSignIns: 0, lockedUntil: null },
  });
  const name = `${user.firstName} ${user.lastName}`;
  const person: AuditPerson = { userId: user.id, organizationId, name, ip: from.ip };
  const subject = { type: "session" as const, id: sessionId, name: user.username };
  const changes = from.provider === undefined ? {} : { after: { signOnProvider: from.provider } };
  await record(tx, organizationId, person, "session.started", subject, changes);
  return { organizationId, sessionId };
}
