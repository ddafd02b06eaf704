import * as z from "zod";
import { isId } from "@/lib/ids";
import type { DeliveryEvent } from "@/lib/messages/states";

/** What a service says became of a message. */
export type Noted = {
  organizationId: string;
  messageId: string;
  event: DeliveryEvent;
  at: Date;
  /** Its words for it, where it was not good. */
  reason: string | null;
};

const RESEND_EVENTS = new Map<string, DeliveryEvent>(
  Object.entries({
    "email.sent": "sent",
    "email.delivered": "delivered",
    "email.opened": "opened",
    "email.clicked": "opened",
    "email.bounced": "bounced",
    "email.complained": "complained",
    "email.failed": "failed",
    "email.suppressed": "bounced",
  }),
);

const tags = z.union([
  z.record(z.string(), z.string()),
  z
    .array(z.object({ name: z.string(), value: z.string() }))
    .transform((all) => Object.fromEntries(all.map(({ name, value }) => [name, value]))),
]);

const resendEvent = z.object({
  type: z.string(),
  created_at: z.coerce.date(),
  data: z.object({
    tags: tags.optional(),
    bounce: z.object({ message: z.string().optional(), type: z.string().optional() }).optional(),
    failed: z.object({ reason: z.string().optional() }).optional(),
  }),
});

const REASON_LENGTH_MAX = 300;

/**
 * Reads a webhook of Resend's. The message is told by the tags that it was sent with; null for what is not about one of
 * ours. A bounce that is not for good (`Transient`) is none: Resend itself tries on.
 */
export function readResendEvent(body: string): Noted | null {
  const { data: event } = resendEvent.safeParse(parse(body));
  const kind = event && RESEND_EVENTS.get(event.type);
  if (!event || !kind || event.data.bounce?.type === "Transient") return null;
  const { organization = "", message = "" } = event.data.tags ?? {};
  if (!isId(organization) || !isId(message)) return null;
  const reason = event.data.bounce?.message ?? event.data.failed?.reason ?? null;
  return {
    organizationId: organization,
    messageId: message,
    event: kind,
    at: event.created_at,
    reason: reason?.slice(0, REASON_LENGTH_MAX) ?? null,
  };
}

const TWILIO_STATUSES = new Map<string, DeliveryEvent>(
  Object.entries({
    sent: "sent",
    delivered: "delivered",
    read: "opened",
    undelivered: "bounced",
    failed: "failed",
  }),
);

/** Reads a status callback of Twilio's, whose address names the message; null for a status that says nothing new. */
export function readTwilioStatus(address: URLSearchParams, fields: URLSearchParams, now: Date): Noted | null {
  const event = TWILIO_STATUSES.get(fields.get("MessageStatus") ?? "");
  const organizationId = address.get("organization") ?? "";
  const messageId = address.get("message") ?? "";
  if (!event || !isId(organizationId) || !isId(messageId)) return null;
  const code = fields.get("ErrorCode");
  return {
    organizationId,
    messageId,
    event,
    at: now,
    reason: code ? `Twilio’s error ${code.slice(0, 20)}` : null,
  };
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}
