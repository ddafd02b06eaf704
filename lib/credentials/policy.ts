import "server-only";
import type { PasswordPolicy } from "@/lib/credentials/password";
import { type Transaction, withOrganization } from "@/lib/db";
import { policiesInForce } from "@/lib/policies/in-force";

/** What is asked of passwords, for how many days invitations are good, and what PINs are made with. */
export type CredentialPolicy = PasswordPolicy & { invitationDays: number; pinUses: number; pinHours: number };

/** The organization's, or that of one of its people. */
export async function credentialPolicy(
  tx: Transaction,
  organizationId: string,
  userId?: string,
): Promise<CredentialPolicy> {
  const held = await policiesInForce(tx, organizationId, userId);
  const { passwordLengthMin: lengthMin, invitationDays, pinUses, pinHours } = held;
  return { lengthMin, invitationDays, pinUses, pinHours };
}

/** The same in a transaction of its own. */
export const credentialPolicyOf = (organizationId: string, userId?: string): Promise<CredentialPolicy> =>
  withOrganization(organizationId, (tx) => credentialPolicy(tx, organizationId, userId));
