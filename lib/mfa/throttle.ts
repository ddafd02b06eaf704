import "server-only";
import type { RateLimiterPostgres } from "rate-limiter-flexible";
import { consume, keyOf, keyOfNetwork, limiterOf } from "@/lib/auth/throttle";
import { CHALLENGE_MINUTES } from "@/lib/mfa/challenge";
import type { Owner } from "@/lib/mfa/keyed-hash";

/**
 * Tries at second steps, within seconds. Whoever tries has shown the password, so these shut nobody else out; of a million
 * codes, three of which are right at a time, 50 are looked at in a day (NIST SP 800-63B-4 §3.2.2: 100 in a row at most),
 * and of one that was sent by SMS no more than 10.
 */
export const SECOND_STEP_TRIES = {
  person: { points: 10, seconds: 900 },
  personDay: { points: 50, seconds: 86_400 },
  network: { points: 100, seconds: 900 },
  pending: { points: 20, seconds: 900 },
};

/** Requests for a challenge, and tries with a passkey alone, of one network. */
export const PASSKEY_TRIES = { points: 600, seconds: 900 };

/**
 * Codes that are sent to one person's phone, that one network asks for, and that go to one number which is on file for none
 * of those who typed it: so many people together cannot flood somebody's phone.
 */
export const CODES_SENT = {
  person: { points: 5, seconds: 900 },
  personDay: { points: 20, seconds: 86_400 },
  network: { points: 50, seconds: 900 },
  unprovenDay: { points: 20, seconds: 86_400 },
};

/**
 * Counts a try at one sign-in that waits, before anything is looked up: a flood is refused from memory.
 * @param token what its cookie holds, whether there is such a sign-in or not
 */
export const countPendingTry = (token: string): Promise<number | null> =>
  consume(limiters().pending, keyOf(token));

/**
 * Counts a try before anything is looked at.
 * @returns how many seconds to wait, or null when the try may go on
 */
export async function countTry(owner: Owner, network: string): Promise<number | null> {
  const { tries, triesDay, triesNetwork } = limiters();
  return (
    (await consume(triesNetwork, keyOfNetwork(network))) ??
    (await consume(tries, keyOfOwner(owner))) ??
    (await consume(triesDay, keyOfOwner(owner)))
  );
}

/** Forgets the wrong tries of a person, after a right one from this network. */
export async function forgetTries(owner: Owner, network: string): Promise<void> {
  await forgetAllTries(owner);
  await limiters().triesNetwork.reward(keyOfNetwork(network));
}

/** Forgets the wrong tries of a person who has no second step any more to guess at. */
export async function forgetAllTries(owner: Owner): Promise<void> {
  const { tries, triesDay } = limiters();
  await tries.delete(keyOfOwner(owner));
  await triesDay.delete(keyOfOwner(owner));
}

/** Counts a code before it is sent. */
export async function countSent(owner: Owner, network: string): Promise<number | null> {
  const { sent, sentDay, sentNetwork } = limiters();
  return (
    (await consume(sentNetwork, keyOfNetwork(network))) ??
    (await consume(sent, keyOfOwner(owner))) ??
    (await consume(sentDay, keyOfOwner(owner)))
  );
}

/** Counts a code before it is sent to a number that somebody has typed. */
export const countUnproven = (phone: string): Promise<number | null> =>
  consume(limiters().unprovenDay, keyOf(phone));

/** Counts a request for a challenge, or a try with a passkey alone, of whoever has not said who they are. */
export const countPasskeyTry = (network: string): Promise<number | null> =>
  consume(limiters().passkeys, keyOfNetwork(network));

/** Uses a challenge up. @returns whether it had not been used before */
export const spendChallenge = async (challenge: string): Promise<boolean> =>
  (await consume(limiters().challenges, keyOf(challenge))) === null;

const keyOfOwner = ({ organizationId, userId }: Owner) => keyOf(JSON.stringify([organizationId, userId]));

let made: Record<
  | "tries"
  | "triesDay"
  | "triesNetwork"
  | "sent"
  | "sentDay"
  | "sentNetwork"
  | "unprovenDay"
  | "passkeys"
  | "pending"
  | "challenges",
  RateLimiterPostgres
>;

function limiters(): typeof made {
  made ??= {
    tries: limiterOf("second-step", SECOND_STEP_TRIES.person),
    triesDay: limiterOf("second-step-day", SECOND_STEP_TRIES.personDay),
    triesNetwork: limiterOf("second-step-network", SECOND_STEP_TRIES.network),
    sent: limiterOf("code-sent", CODES_SENT.person),
    sentDay: limiterOf("code-sent-day", CODES_SENT.personDay),
    sentNetwork: limiterOf("code-sent-network", CODES_SENT.network),
    unprovenDay: limiterOf("code-sent-unproven", CODES_SENT.unprovenDay),
    pending: limiterOf("second-step-sign-in", SECOND_STEP_TRIES.pending),
    passkeys: limiterOf("passkey-network", PASSKEY_TRIES),
    challenges: limiterOf("passkey-challenge", { points: 1, seconds: CHALLENGE_MINUTES * 2 * 60 }),
  };
  return made;
}
