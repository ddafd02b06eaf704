import "server-only";
import type { Transaction } from "@/lib/db";
import { forgetDevices, isRemembered } from "@/lib/mfa/devices";
import type { Owner } from "@/lib/mfa/keyed-hash";
import type { MfaPolicy } from "@/lib/mfa/policy";
import { policiesInForce } from "@/lib/policies/in-force";

/**
 * Whether a right password is not enough: the person has a way of a second step, it is not turned off for them,
 * and the device is not one that they had remembered.
 */
export async function isSecondStepAsked(
  tx: Transaction,
  owner: Owner,
  deviceToken: string | null,
): Promise<boolean> {
  if ((await policyIn(tx, owner)) === "off") return false;
  const methods = await tx.mfaMethod.count({ where: { ...owner, confirmedAt: { not: null } } });
  return methods > 0 && !(await isRemembered(tx, owner, deviceToken));
}

/** What is asked of somebody beside the password. */
export const policyIn = async (tx: Transaction, { organizationId, userId }: Owner): Promise<MfaPolicy> =>
  (await policiesInForce(tx, organizationId, userId)).mfaPolicy;

/** What a new password ends beside the sessions: remembered devices, and sign-ins that wait. The ways stay as they are. */
export async function endWithPassword(tx: Transaction, owner: Owner): Promise<void> {
  await forgetDevices(tx, owner);
  await tx.pendingSignIn.updateMany({ where: { ...owner, endedAt: null }, data: { endedAt: new Date() } });
}
