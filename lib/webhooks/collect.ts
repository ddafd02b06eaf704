import "server-only";
import { lookUp, type Transaction, withOrganization } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { enqueueAt } from "@/lib/jobs/queue";
import { typesOf } from "@/lib/webhooks/event-types";

const COLLECT_MS = 120_000;

/** Has the deliveries of an organization's webhooks sent, now or at a moment. One process at a time sends them. */
export const sendWebhooksSoon = (tx: Transaction, organizationId: string, at: Date | null = null) =>
  enqueueAt(tx, "webhooks.send", { organizationId }, organizationId, at, { alone: organizationId });

/** Looks which organizations have events for webhooks, and has each of them see to it. */
export async function lookForEvents(): Promise<void> {
  const found = await lookUp<{ id: string }>(
    Prisma.sql`SELECT organizations_with_webhooks_due AS id FROM organizations_with_webhooks_due()`,
  );
  for (const { id } of found) await withOrganization(id, (tx) => sendWebhooksSoon(tx, id));
}

/**
 * Makes a delivery of every event that was written since the last time. The audit log is the outbox: whatever changes a
 * person writes its event in the same transaction and nothing more. Of transactions that overlap, the one that began first
 * may have done the later thing, so all that have ended together are put in the order of their events.
 */
export async function collectEvents(organizationId: string): Promise<void> {
  await withOrganization(
    organizationId,
    async (tx) => {
      const webhooks = await tx.$queryRaw<{ id: string; event_types: string[] }[]>`
        SELECT id::text, event_types FROM webhooks
        WHERE organization_id = ${organizationId}::uuid AND off_at IS NULL ORDER BY id FOR UPDATE`;
      for (const { id, event_types } of webhooks)
        await collectFor(tx, organizationId, id, typesOf(event_types));
    },
    { timeoutMs: COLLECT_MS },
  );
}

const collectFor = (tx: Transaction, organizationId: string, webhookId: string, types: readonly string[]) =>
  tx.$executeRaw`
    WITH horizon AS MATERIALIZED (SELECT audit_horizon() AS next),
    events AS MATERIALIZED (
      SELECT e.id, e.action, coalesce(e.subject_id, e.id) AS subject_id, e.transaction
      FROM audit_events e, webhooks w
      WHERE e.organization_id = ${organizationId}::uuid AND w.organization_id = ${organizationId}::uuid
        AND w.id = ${webhookId}::uuid AND e.transaction >= w.next_transaction AND e.transaction < audit_horizon()),
    told AS (
      INSERT INTO webhook_deliveries (organization_id, webhook_id, event_id, subject_id, place)
      SELECT ${organizationId}::uuid, w.id, e.id, e.subject_id, w.placed + row_number() OVER (
        ORDER BY left(e.id::text, 13), e.action <> 'user.created', e.transaction, e.id)
      FROM events e, webhooks w
      WHERE w.organization_id = ${organizationId}::uuid AND w.id = ${webhookId}::uuid AND e.action = ANY (${types}::text[])
      RETURNING 1)
    UPDATE webhooks SET next_transaction = (SELECT next FROM horizon), placed = placed + (SELECT count(*) FROM told)
    WHERE organization_id = ${organizationId}::uuid AND id = ${webhookId}::uuid AND EXISTS (SELECT FROM events)`;
