import "server-only";
import { readRows, type Transaction, withOrganization } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { isId } from "@/lib/ids";
import { policyIn } from "@/lib/mfa/asked";
import { phoneInPart } from "@/lib/mfa/codes";
import type { Owner } from "@/lib/mfa/keyed-hash";
import { findPending, readPendingCookie } from "@/lib/mfa/pending";
import { type MfaPolicy, mfaPolicyOf } from "@/lib/mfa/policy";
import { METHOD_KINDS, type MethodKind } from "@/lib/mfa/words";
import type { Actor } from "@/lib/permissions/actor";
import { demand } from "@/lib/permissions/demand";
import { ableSql } from "@/lib/users/active-sql";

/** A way of a second step, without anything that would help somebody else to use it. */
export type Way = {
  id: string;
  kind: MethodKind;
  name: string;
  /** The phone that codes go to, in part; null for other ways. */
  phone: string | null;
  createdAt: Date;
  lastUsedAt: Date | null;
};

export type Device = {
  id: string;
  userAgent: string | null;
  createdAt: Date;
  lastUsedAt: Date | null;
  expiresAt: Date;
};

export type SecondStep = { ways: Way[]; codesLeft: number; codesMade: number; devices: Device[] };

/** What somebody has set up, for their own pages. */
export const ownSecondStep = (owner: Owner): Promise<SecondStep & { policy: MfaPolicy; hasPhone: boolean }> =>
  withOrganization(owner.organizationId, async (tx) => {
    const user = await tx.user.findFirst({
      where: { organizationId: owner.organizationId, id: owner.userId },
      select: { mobilePhone: true },
    });
    const policy = await policyIn(tx, owner);
    return { ...(await read(tx, owner)), policy, hasPhone: Boolean(user?.mobilePhone) };
  });

/** The same of somebody else, for those who may see them; null when nothing is set up. */
export async function secondStepOf(actor: Actor, userId: string): Promise<SecondStep | null> {
  demand(actor, "users.credentials.read");
  const { id: organizationId } = actor.organization;
  if (!isId(userId)) return null;
  const found = await withOrganization(organizationId, (tx) => read(tx, { organizationId, userId }));
  return found.ways.length > 0 ? found : null;
}

async function read(tx: Transaction, owner: Owner): Promise<SecondStep> {
  const methods = await tx.mfaMethod.findMany({
    where: { ...owner, confirmedAt: { not: null } },
    orderBy: { id: "asc" },
  });
  const codes = await tx.mfaRecoveryCode.findMany({ where: owner, select: { usedAt: true } });
  const devices = await tx.rememberedDevice.findMany({
    where: { ...owner, endedAt: null, expiresAt: { gt: new Date() } },
    orderBy: { id: "desc" },
    take: 50,
    select: { id: true, userAgent: true, createdAt: true, lastUsedAt: true, expiresAt: true },
  });
  const ways = methods.flatMap(({ id, kind, name, phone, createdAt, lastUsedAt }) => {
    const known = METHOD_KINDS.find((each) => each === kind);
    return known
      ? [{ id, kind: known, name, phone: phone && phoneInPart(phone), createdAt, lastUsedAt }]
      : [];
  });
  const codesLeft = codes.filter(({ usedAt }) => usedAt === null).length;
  return { ways, codesLeft, codesMade: codes.length, devices };
}

/** What whoever is at their second step can choose from. */
export type Choices = {
  hasApp: boolean;
  hasPasskey: boolean;
  hasRecoveryCodes: boolean;
  /** The phone that a code would go to, in part; `isMoved` where another one is on file by now. */
  sms: { phone: string; isMoved: boolean; isSent: boolean } | null;
};

/** Reads the sign-in that a cookie stands for; null when it waits no more. It tells nothing of whose it is. */
export async function pendingChoices(cookie: string | null): Promise<Choices | null> {
  const known = readPendingCookie(cookie);
  if (!known) return null;
  const { organizationId, token } = known;
  return withOrganization(organizationId, async (tx) => {
    const pending = await findPending(tx, organizationId, token);
    if (!pending) return null;
    const owner = { organizationId, userId: pending.userId };
    const methods = await tx.mfaMethod.findMany({ where: { ...owner, confirmedAt: { not: null } } });
    const codes = await tx.mfaRecoveryCode.count({ where: { ...owner, usedAt: null } });
    const has = (kind: MethodKind) => methods.some((method) => method.kind === kind);
    const sms = methods.find(({ kind }) => kind === "sms");
    const isSent = sms?.codeExpiresAt != null && sms.codeExpiresAt > new Date();
    return {
      hasApp: has("totp"),
      hasPasskey: has("passkey"),
      hasRecoveryCodes: codes > 0,
      sms: sms?.phone
        ? { phone: phoneInPart(sms.phone), isMoved: sms.phone !== pending.user.mobilePhone, isSent }
        : null,
    };
  });
}

export type PolicyInForce = {
  policy: MfaPolicy;
  graceDays: number;
  requiredAt: Date | null;
  active: number;
  withSecondStep: number;
};

/** What the organization asks, and how many of its people who can sign in have a second step. */
export async function policyInForce(actor: Actor): Promise<PolicyInForce> {
  demand(actor, "settings.read");
  const { id } = actor.organization;
  const [row] = await readRows<Omit<PolicyInForce, "policy"> & { policy: string }>(
    id,
    Prisma.sql`
      SELECT o.mfa_policy AS policy, o.mfa_grace_days AS "graceDays", o.mfa_required_at AS "requiredAt",
        (SELECT count(*)::int FROM users u WHERE u.organization_id = o.id AND ${ableSql("u")}) AS active,
        (SELECT count(DISTINCT u.id)::int FROM mfa_methods m
          JOIN users u ON u.organization_id = m.organization_id AND u.id = m.user_id
          WHERE m.organization_id = o.id AND m.confirmed_at IS NOT NULL AND ${ableSql("u")}) AS "withSecondStep"
      FROM organizations o WHERE o.id = ${id}::uuid`,
  );
  if (!row) throw new Error("There is no such organization.");
  return { ...row, policy: mfaPolicyOf(row.policy) };
}
