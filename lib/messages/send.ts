import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import { qrPng } from "@/lib/credentials/qr";
import { withOrganization } from "@/lib/db";
import { log } from "@/lib/log";
import { claim, continueLater, settle, takeOver } from "@/lib/messages/claim";
import type { Method } from "@/lib/messages/kinds";
import { outcomeOf } from "@/lib/messages/outcome";
import { type Claimed, type Prepared, prepareMessages } from "@/lib/messages/prepare";
import { type Compiled, compileTemplate, QR_CONTENT_ID } from "@/lib/messages/template/compile";
import { readTexts, textKey } from "@/lib/messages/texts";
import {
  type Delivery,
  type Outgoing,
  type Transports,
  transports,
} from "@/lib/messages/transport/transport";

// Then the job queues up again, so that other organizations' messages go out too.
const TURN_MS = 10_000;

// A wait that is no longer is waited for within the turn.
const WAIT_MS_MAX = 2_000;

/**
 * Sends an organization's waiting messages. One job of an organization runs at a time, so whatever is found on its way
 * belongs to a process that is gone: it is tried again by the same request, with the same key, links and words.
 */
export async function sendMessages(
  { organizationId }: { organizationId: string },
  by: Transports = transports(),
): Promise<void> {
  const compiled = new Map<string, Compiled>();
  await withOrganization(organizationId, (tx) => takeOver(tx, organizationId));
  const until = Date.now() + TURN_MS;
  for (;;) {
    const lanes = Math.max(by.email.parallel, by.sms.parallel);
    await Promise.all(Array.from({ length: lanes }, () => runLane(organizationId, by, compiled, until)));
    const next = await withOrganization(organizationId, (tx) => continueLater(tx, organizationId));
    const waitMs = next ? Math.max(0, next.getTime() - Date.now()) : Number.POSITIVE_INFINITY;
    if (waitMs > WAIT_MS_MAX || Date.now() + waitMs >= until) break;
    await sleep(waitMs);
  }
}

async function runLane(
  organizationId: string,
  by: Transports,
  compiled: Map<string, Compiled>,
  until: number,
): Promise<void> {
  while (Date.now() < until) {
    const claimed = await withOrganization(organizationId, (tx) =>
      claim(tx, organizationId, { email: by.email.batchMax, sms: by.sms.batchMax }),
    );
    if (claimed.length === 0) break;
    await sendClaimed(organizationId, claimed, by, compiled);
  }
}

async function sendClaimed(
  organizationId: string,
  claimed: Claimed[],
  by: Transports,
  compiled: Map<string, Compiled>,
): Promise<void> {
  const prepared = await withOrganization(organizationId, async (tx) => {
    for (const [key, text] of await readTexts(tx, organizationId, claimed)) {
      if (!compiled.has(key)) compiled.set(key, await compileTemplate(text));
    }
    return prepareMessages(tx, organizationId, claimed);
  });
  const refused = claimed.flatMap((message) => {
    const result = prepared.get(message.id);
    return result?.ok
      ? []
      : [{ message, outcome: outcomeOf.refusal(result?.error.message ?? "It is gone.") }];
  });
  if (refused.length > 0) await settle(organizationId, refused);
  const going = claimed.flatMap((message) => {
    const result = prepared.get(message.id);
    const template = compiled.get(textKey(message));
    return result?.ok && template ? [{ message, prepared: result.value, template }] : [];
  });
  for (const [key, request] of byRequest(going)) await sendRequest(organizationId, key, request, by);
}

function byRequest(going: Going[]): ReadonlyMap<string, Going[]> {
  const requests = new Map<string, Going[]>();
  for (const each of going) {
    const { batchId } = each.message;
    requests.set(batchId, [...(requests.get(batchId) ?? []), each]);
  }
  return requests;
}

type Going = { message: Claimed; prepared: Prepared; template: Compiled };

async function sendRequest(
  organizationId: string,
  key: string,
  request: Going[],
  by: Transports,
): Promise<void> {
  const method: Method = request[0]?.message.method ?? "email";
  const transport = by[method];
  const outgoing = await Promise.all(request.map((each) => outgoingOf(each, by.from)));
  const deliveries = await transport.send(outgoing, key).catch((error: unknown) => {
    log.warn({ batchId: key, error: nameOf(error) }, "Messages could not be handed over.");
    return request.map(
      (): Delivery => ({
        ok: false,
        again: true,
        error: `${method === "email" ? "The mail service" : "The SMS service"} could not be reached.`,
      }),
    );
  });
  const now = new Date();
  await settle(
    organizationId,
    request.map(({ message }, index) => ({
      message,
      outcome: outcomeOf.delivery(deliveries[index], message.attempts, now),
    })),
  );
}

// An error's own words may hold what was sent.
const nameOf = (error: unknown) => (error instanceof Error ? error.name : "unknown");

async function outgoingOf({ message, prepared, template }: Going, from: string): Promise<Outgoing> {
  const { id, organizationId, method } = message;
  const { to, values } = prepared;
  const { subject, text, html, sms } = template.fill(values);
  if (method === "sms") return { id, organizationId, to, text: sms };
  const inline = template.hasQr && values.link ? [await qrOf(values.link)] : [];
  return { id, organizationId, to, text, mail: { from, subject, html, inline } };
}

const qrOf = async (link: string) => ({
  contentId: QR_CONTENT_ID,
  fileName: "qr-code.png",
  type: "image/png",
  bytes: await qrPng(link),
});
