import "server-only";
import type { RateLimiterPostgres } from "rate-limiter-flexible";
import { consume, keyHere, keyOf, keyOfNetwork, limiterOf } from "@/lib/auth/throttle";
import { log } from "@/lib/log";

/**
 * Wrong PINs, within seconds. Counted for a username from one network and from all together, for a network, and for an
 * organization. That last one decides what spraying is worth: of a million guesses 500 are looked at, and each of these
 * hits with a chance of one in a million, however many PINs there are to hit.
 */
export const PIN_TRIES = {
  here: { points: 5, seconds: 900 },
  username: { points: 20, seconds: 900 },
  network: { points: 50, seconds: 900 },
  organizationHour: { points: 500, seconds: 3600 },
  organizationDay: { points: 1500, seconds: 86_400 },
};

/** Whom a try is counted for; `organization` is an id; the names of a domain that nobody has share one that nobody has, and their `domain` is null. */
export type PinTry = { username: string; network: string; organization: string; domain: string | null };

/**
 * Counts a try before anything is looked at.
 * @returns how many seconds to wait, or null when the try may go on
 */
export async function countPinTry(counted: PinTry): Promise<number | null> {
  const { username, network, organization, domain } = counted;
  const { here, username: byUsername, network: byNetwork, organizationHour, organizationDay } = pinLimiters();
  const wait =
    (await consume(here, keyHere(username, network))) ??
    (await consume(byNetwork, keyOfNetwork(network))) ??
    (await consume(byUsername, keyOf(username)));
  if (wait !== null) return wait;
  const key = keyOf(organization);
  const shut = (await consume(organizationHour, key)) ?? (await consume(organizationDay, key));
  if (shut === null) return null;
  for (const each of [organization, domain]) if (each !== null) shutUntil.set(each, Date.now() + shut * 1000);
  log.warn({ organization, seconds: shut }, "Too many wrong PINs: an organization takes none for a while.");
  return shut;
}

/** Until when organizations, by id and domain, take no PIN, as far as this process knows. */
const shutUntil = new Map<string, number>();

/** Whether an organization is known to take no PIN now: a flood costs no more than this look. */
export const isShut = (idOrDomain: string): boolean => (shutUntil.get(idOrDomain) ?? 0) > Date.now();

/** Gives a try back that was right, and forgets the wrong ones at the username. */
export async function forgetPinTries({ username, network, organization }: PinTry): Promise<void> {
  const { here, username: byUsername, network: byNetwork, organizationHour, organizationDay } = pinLimiters();
  await here.delete(keyHere(username, network));
  await byUsername.delete(keyOf(username));
  await byNetwork.reward(keyOfNetwork(network));
  for (const each of [organizationHour, organizationDay]) await each.reward(keyOf(organization));
}

let limiters: Record<keyof typeof PIN_TRIES, RateLimiterPostgres> | undefined;

function pinLimiters() {
  limiters ??= {
    here: limiterOf("pin-here", PIN_TRIES.here),
    username: limiterOf("pin-username", PIN_TRIES.username),
    network: limiterOf("pin-network", PIN_TRIES.network),
    organizationHour: limiterOf("pin-organization-hour", PIN_TRIES.organizationHour),
    organizationDay: limiterOf("pin-organization-day", PIN_TRIES.organizationDay),
  };
  return limiters;
}
