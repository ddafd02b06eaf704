import { ATTEMPTS_MAX, waitAfter } from "@/lib/messages/backoff";
import type { Delivery } from "@/lib/messages/transport/transport";

/** What a message becomes after a try. */
export type Outcome = {
  state: "sent" | "failed" | "bounced" | "cancelled" | "queued";
  error: string | null;
  providerId: string | null;
  /** When the next try is due. */
  nextAttemptAt: Date | null;
  /** Whether the try is not counted, because the service took nothing and said so. */
  isUncounted: boolean;
  /** Whether what only the message tells is still needed. */
  keepsSealed: boolean;
};

const ENDED = { providerId: null, nextAttemptAt: null, isUncounted: false, keepsSealed: false };

export const outcomeOf = {
  refusal: (error: string): Outcome => ({ ...ENDED, state: "cancelled", error }),

  /** @param attempts the tries so far, this one included */
  delivery(delivery: Delivery | undefined, attempts: number, now: Date): Outcome {
    if (!delivery) return { ...ENDED, state: "failed", error: "The service answered for fewer messages." };
    if (delivery.ok) return { ...ENDED, state: "sent", error: null, providerId: delivery.providerId ?? null };
    const { error, again, afterMs, isBounce } = delivery;
    if (isBounce && !again) return { ...ENDED, state: "bounced", error };
    if (!again) return { ...ENDED, state: "failed", error };
    const isUncounted = afterMs !== undefined;
    if (!isUncounted && attempts >= ATTEMPTS_MAX)
      return { ...ENDED, state: "failed", error: `Given up after ${attempts} tries. ${error}` };
    const nextAttemptAt = new Date(now.getTime() + (afterMs ?? waitAfter(attempts)));
    return { ...ENDED, state: "queued", error, nextAttemptAt, isUncounted, keepsSealed: true };
  },
};
