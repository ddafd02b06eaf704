import { setTimeout as sleep } from "node:timers/promises";
import { isSignedBySvix } from "@/lib/messages/webhooks/svix";
import type { Actor } from "@/lib/permissions/actor";
import { createWebhook } from "@/lib/webhooks/commands";
import type { WebhookGiven } from "@/lib/webhooks/input";
import { sendWebhooks } from "@/lib/webhooks/send";
import { adminQuery } from "@/tests/support/product-database";
import { unwrap } from "@/tests/support/product-people";
import { LOOPBACK, type Received } from "@/tests/support/receiver";

/** Waits for something to hold. @throws Error when it does not within 30 s */
export async function until(holds: () => Promise<boolean> | boolean): Promise<void> {
  for (const end = Date.now() + 30_000; Date.now() < end; await sleep(20)) if (await holds()) return;
  throw new Error("That has not come to pass.");
}

/** What is written by now can be collected: transactions of other tests that began before have ended. */
export async function untilCollectable(): Promise<void> {
  const [row] = await adminQuery<{ now: string }>("SELECT pg_current_xact_id()::text AS now");
  await until(async () => {
    const [found] = await adminQuery<{ next: string }>("SELECT audit_horizon()::text AS next");
    return BigInt(found?.next ?? 0) > BigInt(row?.now ?? 0);
  });
}

/** Does what the worker does for an organization's webhooks. */
export async function runWebhooks(organizationId: string): Promise<void> {
  await untilCollectable();
  await sendWebhooks({ organizationId }, LOOPBACK);
}

export const makeWebhook = async (admin: Actor, url: string, more: Partial<WebhookGiven> = {}) =>
  unwrap(await createWebhook(admin, { name: "Payroll", url, eventTypes: [], ...more }, LOOPBACK));

/** Whether a message is signed with a secret, by the product's own reader of what others sign in the same way. */
export function isSignedWith({ headers, body }: Received, secret: string): boolean {
  const [id, timestamp, signature] = ["id", "timestamp", "signature"].map((name) =>
    String(headers[`webhook-${name}`]),
  ) as [string, string, string];
  return isSignedBySvix({ id, timestamp, signature, body }, secret, Date.now());
}

export type DeliveryRow = {
  event_id: string;
  subject_id: string;
  state: string;
  tries: number;
  wait: number;
  attempts: { status: number | null; problem: string | null; answer: string }[];
};

/** An organization's deliveries in their order; `wait` is in how many seconds each is tried. */
export const deliveriesOf = (organizationId: string) =>
  adminQuery<DeliveryRow>(
    `SELECT *, round(extract(epoch FROM next_attempt_at - now()))::int AS wait FROM webhook_deliveries
     WHERE organization_id = $1 ORDER BY webhook_id, place`,
    [organizationId],
  );

/** Lets time pass, by moving what an organization's webhooks and their deliveries remember of it. */
export async function letPass(organizationId: string, hours: number): Promise<void> {
  const by = [organizationId, hours];
  await adminQuery(
    `UPDATE webhook_deliveries SET next_attempt_at = next_attempt_at - make_interval(hours => $2),
       first_tried_at = first_tried_at - make_interval(hours => $2), created_at = created_at - make_interval(hours => $2)
     WHERE organization_id = $1`,
    by,
  );
  await adminQuery(
    `UPDATE webhooks SET failing_since = failing_since - make_interval(hours => $2),
       paused_until = paused_until - make_interval(hours => $2), earlier_until = earlier_until - make_interval(hours => $2)
     WHERE organization_id = $1`,
    by,
  );
}
