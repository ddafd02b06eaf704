import "server-only";
import { NO_DETAILS, type Party } from "@/lib/billing/stored";
import { type Transaction, withOrganization } from "@/lib/db";

/** An organization as an invoice names it now. */
export async function partyOf(tx: Transaction, organizationId: string): Promise<Party> {
  const { name } = await tx.organization.findUniqueOrThrow({
    where: { id: organizationId },
    select: { name: true },
  });
  const row = await tx.billingDetails.findUnique({ where: { organizationId } });
  if (!row) return { name, ...NO_DETAILS };
  const { company, address, taxId, contactName, contactEmail, purchaseOrder } = row;
  return { name, company, address, taxId, contactName, contactEmail, purchaseOrder };
}

/**
 * Whom an organization's invoices are from: the one that manages it; of one that nobody manages, itself. Read as that one: the
 * organization cannot see it.
 */
export async function readIssuer(organizationId: string): Promise<Party> {
  const { managedBy } = await withOrganization(organizationId, (tx) =>
    tx.organization.findUniqueOrThrow({ where: { id: organizationId }, select: { managedBy: true } }),
  );
  const issuer = managedBy ?? organizationId;
  return withOrganization(issuer, (tx) => partyOf(tx, issuer));
}
