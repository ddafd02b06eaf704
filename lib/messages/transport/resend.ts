import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import { Resend } from "resend";
import type { Delivery, Outgoing, Transport } from "@/lib/messages/transport/transport";
import { within } from "@/lib/within";

const BATCH_MAX = 100;
const PARALLEL = 4;
const TIMEOUT_MS = 15_000;

// Rather than sleep for longer than this, the messages go back and are taken up later.
const PAUSE_MS_MAX = 5_000;

const FOR_GOOD = new Set([400, 401, 403, 404, 405, 413, 422]);

type Answer = {
  data: { id: string } | { data: { id: string }[]; errors?: { index: number; message: string }[] } | null;
  error: { name: string; message: string; statusCode: number | null } | null;
  headers: Record<string, string> | null;
};

/**
 * Sends by Resend, a hundred mails a request. The key is its idempotency key, which it remembers for 24 hours, and its
 * rate limit is kept to as its answers tell it (`ratelimit-remaining`, `ratelimit-reset`, `retry-after`).
 */
export function resendTransport(apiKey: string, baseUrl?: string): Transport {
  const resend = new Resend(apiKey, baseUrl ? { baseUrl } : {});
  let freeAt = 0;
  return {
    where: "Resend",
    parallel: PARALLEL,
    batchMax: BATCH_MAX,
    async send(messages, key) {
      const waitMs = freeAt - Date.now();
      if (waitMs > PAUSE_MS_MAX) return messages.map(() => later(waitMs));
      if (waitMs > 0) await sleep(waitMs);
      const answer = await ask(resend, messages, key);
      freeAt = Math.max(freeAt, Date.now() + pauseMs(answer));
      return deliveriesOf(answer, messages);
    },
  };
}

function ask(resend: Resend, messages: Outgoing[], key: string): Promise<Answer> {
  return within(TIMEOUT_MS, async (signal): Promise<Answer> => {
    // A request that is given up takes its signal along, which the client's own types leave out.
    const options = { idempotencyKey: key, signal };
    const [first] = messages;
    // An image cannot go along in a batch.
    if (first && messages.length === 1) return resend.emails.send(mailOf(first), options);
    return resend.batch.send(messages.map(mailOf), { ...options, batchValidation: "permissive" });
  });
}

function mailOf({ id, organizationId, to, text, mail }: Outgoing) {
  if (!mail) throw new Error("Resend takes e-mail alone.");
  const { from, subject, html, inline } = mail;
  const tags = [
    { name: "organization", value: organizationId },
    { name: "message", value: id },
  ];
  const attachments = inline.map(({ contentId, fileName, type, bytes }) => ({
    content: Buffer.from(bytes),
    filename: fileName,
    contentType: type,
    contentId,
  }));
  return { from, to, subject, text, html, tags, ...(attachments.length > 0 ? { attachments } : {}) };
}

function pauseMs({ error, headers }: Answer): number {
  const seconds = (name: string) => {
    const value = Number(headers?.[name]);
    return Number.isFinite(value) && value > 0 ? value : 0;
  };
  if (error?.statusCode === 429)
    return 1000 * Math.max(1, seconds("retry-after") || seconds("ratelimit-reset"));
  return headers?.["ratelimit-remaining"] === "0" ? 1000 * seconds("ratelimit-reset") : 0;
}

const later = (afterMs: number): Delivery => ({
  ok: false,
  again: true,
  error: "The mail service wants fewer at once.",
  afterMs,
});

function deliveriesOf(answer: Answer, messages: Outgoing[]): Delivery[] {
  const { data, error } = answer;
  if (error) return messages.map(() => failureOf(answer));
  if (!data || !("data" in data))
    return messages.map(() => ({ ok: true, ...(data ? { providerId: data.id } : {}) }));
  const wrong = new Map(data.errors?.map(({ index, message }) => [index, message]));
  const ids = data.data.values();
  return messages.map((_, index): Delivery => {
    const message = wrong.get(index);
    if (message !== undefined) return { ok: false, again: false, error: message.slice(0, 300) };
    const { value } = ids.next();
    return { ok: true, ...(value ? { providerId: value.id } : {}) };
  });
}

function failureOf(answer: Answer): Delivery {
  const { name = "", message = "", statusCode = 0 } = answer.error ?? {};
  // An earlier try with this key got through with other words, of which nobody heard.
  if (statusCode === 409 && name === "invalid_idempotent_request") return { ok: true };
  if (statusCode === 429) return later(pauseMs(answer));
  return { ok: false, again: !FOR_GOOD.has(statusCode ?? 0), error: `${name}: ${message}`.slice(0, 300) };
}
