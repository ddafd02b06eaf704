import "server-only";
import type { Transaction } from "@/lib/db";

/** Deliveries are kept for so many days; `organizations_with_webhooks_due` counts as many. */
export const KEPT_DAYS = 30;

const AT_ONCE = 10_000;

/** Takes away what became of deliveries long ago. The events stay in the audit log. */
export const tidyDeliveries = (tx: Transaction, organizationId: string): Promise<number> =>
  tx.$executeRaw`
    DELETE FROM webhook_deliveries WHERE ctid = ANY (ARRAY(
      SELECT ctid FROM webhook_deliveries WHERE organization_id = ${organizationId}::uuid AND state <> 'waiting'
        AND created_at < now() - make_interval(days => ${KEPT_DAYS}) LIMIT ${AT_ONCE}))
      AND organization_id = ${organizationId}::uuid`;
