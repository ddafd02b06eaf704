import "server-only";
import { consume, keyOfNetwork, limiterOf } from "@/lib/auth/throttle";

/** Sign-ins at providers that one network may begin, and addresses that it may ask about. */
export const SIGN_ON_LIMITS = { begun: { points: 120, seconds: 60 }, asked: { points: 120, seconds: 60 } };

let held: Record<"begun" | "asked", ReturnType<typeof limiterOf>> | undefined;

/** Counts a sign-in that begins. @returns how many seconds to wait, or null */
export const countSignOn = (ip: string): Promise<number | null> =>
  consume(limiters().begun, keyOfNetwork(ip));

/** Counts a question for whose provider a username is. @returns how many seconds to wait, or null */
export const countOffer = (ip: string): Promise<number | null> => consume(limiters().asked, keyOfNetwork(ip));

function limiters() {
  held ??= {
    begun: limiterOf("sign-on-begun", SIGN_ON_LIMITS.begun),
    asked: limiterOf("sign-on-asked", SIGN_ON_LIMITS.asked),
  };
  return held;
}
