import "server-only";
import { record } from "@/lib/audit/record";
import { consume, keyOf, limiterOf } from "@/lib/auth/throttle";
import { command } from "@/lib/command";
import type { Transaction } from "@/lib/db";
import type { Webhook } from "@/lib/generated/prisma/client";
import { isId, newId } from "@/lib/ids";
import { refusalOf } from "@/lib/outgoing/fetch";
import { type OutgoingPolicy, outgoingPolicy } from "@/lib/outgoing/policy";
import type { Actor } from "@/lib/permissions/actor";
import { can } from "@/lib/permissions/can";
import { notAllowed } from "@/lib/permissions/viewing";
import { fail, invalidFields, notFound, ok, type Result } from "@/lib/result";
import type { WebhookGiven } from "@/lib/webhooks/input";
import { sealWebhookSecret } from "@/lib/webhooks/secrets";
import { lockWebhook } from "@/lib/webhooks/settle";
import { newWebhookSecret } from "@/lib/webhooks/signature";
import { cancelWaiting } from "@/lib/webhooks/switch-off";

/** An organization has as many webhooks as that. */
export const WEBHOOKS_MAX = 20;

/** Addresses that one organization has looked at. */
const ADDRESS_CHECKS = { points: 60, seconds: 600 };

const HOUR_MS = 3_600_000;

/** Makes a webhook, which is told of what happens from now on. The secret is in the answer and nowhere else to be read. */
export async function createWebhook(
  actor: Actor,
  given: WebhookGiven,
  policy: OutgoingPolicy = outgoingPolicy(),
): Promise<Result<{ id: string; secret: string }>> {
  const refused = await refuseAddress(actor, given.url, policy);
  if (refused) return refused;
  return command(actor, "connections.update", async (tx) => {
    const { id: organizationId } = actor.organization;
    if ((await tx.webhook.count({ where: { organizationId } })) >= WEBHOOKS_MAX)
      return fail("conflict", `An organization has at most ${WEBHOOKS_MAX} webhooks. Remove one first.`);
    const id = newId();
    const secret = newWebhookSecret();
    await tx.webhook.create({
      data: {
        organizationId,
        id,
        ...given,
        sealedSecret: sealWebhookSecret({ organizationId, id }, secret),
        madeBy: actor.name,
        nextTransaction: await horizon(tx),
      },
      select: { id: true },
    });
    await record(tx, organizationId, actor, "webhook.created", subjectOf({ id, name: given.name }), {
      after: toldOf(given),
    });
    return ok({ id, secret });
  });
}

/** Changes what a webhook is called, where it sends and what it is told of. */
export async function updateWebhook(
  actor: Actor,
  id: string,
  given: WebhookGiven,
  policy: OutgoingPolicy = outgoingPolicy(),
): Promise<Result<{ id: string }>> {
  const refused = await refuseAddress(actor, given.url, policy);
  if (refused) return refused;
  return change(actor, id, async (tx, webhook) => {
    await set(tx, webhook, given);
    const changes = { before: toldOf(webhook), after: toldOf(given) };
    await record(tx, webhook.organizationId, actor, "webhook.updated", subjectOf(webhook), changes);
    return ok({ id });
  });
}

/** Switches a webhook on, to be told of what happens from then on, or off: what still waits is not sent. */
export const switchWebhook = (actor: Actor, id: string, isOn: boolean): Promise<Result<{ id: string }>> =>
  change(actor, id, async (tx, webhook) => {
    if ((webhook.offAt === null) === isOn) return ok({ id });
    const fresh = { failures: 0, failingSince: null, pausedUntil: null };
    await set(
      tx,
      webhook,
      isOn
        ? { offAt: null, offBecause: null, ...fresh, nextTransaction: await horizon(tx) }
        : { offAt: new Date(), offBecause: "person" },
    );
    if (!isOn) await cancelWaiting(tx, webhook);
    const action = isOn ? "webhook.switchedOn" : "webhook.switchedOff";
    await record(tx, webhook.organizationId, actor, action, subjectOf(webhook));
    return ok({ id });
  });

/** Gives a webhook another secret; the old one signs beside it for so many hours. */
export const replaceSecret = (
  actor: Actor,
  id: string,
  overlapHours: number,
): Promise<Result<{ secret: string }>> =>
  change(actor, id, async (tx, webhook) => {
    const secret = newWebhookSecret();
    const until = new Date(Date.now() + overlapHours * HOUR_MS);
    await set(tx, webhook, {
      sealedSecret: sealWebhookSecret(webhook, secret),
      earlierSecret: overlapHours > 0 ? new Uint8Array(webhook.sealedSecret) : null,
      earlierUntil: overlapHours > 0 ? until : null,
    });
    await record(tx, webhook.organizationId, actor, "webhook.secretReplaced", subjectOf(webhook), {
      after: { expiresAt: overlapHours > 0 ? until.toISOString() : null },
    });
    return ok({ secret });
  });

/** Removes a webhook and what became of its deliveries. */
export const removeWebhook = (actor: Actor, id: string): Promise<Result<{ id: string }>> =>
  change(actor, id, async (tx, webhook) => {
    const { organizationId } = webhook;
    await tx.webhook.delete({ where: { organizationId_id: { organizationId, id } }, select: { id: true } });
    await record(tx, organizationId, actor, "webhook.removed", subjectOf(webhook), {
      before: toldOf(webhook),
    });
    return ok({ id });
  });

/** Runs a change of a webhook of the actor's organization, which nobody else changes meanwhile. */
export function change<T>(
  actor: Actor,
  id: string,
  run: (tx: Transaction, webhook: Webhook) => Promise<Result<T>>,
): Promise<Result<T>> {
  return command(actor, "connections.update", async (tx) => {
    const webhook = isId(id) && (await lockWebhook(tx, actor.organization.id, id));
    return webhook ? run(tx, webhook) : notFound("webhook");
  });
}

export const subjectOf = ({ id, name }: Pick<Webhook, "id" | "name">) => ({
  type: "webhook" as const,
  id,
  name,
});

const set = (
  tx: Transaction,
  { organizationId, id }: Webhook,
  data: Parameters<Transaction["webhook"]["updateMany"]>[0]["data"],
) => tx.webhook.updateMany({ where: { organizationId, id }, data });

/** The path of an address can be as secret as a key. */
const toldOf = ({ name, url, eventTypes }: Pick<Webhook, "name" | "url" | "eventTypes">) => ({
  name,
  address: new URL(url).origin,
  eventTypes: eventTypes.join(" ") || "all",
});

/** Events of transactions that have ended by now are none of a new webhook's business. */
async function horizon(tx: Transaction): Promise<bigint> {
  const [row] = await tx.$queryRaw<{ next: bigint }[]>`SELECT audit_horizon() AS next`;
  return row?.next ?? 0n;
}

async function refuseAddress(
  actor: Actor,
  url: string,
  policy: OutgoingPolicy,
): Promise<Result<never> | null> {
  if (!can(actor, "connections.update")) return notAllowed(actor);
  const wait = await consume(limiter(), keyOf(actor.organization.id));
  if (wait !== null)
    return fail("throttled", `That was tried very often. Try again in ${Math.ceil(wait / 60)} minutes.`);
  const message = await refusalOf(url, policy);
  return message === null ? null : invalidFields([{ path: "url", message }]);
}

let held: ReturnType<typeof limiterOf> | undefined;
function limiter() {
  held ??= limiterOf("webhook-address", ADDRESS_CHECKS);
  return held;
}
