import "server-only";
import { type AuditActor, record } from "@/lib/audit/record";
import { hashPassword, verifyPassword } from "@/lib/auth/passwords";
import { SIGN_IN_WORDS } from "@/lib/auth/sign-in-words";
import { lockPerson } from "@/lib/credentials/lock-person";
import { judgePassword, type PersonalData } from "@/lib/credentials/password-strength";
import { oneAtATime } from "@/lib/credentials/pins/one-at-a-time";
import { onePerson, revokeCredentials } from "@/lib/credentials/revoke";
import { hashToken } from "@/lib/credentials/token";
import { lookUp, type Transaction, withOrganization } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { endWithPassword } from "@/lib/mfa/asked";
import { awayFrom } from "@/lib/policies/away";
import { ownPolicies, POLICY_COLUMNS, policiesHeld, policiesOfOrganization } from "@/lib/policies/held";
import { fail, ok, type Result } from "@/lib/result";
import { endSessions } from "@/lib/sessions/end-sessions";
import { isPasswordRefused } from "@/lib/sso/required";

/** Refusals of links come at full steps of this time: more than looking for one takes. */
export const LINK_STEP_MS = 200;

const LINK_WORDS = {
  lapsed: "This link has been used, replaced or has lapsed.",
  expired: "This link has expired.",
  provider:
    "People of this organization sign in with its own provider, and need no password. Do so on the sign-in page.",
};

export const lapsed = () => fail("notFound", LINK_WORDS.lapsed);

/** Whose link it is, as far as its address tells; it may have been used, or have lapsed. */
export async function organizationOfLink(token: string): Promise<string | null> {
  const [row] = await lookUp<{ id: string | null }>(
    Prisma.sql`SELECT organization_of_credential(${Buffer.from(hashToken(token))}) AS id`,
  );
  return row?.id ?? null;
}

export type LinkKind = "activation" | "reset";

/** Finds a link that is good, with its person and what their password is judged by. */
export async function findLink(tx: Transaction, organizationId: string, token: string, kind?: LinkKind) {
  const organization = await tx.organization.findFirst({
    where: { suspendedAt: null },
    select: { name: true, ...POLICY_COLUMNS },
  });
  if (!organization) return null;
  const kinds = kind === undefined ? {} : { kind: kind === "reset" ? "reset" : { not: "reset" } };
  const credential = await tx.credential.findFirst({
    where: {
      organizationId,
      ...kinds,
      tokenHash: hashToken(token),
      usedAt: null,
      revokedAt: null,
      expiresAt: { gt: new Date() },
      user: { removedAt: null, suspendedAt: null, legacyStatus: null },
      // What a PIN gave stands as long as the PIN does; and nobody activates an account that is active.
      AND: [
        { OR: [{ pinId: null }, { pin: { revokedAt: null } }] },
        { OR: [{ kind: "reset" }, { user: { activatedAt: null } }] },
        { user: { OR: [{ accessEndsAt: null }, { accessEndsAt: { gt: new Date() } }] } },
      ],
    },
    include: { user: { include: { password: { select: { hash: true, mustChange: true } } } } },
  });
  if (!credential) return null;
  const { password } = credential.user;
  // Somebody else chose it, and knows it.
  const given = password?.mustChange ? password.hash : null;
  const person: PersonalData = { ...namesOf(credential.user), organization: organization.name };
  const held = policiesHeld(policiesOfOrganization(organization), ownPolicies(credential.user.policies));
  return { ...credential, organization, person, given, held, policy: { lengthMin: held.passwordLengthMin } };
}

/** What of a person's row their password may not be made of. */
export const namesOf = ({
  firstName,
  lastName,
  username,
  accessEmail,
  otherEmail,
  company,
  mobilePhone,
  businessPhone,
  customerCode,
  udid,
}: Omit<PersonalData, "organization">): Omit<PersonalData, "organization"> => ({
  firstName,
  lastName,
  username,
  accessEmail,
  otherEmail,
  company,
  mobilePhone,
  businessPhone,
  customerCode,
  udid,
});

/**
 * The refusal of a link that is not good: one that was, and has only run out of time, is told so, whether it ran out
 * before it was opened or between that and its use. Whoever has it may know.
 */
export async function refuseLink(
  tx: Transaction,
  organizationId: string,
  token: string,
): Promise<Result<never>> {
  const credential = await tx.credential.findFirst({
    where: { organizationId, tokenHash: hashToken(token), usedAt: null, revokedAt: null },
    select: { expiresAt: true },
  });
  return credential && credential.expiresAt <= new Date() ? fail("notFound", LINK_WORDS.expired) : lapsed();
}

export type FoundLink = NonNullable<Awaited<ReturnType<typeof findLink>>>;

type Use<T> = {
  kind: LinkKind;
  /** Where the request came from, which the organization has to let people in from. */
  ip: string;
  /** Who it says in the audit log that it was. */
  by: (found: FoundLink) => AuditActor;
  /** What goes with it, in the same transaction. */
  also: (tx: Transaction, found: FoundLink) => Promise<T>;
};

/**
 * Sets the password that the holder of a link chose, uses the link up, ends every session and makes all other links
 * void. Of many at once, one succeeds. A password that will not do uses nothing up.
 */
export function setPasswordByLink<T>(token: string, password: string, use: Use<T>): Promise<Result<T>> {
  // However often one link is sent at once, one hash is made at a time, and the others find it used up.
  const key = `link ${Buffer.from(hashToken(token)).toString("hex")}`;
  return oneAtATime(key, () => usePasswordLink(token, password, use));
}

async function usePasswordLink<T>(
  token: string,
  password: string,
  { kind, ip, by, also }: Use<T>,
): Promise<Result<T>> {
  const organizationId = await organizationOfLink(token);
  if (!organizationId) return lapsed();
  const offered = await withOrganization(organizationId, async (tx) => {
    const found = await findLink(tx, organizationId, token, kind);
    return found ? ok(found) : refuseLink(tx, organizationId, token);
  });
  if (!offered.ok) return offered;
  const offer = offered.value;
  const away = awayFrom(offer.held, ip, new Date());
  if (away) return fail(away, SIGN_IN_WORDS[away]);
  const { issue } = await judgePassword(password, offer.policy, offer.person);
  if (issue) return fail("invalid", issue, [{ path: "password", message: issue }]);
  if (offer.given && (await verifyPassword(password, offer.given, Number.POSITIVE_INFINITY))) {
    const words = "Choose another one than before.";
    return fail("invalid", words, [{ path: "password", message: words }]);
  }
  const hash = await hashPassword(password);
  return withOrganization(organizationId, async (tx) => {
    // People before their links, as whatever makes links void takes them.
    await lockPerson(tx, organizationId, offer.userId);
    const found = await findLink(tx, organizationId, token, kind);
    if (!found) return refuseLink(tx, organizationId, token);
    if (kind === "activation" && (await isPasswordRefused(tx, found.user)))
      return fail("provider", LINK_WORDS.provider);
    const used = await tx.credential.updateMany({
      where: { organizationId, id: found.id, usedAt: null, revokedAt: null },
      data: { usedAt: new Date() },
    });
    if (used.count !== 1) return lapsed();
    await setPassword(tx, organizationId, found.userId, hash);
    const { username, activatedAt } = found.user;
    const subject = { type: "user" as const, id: found.userId, name: username };
    const action = activatedAt ? "user.passwordChanged" : "user.activated";
    await record(tx, organizationId, by(found), action, subject);
    await revokeCredentials(tx, organizationId, by(found), onePerson({ id: found.userId, username }));
    return ok(await also(tx, found));
  });
}

async function setPassword(
  tx: Transaction,
  organizationId: string,
  userId: string,
  hash: string,
): Promise<void> {
  const key = { organizationId, userId };
  await tx.password.upsert({
    where: { organizationId_userId: key },
    create: { ...key, hash },
    update: { hash, mustChange: false, usedAt: null, setAt: new Date() },
    select: { userId: true },
  });
  await endSessions(tx, key);
  await endWithPassword(tx, key);
  await tx.$executeRaw`
    UPDATE users SET activated_at = coalesce(activated_at, now()), locked_until = NULL, failed_sign_ins = 0,
      version = version + 1, updated_at = now()
    WHERE organization_id = ${organizationId}::uuid AND id = ${userId}::uuid`;
}
