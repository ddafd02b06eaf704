import "server-only";
import { consume, keyOf, keyOfNetwork, limiterOf } from "@/lib/auth/throttle";

/** Sign-ins at providers that one network may begin, and addresses that it may ask about. */
export const SIGN_ON_LIMITS = {
  begun: { points: 120, seconds: 60 },
  asked: { points: 120, seconds: 60 },
  /** Providers that one organization has looked at, while it sets one up. */
  looked: { points: 60, seconds: 600 },
};

let held: Record<"begun" | "asked" | "looked", ReturnType<typeof limiterOf>> | undefined;

/** Counts a sign-in that begins. @returns how many seconds to wait, or null */
export const countSignOn = (ip: string): Promise<number | null> =>
  consume(limiters().begun, keyOfNetwork(ip));

/** Counts a question for whose provider a username is. @returns how many seconds to wait, or null */
export const countOffer = (ip: string): Promise<number | null> => consume(limiters().asked, keyOfNetwork(ip));

/** Counts a provider that is looked at. @returns how many seconds to wait, or null */
export const countLook = (organizationId: string): Promise<number | null> =>
  consume(limiters().looked, keyOf(organizationId));

function limiters() {
  held ??= {
    begun: limiterOf("sign-on-begun", SIGN_ON_LIMITS.begun),
    looked: limiterOf("sign-on-looked", SIGN_ON_LIMITS.looked),
    asked: limiterOf("sign-on-asked", SIGN_ON_LIMITS.asked),
  };
  return held;
}
