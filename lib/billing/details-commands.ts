import "server-only";
import { changesBetween } from "@/lib/audit/changes";
import { record } from "@/lib/audit/record";
import type { BillingDetailsInput } from "@/lib/billing/input";
import { NO_DETAILS } from "@/lib/billing/stored";
import { command } from "@/lib/command";
import type { Actor } from "@/lib/permissions/actor";
import { fail, ok, type Result } from "@/lib/result";

/**
 * Changes whom the invoices to come name. Those that there are keep what they were issued with.
 * @param version of the details that were changed; 0 where there were none
 */
export function saveBillingDetails(
  actor: Actor,
  version: number,
  details: BillingDetailsInput,
): Promise<Result<{ version: number }>> {
  return command(actor, "billing.update", async (tx) => {
    const { id: organizationId, name } = actor.organization;
    await tx.$executeRaw`
      INSERT INTO billing_details (organization_id, version) VALUES (${organizationId}::uuid, 0)
      ON CONFLICT (organization_id) DO NOTHING`;
    await tx.$queryRaw`
      SELECT version FROM billing_details WHERE organization_id = ${organizationId}::uuid FOR UPDATE`;
    const row = await tx.billingDetails.findUniqueOrThrow({ where: { organizationId } });
    const { company, address, taxId, contactName, contactEmail, purchaseOrder } = row;
    const before = { company, address, taxId, contactName, contactEmail, purchaseOrder };
    const changes = changesBetween({ ...NO_DETAILS, ...before }, details);
    if (!changes) return ok({ version: row.version });
    if (row.version !== version)
      return fail("conflict", "Somebody has changed the details meanwhile. Load the page again to see them.");
    const data = { ...details, version: version + 1, updatedAt: new Date() };
    await tx.billingDetails.update({ where: { organizationId }, data, select: { version: true } });
    const subject = { type: "organization" as const, id: organizationId, name };
    await record(tx, organizationId, actor, "billing.detailsChanged", subject, changes);
    return ok({ version: version + 1 });
  });
}
