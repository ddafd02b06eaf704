import "server-only";
import { Resend } from "resend";
import type { Transport } from "@/lib/messages/transport";

// Two requests a second are allowed to begin with; a refusal beyond that is tried again later.
const PARALLEL = 2;

const FOR_GOOD = new Set([400, 401, 403, 404, 405, 413, 422]);

/** Sends by Resend. A message's id is its idempotency key, which Resend remembers for 24 hours. */
export function resendTransport(key: string): Transport {
  const resend = new Resend(key);
  return {
    where: "Resend",
    parallel: PARALLEL,
    async send({ id, from, to, subject, text, html }) {
      const { error } = await resend.emails.send({ from, to, subject, text, html }, { idempotencyKey: id });
      if (!error) return { ok: true };
      const status = error.statusCode ?? 0;
      return {
        ok: false,
        again: !FOR_GOOD.has(status),
        error: `${error.name}: ${error.message}`.slice(0, 300),
      };
    },
  };
}
