import "server-only";
import type { PasswordPolicy } from "@/lib/credentials/password";
import { type Transaction, withOrganization } from "@/lib/db";

/** What an organization asks of passwords, and for how many days its invitations are good. */
export type CredentialPolicy = PasswordPolicy & { invitationDays: number };

export async function credentialPolicy(tx: Transaction, organizationId: string): Promise<CredentialPolicy> {
  const { passwordLengthMin: lengthMin, invitationDays } = await tx.organization.findUniqueOrThrow({
    where: { id: organizationId },
    select: { passwordLengthMin: true, invitationDays: true },
  });
  return { lengthMin, invitationDays };
}

/** The same in a transaction of its own. */
export const credentialPolicyOf = (organizationId: string): Promise<CredentialPolicy> =>
  withOrganization(organizationId, (tx) => credentialPolicy(tx, organizationId));
