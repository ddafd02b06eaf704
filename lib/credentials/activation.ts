import "server-only";
import { record } from "@/lib/audit/record";
import { hashPassword } from "@/lib/auth/passwords";
import { type StartedSession, startSession } from "@/lib/auth/sign-in";
import { passwordIssue } from "@/lib/credentials/password";
import { onePerson, revokeCredentials } from "@/lib/credentials/revoke";
import { hashToken } from "@/lib/credentials/token";
import { lookUp, type Transaction, withOrganization } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { fail, ok, type Result } from "@/lib/result";

export type ActivationOffer = {
  name: string;
  username: string;
  organization: string;
  kind: "invitation" | "reset";
};

const lapsed = () =>
  fail("notFound", "This link has been used, replaced or has lapsed. Ask your administrator for a new one.");

/** What an activation link is for. Reading it uses nothing up: mail scanners open links. */
export async function readActivation(token: string): Promise<Result<ActivationOffer>> {
  const organizationId = await organizationOf(token);
  if (!organizationId) return lapsed();
  return withOrganization(organizationId, async (tx) => {
    const credential = await findCredential(tx, organizationId, token);
    if (!credential) return lapsed();
    const organization = await tx.organization.findFirstOrThrow({ select: { name: true } });
    const { firstName, lastName, username } = credential.user;
    const kind = credential.kind === "reset" ? "reset" : "invitation";
    return ok({ name: `${firstName} ${lastName}`, username, organization: organization.name, kind });
  });
}

/** Sets the password that a person chose, uses the link up, and signs them in. Of many at once, one succeeds. */
export async function activate(
  token: string,
  password: string,
  from: { ip: string; userAgent: string | null },
): Promise<Result<StartedSession>> {
  const organizationId = await organizationOf(token);
  if (!organizationId) return lapsed();
  const user = await withOrganization(organizationId, (tx) => findCredential(tx, organizationId, token));
  if (!user) return lapsed();
  const { firstName, lastName, username, accessEmail } = user.user;
  const issue = passwordIssue(password, [firstName, lastName, username, accessEmail]);
  if (issue) return fail("invalid", issue, [{ path: "password", message: issue }]);
  const hash = await hashPassword(password);
  return withOrganization(organizationId, async (tx) => {
    // People before their links, as whatever makes links void takes them.
    await tx.$queryRaw`SELECT 1 FROM users WHERE organization_id = ${organizationId}::uuid AND id = ${user.userId}::uuid FOR UPDATE`;
    const credential = await findCredential(tx, organizationId, token);
    if (!credential) return lapsed();
    const used = await tx.credential.updateMany({
      where: { organizationId, id: credential.id, usedAt: null, revokedAt: null },
      data: { usedAt: new Date() },
    });
    if (used.count !== 1) return lapsed();
    await setPassword(tx, organizationId, credential.userId, hash);
    const by = { kind: "anonymous" as const, name: "Activation link", ip: from.ip };
    const subject = { type: "user" as const, id: credential.userId, name: username };
    await record(
      tx,
      organizationId,
      by,
      credential.user.activatedAt ? "user.passwordChanged" : "user.activated",
      subject,
    );
    await revokeCredentials(tx, organizationId, by, onePerson({ id: credential.userId, username }));
    return ok(await startSession(tx, credential.user, from));
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
    update: { hash, mustChange: false, setAt: new Date() },
    select: { userId: true },
  });
  await tx.session.updateMany({ where: { ...key, endedAt: null }, data: { endedAt: new Date() } });
  await tx.$executeRaw`
    UPDATE users SET activated_at = coalesce(activated_at, now()), locked_until = NULL, failed_sign_ins = 0,
      version = version + 1, updated_at = now()
    WHERE organization_id = ${organizationId}::uuid AND id = ${userId}::uuid`;
}

async function organizationOf(token: string): Promise<string | null> {
  const [row] = await lookUp<{ id: string | null }>(
    Prisma.sql`SELECT organization_of_credential(${Buffer.from(hashToken(token))}) AS id`,
  );
  return row?.id ?? null;
}

async function findCredential(tx: Transaction, organizationId: string, token: string) {
  const organization = await tx.organization.findFirst({
    where: { suspendedAt: null },
    select: { id: true },
  });
  if (!organization) return null;
  return tx.credential.findFirst({
    where: {
      organizationId,
      tokenHash: hashToken(token),
      usedAt: null,
      revokedAt: null,
      expiresAt: { gt: new Date() },
      user: { removedAt: null, suspendedAt: null, legacyStatus: null },
    },
    include: { user: true },
  });
}
