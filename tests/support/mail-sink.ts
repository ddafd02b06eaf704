import { sendMessages } from "@/lib/messages/send";
import type { Outgoing, Transport } from "@/lib/messages/transport/transport";

/** A mail service that keeps what it takes, and a worker's turn that hands it everything that waits. */
export function mailSink() {
  const mails: Outgoing[] = [];
  const transport: Transport = {
    where: "here",
    parallel: 4,
    batchMax: 20,
    async send(taken) {
      mails.push(...taken);
      return taken.map(() => ({ ok: true }));
    },
  };
  const by = { from: "us@rollcall.example", email: transport, sms: transport };
  const deliver = (organizationId: string) => sendMessages({ organizationId }, by);
  /** What somebody got, oldest first. */
  const to = (address: string) => mails.filter((mail) => mail.to === address);
  return { mails, deliver, to };
}

/** The token of a link in a mail; "" where there is none. */
export const tokenIn = (mail: Outgoing | undefined): string =>
  /\/(?:reset|activate)\/([\w-]{43})/.exec(mail?.text ?? "")?.[1] ?? "";
