import "server-only";
import { env } from "@/lib/env";
import type { Method } from "@/lib/messages/kinds";
import { outboxTransport } from "@/lib/messages/transport/outbox";
import { resendTransport } from "@/lib/messages/transport/resend";
import { smtpTransport } from "@/lib/messages/transport/smtp";
import { twilioTransport } from "@/lib/messages/transport/twilio";

/** A file that goes along with a mail and is shown in it, by its Content-ID. */
export type Inline = { contentId: string; fileName: string; type: string; bytes: Uint8Array };

/** A message as a transport takes it over; its id is the same at every try. A mail has a subject and HTML, an SMS has none. */
export type Outgoing = {
  id: string;
  organizationId: string;
  to: string;
  text: string;
  mail?: { from: string; subject: string; html: string; inline: Inline[] };
};

/**
 * What came of a try. `again` says whether another one may help, and `afterMs` when the service wants it: then this one
 * did not count. `isBounce` says that it was the address.
 */
export type Delivery =
  | { ok: true; providerId?: string }
  | { ok: false; again: boolean; error: string; afterMs?: number; isBounce?: boolean };

export type Transport = {
  /** Where messages go, in words. */
  where: string;
  /** How many requests may be under way at the same time. */
  parallel: number;
  /** How many messages one request takes. */
  batchMax: number;
  /** Whether it is for trying out: what it takes reaches nobody. */
  isLocal?: boolean;
  /** Takes messages over by one request. The same ones again, with the same key, do not go out twice. */
  send: (messages: Outgoing[], key: string) => Promise<Delivery[]>;
};

export type Transports = Record<Method, Transport> & { from: string };

const NOBODY = "Rollcall <rollcall@localhost>";

let held: Transports | undefined;

/** E-mail through Resend or SMTP and SMS through Twilio where they are set up, and else as files in the data directory. */
export function transports(): Transports {
  held ??= makeTransports();
  return held;
}

function makeTransports(): Transports {
  const { MAIL_FROM: from = NOBODY, ROLLCALL_DATA_DIR: dataDir } = env();
  return {
    from,
    email: mailTransport() ?? outboxTransport(dataDir),
    sms: smsTransport() ?? outboxTransport(dataDir),
  };
}

function mailTransport(): Transport | null {
  const { MAIL_FROM: from, RESEND_API_KEY: key, RESEND_BASE_URL: baseUrl, SMTP_URL: smtpUrl } = env();
  if (!from) return null;
  if (key) return resendTransport(key, baseUrl);
  return smtpUrl ? smtpTransport(smtpUrl) : null;
}

function smsTransport(): Transport | null {
  const { TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, TWILIO_FROM, TWILIO_BASE_URL } = env();
  if (!TWILIO_ACCOUNT_SID || !TWILIO_AUTH_TOKEN || !TWILIO_FROM) return null;
  return twilioTransport({
    accountSid: TWILIO_ACCOUNT_SID,
    authToken: TWILIO_AUTH_TOKEN,
    from: TWILIO_FROM,
    baseUrl: TWILIO_BASE_URL,
  });
}
