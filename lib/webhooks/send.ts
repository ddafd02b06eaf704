import "server-only";
import { withOrganization } from "@/lib/db";
import type { Webhook } from "@/lib/generated/prisma/client";
import { fetchOutgoing } from "@/lib/outgoing/fetch";
import { type OutgoingPolicy, outgoingPolicy } from "@/lib/outgoing/policy";
import { judge } from "@/lib/webhooks/attempt";
import { type Due, LANES, nextDue, readDue } from "@/lib/webhooks/claim";
import { collectEvents, sendWebhooksSoon } from "@/lib/webhooks/collect";
import { payloadOf } from "@/lib/webhooks/payload";
import { webhookSecrets } from "@/lib/webhooks/secrets";
import { type Settled, settle } from "@/lib/webhooks/settle";
import { signedHeaders } from "@/lib/webhooks/signature";
import { tidyDeliveries } from "@/lib/webhooks/tidy";

// Then the job queues up again, so that other organizations' events go out too.
const TURN_MS = 10_000;
const ANSWER_MS = 10_000;
const ANSWER_BYTES_MAX = 16_384;

/**
 * Sends what an organization's webhooks are to be told. One job of an organization runs at a time; what one that was killed
 * had sent and not yet written down is sent again.
 */
export async function sendWebhooks(
  { organizationId }: { organizationId: string },
  policy: OutgoingPolicy = outgoingPolicy(),
): Promise<void> {
  await collectEvents(organizationId);
  const until = Date.now() + TURN_MS;
  const webhooks = await withOrganization(organizationId, (tx) =>
    tx.webhook.findMany({ where: { organizationId, offAt: null }, orderBy: { id: "asc" } }),
  );
  await Promise.all(webhooks.map(({ id }) => sendTo({ organizationId, id }, policy, until)));
  await withOrganization(organizationId, async (tx) => {
    await tidyDeliveries(tx, organizationId);
    const next = await nextDue(tx, organizationId);
    if (next) await sendWebhooksSoon(tx, organizationId, next);
  });
}

async function sendTo(
  { organizationId, id }: Pick<Webhook, "organizationId" | "id">,
  policy: OutgoingPolicy,
  until: number,
): Promise<void> {
  while (Date.now() < until) {
    const read = await withOrganization(organizationId, async (tx) => {
      const webhook = await tx.webhook.findUnique({ where: { organizationId_id: { organizationId, id } } });
      if (!webhook || webhook.offAt || (webhook.pausedUntil && webhook.pausedUntil > new Date())) return null;
      return { webhook, due: await readDue(tx, webhook) };
    });
    if (!read || read.due.length === 0) return;
    const settled = await sendAll(read.webhook, read.due, policy, until);
    await withOrganization(organizationId, (tx) => settle(tx, organizationId, id, settled, new Date()));
  }
}

/** Sends some at a time, until the time is up; what is left then stays as it was. */
async function sendAll(
  webhook: Webhook,
  due: Due[],
  policy: OutgoingPolicy,
  until: number,
): Promise<Settled[]> {
  const secrets = webhookSecrets(webhook, new Date());
  const left = [...due];
  const settled: Settled[] = [];
  const runLane = async () => {
    for (let next = left.shift(); next; next = left.shift()) {
      settled.push(await sendOne(webhook.url, secrets, next, policy));
      if (Date.now() >= until) break;
    }
  };
  await Promise.all(Array.from({ length: LANES }, runLane));
  return settled;
}

async function sendOne(
  url: string,
  secrets: readonly string[],
  due: Due,
  policy: OutgoingPolicy,
): Promise<Settled> {
  const at = new Date();
  const body = payloadOf(due);
  const timestamp = Math.floor(at.getTime() / 1000);
  const signed = signedHeaders({ id: due.eventId, timestamp, body }, secrets);
  const came = await fetchOutgoing(
    {
      url,
      method: "POST",
      headers: { "content-type": "application/json", "user-agent": "Rollcall-Webhooks/1", ...signed },
      body,
      timeoutMs: ANSWER_MS,
      sizeBytesMax: ANSWER_BYTES_MAX,
    },
    policy,
  );
  const tried = judge(
    came.ok
      ? {
          status: came.answer.status,
          body: came.answer.body,
          isCompressed: (came.answer.headers["content-encoding"] ?? "identity") !== "identity",
          retryAfter: came.answer.headers["retry-after"],
        }
      : { problem: came.message },
    { at, tookMs: Date.now() - at.getTime() },
    { tries: due.tries + 1, since: due.firstTriedAt ?? at },
  );
  return { eventId: due.eventId, tried };
}
