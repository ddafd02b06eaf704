import "server-only";
import { createTransport } from "nodemailer";
import { mailOptions } from "@/lib/messages/transport/mime";
import { isRecipientRefused, type SmtpFailure } from "@/lib/messages/transport/smtp-refusal";
import type { Delivery, Outgoing, Transport } from "@/lib/messages/transport/transport";

const PARALLEL = 4;
const TIMEOUT_MS = 15_000;

/** Sends by SMTP, over a few connections that are kept. */
export function smtpTransport(smtpUrl: string): Transport {
  const sender = createTransport(pooled(smtpUrl));
  return {
    where: `the SMTP server ${new URL(smtpUrl).host}`,
    parallel: PARALLEL,
    batchMax: 1,
    send: (messages) => Promise.all(messages.map((message) => sendOne(sender, message))),
  };
}

function pooled(smtpUrl: string): string {
  const url = new URL(smtpUrl);
  const options = {
    pool: "true",
    maxConnections: PARALLEL,
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
  };
  for (const [name, value] of Object.entries(options)) url.searchParams.set(name, String(value));
  return url.href;
}

async function sendOne(sender: ReturnType<typeof createTransport>, message: Outgoing): Promise<Delivery> {
  try {
    await sender.sendMail(mailOptions(message));
    return { ok: true };
  } catch (error) {
    const failure = error as SmtpFailure & Partial<Record<"code" | "message", string>>;
    const { responseCode = 0, code = "", message: words = "" } = failure;
    const isBounce = isRecipientRefused(failure);
    return { ok: false, again: responseCode < 500, error: `${code} ${words}`.trim().slice(0, 300), isBounce };
  }
}
