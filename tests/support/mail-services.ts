import { sendMessages } from "@/lib/messages/send";
import type { Delivery, Outgoing, Transport, Transports } from "@/lib/messages/transport/transport";
import { adminQuery } from "@/tests/support/product-database";

/** A service for e-mail and SMS that notes what it takes, and answers as it is told. */
export function mailService(
  answer: (message: Outgoing) => Delivery = () => ({ ok: true }),
  { batchMax = 1 } = {},
) {
  const taken: Outgoing[] = [];
  const requests: { key: string; ids: string[] }[] = [];
  const send = async (messages: Outgoing[], key: string) => {
    taken.push(...messages);
    requests.push({ key, ids: messages.map(({ id }) => id) });
    return messages.map(answer);
  };
  const transport: Transport = { where: "here", parallel: 2, batchMax, send };
  const by: Transports = { from: "us@rollcall.example", email: transport, sms: transport };
  return { taken, requests, by, run: (organizationId: string) => sendMessages({ organizationId }, by) };
}

export type MessageRow = {
  id: string;
  user_id: string | null;
  kind: string;
  method: string;
  address: string;
  state: string;
  error: string | null;
  attempts: number;
  template_id: string | null;
};

/** An organization's messages as they are kept, oldest first. */
export const messagesOf = (organizationId: string) =>
  adminQuery<MessageRow>("SELECT * FROM messages WHERE organization_id = $1 ORDER BY id", [organizationId]);

/** Makes what waits for another try due now. */
export const makeDue = (organizationId: string) =>
  adminQuery("UPDATE messages SET next_attempt_at = now() WHERE organization_id = $1", [organizationId]);

export const linkIn = ({ text }: Outgoing) => /\/(?:activate|reset)\/([\w-]+)/.exec(text)?.[1] ?? "";
