import "server-only";
import type { RateLimiterPostgres } from "rate-limiter-flexible";
import { RateLimiterRes } from "rate-limiter-flexible";
import { limiterOf } from "@/lib/auth/throttle";
import { env } from "@/lib/env";

/** What a key has left of its requests. */
export type Taken = { limit: number; left: number; resetSeconds: number; isRefused: boolean };

const WINDOW_SECONDS = 60;
/** A process takes so many parts of a window's requests from all processes' count, one after the other. */
const PARTS = 60;
const KEYS_HELD_MAX = 10_000;

type Lease = { left: number; beyond: number; until: number };

let limiter: { perLease: number; shared: RateLimiterPostgres } | undefined;
const leases = new Map<string, Promise<Lease>>();

/**
 * Counts a request of a key. All processes count together, in the database; each takes some requests at once from there,
 * so that most of them cost no round trip.
 */
export async function takeRequest(keyId: string): Promise<Taken> {
  const { perLease } = leasing();
  const limit = perLease * PARTS;
  for (;;) {
    const promised = leases.get(keyId) ?? take(keyId);
    const lease = await promised;
    const now = Date.now();
    const resetSeconds = Math.max(1, Math.ceil((lease.until - now) / 1000));
    if (lease.until > now && lease.left > 0) {
      lease.left -= 1;
      return { limit, left: lease.left + lease.beyond, resetSeconds, isRefused: false };
    }
    if (lease.until > now && lease.beyond === 0) return { limit, left: 0, resetSeconds, isRefused: true };
    if (leases.get(keyId) === promised) leases.delete(keyId);
  }
}

/** The headers of draft-ietf-httpapi-ratelimit-headers. */
export const rateHeaders = ({ limit, left, resetSeconds }: Taken): Record<string, string> => ({
  "ratelimit-policy": `"key";q=${limit};w=${WINDOW_SECONDS}`,
  ratelimit: `"key";r=${left};t=${resetSeconds}`,
});

function take(keyId: string): Promise<Lease> {
  if (leases.size >= KEYS_HELD_MAX) leases.clear();
  const taking = consume(keyId);
  leases.set(keyId, taking);
  taking.catch(() => leases.delete(keyId));
  return taking;
}

async function consume(keyId: string): Promise<Lease> {
  const { shared, perLease } = leasing();
  const leaseOf = ({ remainingPoints, msBeforeNext }: RateLimiterRes, left: number) => ({
    left,
    beyond: remainingPoints * perLease,
    until: Date.now() + msBeforeNext,
  });
  try {
    return leaseOf(await shared.consume(keyId), perLease);
  } catch (refused) {
    if (refused instanceof RateLimiterRes) return leaseOf(refused, 0);
    throw refused;
  }
}

function leasing() {
  limiter ??= {
    perLease: Math.ceil(env().ROLLCALL_API_REQUESTS_PER_MINUTE / PARTS),
    shared: limiterOf("api-key", { points: PARTS, seconds: WINDOW_SECONDS }),
  };
  return limiter;
}
