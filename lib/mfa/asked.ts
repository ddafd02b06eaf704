import "server-only";
import type { Transaction } from "@/lib/db";
import { forgetDevices, isRemembered } from "@/lib/mfa/devices";
import type { Owner } from "@/lib/mfa/keyed-hash";
import { type MfaPolicy, mfaPolicyOf } from "@/lib/mfa/policy";

/**
 * Whether a right password is not enough: the person has a way of a second step, the organization has not turned it off,
 * and the device is not one that they had remembered.
 */
export async function isSecondStepAsked(
  tx: Transaction,
  owner: Owner,
  deviceToken: string | null,
): Promise<boolean> {
  if ((await policyIn(tx, owner.organizationId)) === "off") return false;
  const methods = await tx.mfaMethod.count({ where: { ...owner, confirmedAt: { not: null } } });
  return methods > 0 && !(await isRemembered(tx, owner, deviceToken));
}

export async function policyIn(tx: Transaction, organizationId: string): Promise<MfaPolicy> {
  const { mfaPolicy } = await tx.organization.findUniqueOrThrow({
    where: { id: organizationId },
    select: { mfaPolicy: true },
  });
  return mfaPolicyOf(mfaPolicy);
}

/** What a new password ends beside the sessions: remembered devices, and sign-ins that wait. The ways stay as they are. */
export async function endWithPassword(tx: Transaction, owner: Owner): Promise<void> {
  await forgetDevices(tx, owner);
  await tx.pendingSignIn.updateMany({ where: { ...owner, endedAt: null }, data: { endedAt: new Date() } });
}
