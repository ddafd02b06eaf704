import "server-only";
import { createHash } from "node:crypto";
import pg from "pg";
import { RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible";
import { required } from "@/lib/env";
import { log } from "@/lib/log";

const WINDOW_SECONDS = 15 * 60;

/** Wrong API keys from one network in fifteen minutes. */
export const WRONG_KEYS_MAX = 100;

/** Wrong guesses at one username, and tries from one network, in fifteen minutes. */
export const SIGN_IN_LIMITS = { perUsername: 10, perNetwork: 300 };

type Limiters = Record<"username" | "network" | "wrongKeys", RateLimiterPostgres>;
let limiters: Limiters | undefined;

/**
 * Counts a try before anything is hashed.
 * @returns how many seconds to wait, or null when the try may go on.
 */
export async function countSignIn(username: string, network: string): Promise<number | null> {
  const { username: byUsername, network: byNetwork } = throttle();
  return (await consume(byUsername, keyOf(username))) ?? (await consume(byNetwork, keyOf(network)));
}

/** Forgets the wrong guesses at a username, after a right one. */
export async function forgetSignIns(username: string): Promise<void> {
  await throttle().username.delete(keyOf(username));
}

/**
 * Counts a request with a wrong API key.
 * @returns how many seconds to wait, or null when there were not too many of them.
 */
export const countWrongKey = (network: string): Promise<number | null> =>
  consume(throttle().wrongKeys, keyOf(network));

async function consume(limiter: RateLimiterPostgres, key: string): Promise<number | null> {
  try {
    await limiter.consume(key);
    return null;
  } catch (refused) {
    if (refused instanceof RateLimiterRes) return Math.max(1, Math.ceil(refused.msBeforeNext / 1000));
    throw refused;
  }
}

function throttle(): Limiters {
  if (limiters) return limiters;
  const storeClient = new pg.Pool({ connectionString: required("DATABASE_APP_URL"), max: 2 });
  // An idle connection that breaks, as when the database restarts, would otherwise end the process.
  storeClient.on("error", (error) => log.warn({ error: error.message }, "A database connection was lost."));
  const limiter = (keyPrefix: string, points: number) =>
    new RateLimiterPostgres({
      storeClient,
      storeType: "pool",
      tableName: "throttles",
      tableCreated: true,
      keyPrefix,
      points,
      duration: WINDOW_SECONDS,
      inMemoryBlockOnConsumed: points + 1,
    });
  limiters = {
    username: limiter("sign-in-username", SIGN_IN_LIMITS.perUsername),
    network: limiter("sign-in-network", SIGN_IN_LIMITS.perNetwork),
    wrongKeys: limiter("api-key-network", WRONG_KEYS_MAX),
  };
  return limiters;
}

const keyOf = (text: string) => createHash("sha256").update(text).digest("hex");
