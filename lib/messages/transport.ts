import "server-only";
import { env } from "@/lib/env";
import type { Mail } from "@/lib/messages/mime";
import { outboxTransport } from "@/lib/messages/transport-outbox";
import { resendTransport } from "@/lib/messages/transport-resend";

/** What came of a try: sent, or not, and whether another try may help. */
export type Delivery = { ok: true } | { ok: false; again: boolean; error: string };

export type Transport = {
  /** Where messages go, in words. */
  where: string;
  /** How many it takes at the same time. */
  parallel: number;
  /** Takes a message over. Given the same one again, it does not go out twice. */
  send: (mail: Mail) => Promise<Delivery>;
};

const NOBODY = "Rollcall <rollcall@localhost>";

/** E-mail through Resend where it is set up, and else as files in the data directory. */
export function transport(): Transport & { from: string } {
  const { RESEND_API_KEY: key, MAIL_FROM: from, ROLLCALL_DATA_DIR: dataDir } = env();
  if (key && from) return { ...resendTransport(key), from };
  return { ...outboxTransport(dataDir), from: from ?? NOBODY };
}
