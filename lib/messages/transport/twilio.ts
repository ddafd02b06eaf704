import "server-only";
import * as z from "zod";
import { publicUrl } from "@/lib/env";
import type { Delivery, Outgoing, Transport } from "@/lib/messages/transport/transport";
import { routes } from "@/lib/routes";
import { within } from "@/lib/within";

const BASE_URL = "https://api.twilio.com";
const PARALLEL = 4;
const TIMEOUT_MS = 15_000;

// Twilio's words for a number that there is not, or that cannot or will not get an SMS.
const NO_NUMBER = new Set([21211, 21214, 21408, 21610, 21612, 21614]);

type Account = { accountSid: string; authToken: string; from: string; baseUrl?: string };

const taken = z.object({ sid: z.string() });
const refused = z.object({ code: z.number().optional(), message: z.string().optional() });

/** Sends SMS by Twilio's Messages resource. `from` is a number in E.164, or a messaging service (`MG…`). */
export function twilioTransport(account: Account): Transport {
  return {
    where: "Twilio",
    parallel: PARALLEL,
    batchMax: 1,
    send: (messages) => Promise.all(messages.map((message) => sendOne(account, message))),
  };
}

async function sendOne(account: Account, { id, organizationId, to, text }: Outgoing): Promise<Delivery> {
  const { accountSid, authToken, from, baseUrl = BASE_URL } = account;
  const sender: Record<string, string> = from.startsWith("MG")
    ? { MessagingServiceSid: from }
    : { From: from };
  const callback = publicUrl() + routes.twilioWebhook(organizationId, id);
  const url = `${baseUrl}/2010-04-01/Accounts/${encodeURIComponent(accountSid)}/Messages.json`;
  const { answer, body } = await within(TIMEOUT_MS, async (signal) => {
    const answer = await fetch(url, {
      method: "POST",
      headers: { authorization: `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString("base64")}` },
      body: new URLSearchParams({ To: to, Body: text, StatusCallback: callback, ...sender }),
      signal,
    });
    const body: unknown = await answer.json().catch(() => null);
    return { answer, body };
  });
  if (answer.ok) {
    const { data } = taken.safeParse(body);
    return { ok: true, ...(data ? { providerId: data.sid } : {}) };
  }
  const { code = 0, message = "" } = refused.safeParse(body).data ?? {};
  const error = `${answer.status} ${code} ${message}`.trim().slice(0, 300);
  if (answer.status === 429) {
    const seconds = Number(answer.headers.get("retry-after")) || 1;
    return { ok: false, again: true, error, afterMs: seconds * 1000 };
  }
  return { ok: false, again: answer.status >= 500, error, isBounce: NO_NUMBER.has(code) };
}
