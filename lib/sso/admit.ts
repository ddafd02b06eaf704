import "server-only";
import { type AuditPerson, record } from "@/lib/audit/record";
import { refusalOfPlace } from "@/lib/auth/away";
import { type StartedSession, startSession } from "@/lib/auth/sign-in";
import { SIGN_IN_WORDS } from "@/lib/auth/sign-in-words";
import { sealSecret } from "@/lib/connections/secrets";
import { lockPerson } from "@/lib/credentials/lock-person";
import { onePerson, revokeCredentials } from "@/lib/credentials/revoke";
import type { Transaction } from "@/lib/db";
import type { SignOnProvider, User } from "@/lib/generated/prisma/client";
import { isSecondStepAsked } from "@/lib/mfa/asked";
import { openPending } from "@/lib/mfa/pending";
import { fail, ok, type Result } from "@/lib/result";
import { findMeant, WHY } from "@/lib/sso/find-person";
import type { Assertion } from "@/lib/sso/provider";
import { vouchFor } from "@/lib/sso/vouch";
import { STATUS_MEANINGS, type Status, statusOf } from "@/lib/users/status";

export type From = { ip: string; userAgent: string | null };

/** Whoever is let in; where a second step is to come, `pending` is what the browser keeps, and there is no session yet. */
export type Admitted = StartedSession & { pending: string | null };

/** `create` is said where it is only an account that is missing, and one may be made. */
export type Admission = Result<Admitted> | { ok: false; create: true };

type Asked = { provider: SignOnProvider; assertion: Assertion; target: string; from: From };

/**
 * Lets in whom a provider has signed in, by the same conditions as after a password: account, organization, network and hour.
 * Who has never activated the account does so by this; what they were given to do it with is void.
 */
export async function admit(tx: Transaction, asked: Asked): Promise<Admission> {
  const { provider, assertion, from } = asked;
  const { organizationId } = provider;
  const meant = await findMeant(tx, provider, assertion);
  if (meant.is === "nobody")
    return meant.create ? { ok: false, create: true } : refuse(tx, asked, WHY[meant.why]);
  await lockPerson(tx, organizationId, meant.userId);
  const user = await tx.user.findFirst({ where: { organizationId, id: meant.userId, removedAt: null } });
  const organization = await tx.organization.findFirst({ select: { suspendedAt: true } });
  if (!organization || organization.suspendedAt) return fail("unauthenticated", SIGN_IN_WORDS.signOn);
  const away = await refusalOfPlace(tx, user, from.ip, () => refuseQuietly());
  if (away) {
    if (user) await refuse(tx, asked, "Not from that network, or not at that hour.", user);
    return away;
  }
  if (!user) return refuse(tx, asked, "The person has been removed.");
  const status = statusOf(user, new Date());
  if (!mayComeIn(user, status)) return refuse(tx, asked, STATUS_MEANINGS[status].meaning, user);
  await keepLink(tx, asked, user, meant.isLinked);
  if (user.activatedAt === null) await activateBySignOn(tx, user, asked);
  const signOut = sealedSignOut(provider, assertion);
  if (provider.ownSecondStep && (await isSecondStepAsked(tx, { organizationId, userId: user.id }, null))) {
    const by = { providerId: provider.id, signOut };
    const pending = await openPending(tx, { organizationId, userId: user.id }, asked.target, by);
    return ok({ organizationId, sessionId: "", pending });
  }
  const started = await startSession(tx, user, { ...from, provider: provider.name });
  await vouchFor(tx, provider, started, signOut);
  return ok({ ...started, pending: null });
}

/** An account that was made and never activated begins so, unless its time is over. */
const mayComeIn = (user: User, status: Status) =>
  status === "active" ||
  (user.activatedAt === null &&
    (status === "pending" ||
      (status === "expired" && (user.accessEndsAt === null || user.accessEndsAt > new Date()))));

async function keepLink(
  tx: Transaction,
  { provider, assertion, from }: Asked,
  user: User,
  isLinked: boolean,
): Promise<void> {
  const { organizationId, id: providerId } = provider;
  const key = { organizationId, providerId, subject: assertion.subject };
  if (isLinked) {
    await tx.signOnLink.updateMany({ where: key, data: { lastUsedAt: new Date() } });
    return;
  }
  await tx.signOnLink.create({ data: { ...key, userId: user.id }, select: { userId: true } });
  await record(tx, organizationId, personOf(user, from), "signOn.linked", subjectOf(user), {
    after: {
      signOnProvider: provider.name,
      ...(assertion.address ? { signOnAddress: assertion.address } : {}),
    },
  });
}

async function activateBySignOn(tx: Transaction, user: User, { from }: Asked): Promise<void> {
  const { organizationId, id } = user;
  await tx.user.updateMany({
    where: { organizationId, id, activatedAt: null },
    data: { activatedAt: new Date(), version: { increment: 1 }, updatedAt: new Date() },
  });
  const by = { kind: "anonymous" as const, name: "Single sign-on", ip: from.ip };
  await record(tx, organizationId, by, "user.activated", subjectOf(user));
  await revokeCredentials(tx, organizationId, by, onePerson(user));
}

/** Says in the audit log why, and to whoever stands outside only that it did not work. */
async function refuse(
  tx: Transaction,
  { provider, assertion, from }: Asked,
  reason: string,
  user?: User,
): Promise<Result<never>> {
  const by = { kind: "anonymous" as const, name: "Single sign-on", ip: from.ip };
  const subject = user
    ? subjectOf(user)
    : { type: "signOnProvider" as const, id: provider.id, name: provider.name };
  const address = assertion.address ?? assertion.subject.slice(0, 200);
  const after = { reason, signOnProvider: provider.name, signOnAddress: address };
  await record(tx, provider.organizationId, by, "signOn.refused", subject, { after });
  return refuseQuietly();
}

/** The same where an account could not be made. */
export const refuseAccount = (tx: Transaction, asked: Asked, why: string): Promise<Result<never>> =>
  refuse(tx, asked, `No account could be made. ${why}`.trim());

const refuseQuietly = (): Result<never> => fail("unauthenticated", SIGN_IN_WORDS.signOn);

function sealedSignOut({ organizationId, id }: SignOnProvider, { signOut }: Assertion) {
  return signOut === null ? null : sealSecret({ organizationId, kind: "sign-on session", id }, signOut);
}

const subjectOf = ({ id, username }: User) => ({ type: "user" as const, id, name: username });

const personOf = (user: User, { ip }: From): AuditPerson => ({
  userId: user.id,
  organizationId: user.organizationId,
  name: `${user.firstName} ${user.lastName}`,
  ip,
});
