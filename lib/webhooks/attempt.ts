import * as z from "zod";
import { GIVE_UP_AFTER_MS, waitAfter } from "@/lib/webhooks/backoff";

/** How much of an answer is kept. */
export const ANSWER_CHARACTERS = 500;

const attempt = z.object({
  at: z.coerce.date(),
  tookMs: z.number(),
  /** Of the answer; null when there was none. */
  status: z.number().nullable(),
  /** Why it failed; null when it did not. */
  problem: z.string().nullable(),
  answer: z.string(),
});

/** One try of a delivery and what came of it. */
export type Attempt = z.output<typeof attempt>;

/** Tries as a row keeps them, the first one first. */
export const readAttempts = (kept: unknown): Attempt[] => z.array(attempt).catch([]).parse(kept);

export const DELIVERY_STATES = ["waiting", "delivered", "failed", "cancelled"] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

export type Tried = {
  attempt: Attempt;
  state: DeliveryState;
  /** When it is tried again. */
  nextAttemptAt: Date | null;
  /** The receiver said that it is there no more. */
  isGone: boolean;
};

type Came = { status: number; body: Buffer; isCompressed: boolean; retryAfter: string | undefined };

/**
 * What a try comes to. Only 2xx is success; a redirect is none, as it is not followed.
 * @param tries how many there were, this one included, and since when
 */
export function judge(
  came: Came | { problem: string },
  { at, tookMs }: { at: Date; tookMs: number },
  { tries, since }: { tries: number; since: Date },
): Tried {
  const problem = "problem" in came ? came.problem : problemOf(came.status);
  const attempt: Attempt = {
    at,
    tookMs,
    status: "status" in came ? came.status : null,
    problem,
    answer: "status" in came ? beginningOf(came) : "",
  };
  const isGone = "status" in came && came.status === 410;
  if (problem === null) return { attempt, state: "delivered", nextAttemptAt: null, isGone };
  const asked = "status" in came ? secondsAsked(came.retryAfter, at) * 1000 : 0;
  const nextAttemptAt = new Date(at.getTime() + waitAfter(tries, asked));
  if (at.getTime() - since.getTime() >= GIVE_UP_AFTER_MS)
    return { attempt, state: "failed", nextAttemptAt: null, isGone };
  return { attempt, state: "waiting", nextAttemptAt, isGone };
}

function problemOf(status: number): string | null {
  if (status >= 200 && status < 300) return null;
  if (status >= 300 && status < 400) return "It sent us elsewhere; redirects are not followed.";
  if (status === 410) return "It says that it is gone for good.";
  return `It answered ${status}.`;
}

/** What can be kept and shown of an answer: no bytes that are no text. */
function beginningOf({ body, isCompressed }: Came): string {
  if (isCompressed) return "(compressed)";
  const text = body.toString("utf8").replaceAll(/[^\P{Cc}\t\n]|\ufffd/gu, "");
  return Array.from(text).slice(0, ANSWER_CHARACTERS).join("");
}

/** `Retry-After` (RFC 9110, 10.2.3): so many seconds, or a moment. */
function secondsAsked(value: string | undefined, now: Date): number {
  if (value === undefined) return 0;
  if (/^\d{1,9}$/.test(value)) return Number(value);
  const moment = Date.parse(value);
  return Number.isNaN(moment) ? 0 : Math.max(0, (moment - now.getTime()) / 1000);
}
