import "server-only";
import { createHash } from "node:crypto";
import { RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible";
import { pool } from "@/lib/db";
import { networkPrefix } from "@/lib/network-prefix";

const WINDOW_SECONDS = 15 * 60;

/** Wrong API keys from one network in fifteen minutes. */
export const WRONG_KEYS_MAX = 100;

/**
 * Wrong guesses at one username from one network and from all together, and tries from one network, in fifteen minutes.
 * One network alone shuts nobody out elsewhere.
 */
export const SIGN_IN_LIMITS = { perUsernameHere: 10, perUsername: 50, perNetwork: 300 };

type Limiters = Record<"here" | "username" | "network" | "wrongKeys", RateLimiterPostgres>;
let limiters: Limiters | undefined;

/**
 * Counts a try before anything is hashed.
 * @returns how many seconds to wait, or null when the try may go on.
 */
export async function countSignIn(username: string, network: string): Promise<number | null> {
  const { here, username: byUsername, network: byNetwork } = throttle();
  return (
    (await consume(here, keyHere(username, network))) ??
    (await consume(byNetwork, keyOfNetwork(network))) ??
    (await consume(byUsername, keyOf(username)))
  );
}

/** Forgets the wrong guesses at a username, after a right one from this network. */
export async function forgetSignIns(username: string, network: string): Promise<void> {
  await throttle().here.delete(keyHere(username, network));
  await throttle().username.delete(keyOf(username));
}

/**
 * Counts a request with a wrong API key.
 * @returns how many seconds to wait, or null when there were not too many of them.
 */
export const countWrongKey = (network: string): Promise<number | null> =>
  consume(throttle().wrongKeys, keyOfNetwork(network));

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
  const limiter = (keyPrefix: string, points: number) =>
    new RateLimiterPostgres({
      storeClient: pool(),
      storeType: "pool",
      tableName: "throttles",
      tableCreated: true,
      keyPrefix,
      points,
      duration: WINDOW_SECONDS,
      inMemoryBlockOnConsumed: points + 1,
    });
  limiters = {
    here: limiter("sign-in-here", SIGN_IN_LIMITS.perUsernameHere),
    username: limiter("sign-in-username", SIGN_IN_LIMITS.perUsername),
    network: limiter("sign-in-network", SIGN_IN_LIMITS.perNetwork),
    wrongKeys: limiter("api-key-network", WRONG_KEYS_MAX),
  };
  return limiters;
}

const keyHere = (username: string, network: string) =>
  keyOf(JSON.stringify([username, networkPrefix(network)]));

const keyOfNetwork = (network: string) => keyOf(networkPrefix(network));

const keyOf = (text: string) => createHash("sha256").update(text).digest("hex");
