import "server-only";
import { record } from "@/lib/audit/record";
import { refuseInStep } from "@/lib/auth/answer-time";
import { TooBusy, verifyPassword } from "@/lib/auth/passwords";
import { countSignIn, forgetSignIns, SIGN_IN_LIMITS } from "@/lib/auth/throttle";
import { db, type Transaction, withOrganization } from "@/lib/db";
import { newId } from "@/lib/ids";
import { actorIn, type Person } from "@/lib/permissions/actor";
import type { AccessProfile, Role } from "@/lib/permissions/roles";
import { fail, ok, type Result } from "@/lib/result";
import { statusOf } from "@/lib/users/status";

export type SignInTry = { username: string; password: string; ip: string; userAgent: string | null };
export type StartedSession = { organizationId: string; sessionId: string };

/** Refusals come at full steps of this time: more than a hash and what comes with it takes. */
export const REFUSAL_STEP_MS = 200;

const PASSWORD_CODE_POINTS_MAX = 256;
const SESSION_HOURS_MAX = 12;
const LOCK_MINUTES = 15;
const NOBODY = "00000000-0000-4000-8000-000000000000";

/**
 * Signs a person in by username and password. A wrong name, a wrong password and an account that may not sign in get
 * the same answer after the same work and time; tries are counted before anything is hashed (OWASP ASVS 5.0, 6.3.1).
 */
export async function signIn(given: SignInTry): Promise<Result<StartedSession>> {
  const username = given.username.replaceAll("\0", "").normalize("NFC").trim().toLowerCase();
  const wait = await countSignIn(username, given.ip);
  if (wait !== null) return throttled(wait);
  return refuseInStep(REFUSAL_STEP_MS, () => checkPassword(username, given));
}

async function checkPassword(username: string, given: SignInTry): Promise<Result<StartedSession>> {
  if (Array.from(given.password).length > PASSWORD_CODE_POINTS_MAX) return wrong();
  const organizationId = (await organizationOf(username)) ?? NOBODY;
  const found = await withOrganization(organizationId, (tx) => findUser(tx, organizationId, username));
  try {
    if (!(await verifyPassword(given.password, found?.password?.hash ?? null)) || !found) {
      if (found) await withOrganization(organizationId, (tx) => countFailure(tx, found, given.ip));
      return wrong();
    }
  } catch (error) {
    if (error instanceof TooBusy) return throttled(5);
    throw error;
  }
  if (statusOf(found, new Date()) !== "active" || found.organizationSuspended) return wrong();
  await forgetSignIns(username);
  return ok(await withOrganization(organizationId, (tx) => startSession(tx, found, given)));
}

const wrong = () => fail("unauthenticated", "The username or the password is not right.");

const throttled = (seconds: number) =>
  fail("throttled", `Too many tries. Try again in ${Math.ceil(seconds / 60)} min.`);

async function organizationOf(username: string): Promise<string | null> {
  const domain = username.slice(username.lastIndexOf("@") + 1);
  const rows = await db().$queryRaw<{ id: string | null }[]>`SELECT organization_of_domain(${domain}) AS id`;
  return rows[0]?.id ?? null;
}

async function findUser(tx: Transaction, organizationId: string, username: string) {
  const organization = await tx.organization.findFirst({ select: { suspendedAt: true } });
  const user = await tx.user.findFirst({
    where: { organizationId, username, removedAt: null },
    include: { password: { select: { hash: true } } },
  });
  return user && { ...user, organizationSuspended: organization?.suspendedAt !== null };
}

type FoundUser = NonNullable<Awaited<ReturnType<typeof findUser>>>;

async function countFailure(tx: Transaction, user: FoundUser, ip: string): Promise<void> {
  const { organizationId, id } = user;
  const { failedSignIns } = await tx.user.update({
    where: { organizationId_id: { organizationId, id } },
    data: { failedSignIns: { increment: 1 } },
    select: { failedSignIns: true },
  });
  if (failedSignIns < SIGN_IN_LIMITS.perUsername) return;
  const lockedUntil = new Date(Date.now() + LOCK_MINUTES * 60_000);
  await tx.user.update({
    where: { organizationId_id: { organizationId, id } },
    data: { lockedUntil, failedSignIns: 0 },
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

/** Starts a session for a person whose password or link was right, and says so in the audit log. */
export async function startSession(
  tx: Transaction,
  user: { organizationId: string; id: string; username: string; firstName: string; lastName: string } & {
    role: string;
    accessProfile: string | null;
  },
  from: { ip: string; userAgent: string | null },
): Promise<StartedSession> {
  const { organizationId } = user;
  const sessionId = newId();
  await tx.session.create({
    data: {
      organizationId,
      id: sessionId,
      userId: user.id,
      ip: from.ip,
      userAgent: from.userAgent?.slice(0, 300) ?? null,
      expiresAt: new Date(Date.now() + SESSION_HOURS_MAX * 3_600_000),
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
  const person: Person = {
    userId: user.id,
    organizationId,
    sessionId,
    name: `${user.firstName} ${user.lastName}`,
    username: user.username,
    role: user.role as Role,
    accessProfile: user.accessProfile as AccessProfile | null,
    ip: from.ip,
  };
  const actor = actorIn(person, { id: organizationId, slug: "", name: "", managing: false });
  const subject = { type: "session" as const, id: sessionId, name: user.username };
  if (actor) await record(tx, organizationId, actor, "session.started", subject);
  return { organizationId, sessionId };
}
