import "server-only";
import { createHash } from "node:crypto";
import { RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible";
import { pool } from "@/lib/db";
import { networkPrefix } from "@/lib/network-prefix";

const WINDOW_SECONDS = 15 * 60;

/** Wrong API keys from one network in fifteen minutes. */
export const WRONG_KEYS_MAX = 100;

/**
 * Wrong guesses at one username from one network and from all together, and tries from one network, in fifteen minutes;
 * and guesses at one username from all networks within a minute. One network alone shuts nobody out elsewhere for longer.
 */
export const SIGN_IN_LIMITS = {
  perUsernameHere: 10,
  perUsername: 50,
  perNetwork: 300,
  perUsernameAtOnce: 10,
};

const AT_ONCE_SECONDS = 60;

/**
 * In fifteen minutes: requests for a link by one name, whoever has it, requests for one by one network, and passwords
 * that are judged for one network while they are typed.
 */
export const LINK_LIMITS = { perName: 5, perNetwork: 60, advicePerNetwork: 600 };

type Limiters = Record<
  "here" | "atOnce" | "username" | "network" | "wrongKeys" | "linkName" | "linkNetwork" | "advice",
  RateLimiterPostgres
>;
let limiters: Limiters | undefined;

/**
 * Counts a try before anything is hashed.
 * @returns how many seconds to wait, or null when the try may go on.
 */
export async function countSignIn(username: string, network: string): Promise<number | null> {
  const { here, atOnce, username: byUsername, network: byNetwork } = throttle();
  return (
    (await consume(here, keyHere(username, network))) ??
    (await consume(byNetwork, keyOfNetwork(network))) ??
    (await consume(atOnce, keyOf(username))) ??
    (await consume(byUsername, keyOf(username)))
  );
}

/** Forgets the wrong guesses at a username, after a right one from this network. */
export async function forgetSignIns(username: string, network: string): Promise<void> {
  await throttle().here.delete(keyHere(username, network));
  await forgetGuesses(username);
}

/** Forgets the wrong guesses at a username from all networks together, when its account is opened again. */
export async function forgetGuesses(username: string): Promise<void> {
  await throttle().atOnce.delete(keyOf(username));
  await throttle().username.delete(keyOf(username));
}

/**
 * Counts a request with a wrong API key.
 * @returns how many seconds to wait, or null when there were not too many of them.
 */
export const countWrongKey = (network: string): Promise<number | null> =>
  consume(throttle().wrongKeys, keyOfNetwork(network));

/**
 * Counts a request for a link, before anything is looked up.
 * @param name what was typed, or the link that is to be replaced; whether it exists makes no difference
 */
export async function countLinkRequest(name: string, network: string): Promise<number | null> {
  const { linkName, linkNetwork } = throttle();
  return (await consume(linkNetwork, keyOfNetwork(network))) ?? (await consume(linkName, keyOf(name)));
}

/** Counts a password that is judged while it is typed. */
export const countAdvice = (network: string): Promise<number | null> =>
  consume(throttle().advice, keyOfNetwork(network));

/** Takes a point. @returns how many seconds to wait when there is none left, else null */
export async function consume(limiter: RateLimiterPostgres, key: string): Promise<number | null> {
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
  const limiter = (keyPrefix: string, points: number, seconds = WINDOW_SECONDS) =>
    limiterOf(keyPrefix, { points, seconds });
  limiters = {
    here: limiter("sign-in-here", SIGN_IN_LIMITS.perUsernameHere),
    atOnce: limiter("sign-in-at-once", SIGN_IN_LIMITS.perUsernameAtOnce, AT_ONCE_SECONDS),
    username: limiter("sign-in-username", SIGN_IN_LIMITS.perUsername),
    network: limiter("sign-in-network", SIGN_IN_LIMITS.perNetwork),
    wrongKeys: limiter("api-key-network", WRONG_KEYS_MAX),
    linkName: limiter("link-name", LINK_LIMITS.perName),
    linkNetwork: limiter("link-network", LINK_LIMITS.perNetwork),
    advice: limiter("advice-network", LINK_LIMITS.advicePerNetwork),
  };
  return limiters;
}

/** Counts up to so many points within so many seconds, for all processes. */
export const limiterOf = (
  keyPrefix: string,
  { points, seconds }: { points: number; seconds: number },
): RateLimiterPostgres =>
  new RateLimiterPostgres({
    storeClient: pool(),
    storeType: "pool",
    tableName: "throttles",
    tableCreated: true,
    keyPrefix,
    points,
    duration: seconds,
    inMemoryBlockOnConsumed: points + 1,
  });

export const keyHere = (username: string, network: string) =>
  keyOf(JSON.stringify([username, networkPrefix(network)]));

export const keyOfNetwork = (network: string) => keyOf(networkPrefix(network));

export const keyOf = (text: string) => createHash("sha256").update(text).digest("hex");
