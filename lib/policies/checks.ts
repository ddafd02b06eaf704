import { leastPasswordLength } from "@/lib/mfa/policy";
import { awayFrom } from "@/lib/policies/away";
import type { PolicyKey, PolicyValues } from "@/lib/policies/catalogue";

/** Where whoever changes a policy is, if it will hold for them too. */
export type Whereabouts = { ip: string | null; now: Date };

/**
 * Why a policy may not become what it would be, beside its own bounds; null where it may.
 * @param held all that would hold then
 * @param here where whoever changes it is, if it will hold for them too: nobody shuts themselves out
 */
export function policyProblem(key: PolicyKey, held: PolicyValues, here: Whereabouts | null): string | null {
  switch (key) {
    case "passwordLengthMin": {
      const least = leastPasswordLength(held.mfaPolicy);
      return held.passwordLengthMin < least
        ? `At least ${least}, as long as a second step is not required.`
        : null;
    }
    case "sessionIdleMinutes":
    case "sessionHours":
      return held.sessionIdleMinutes > held.sessionHours * 60
        ? "A session lasts no longer without a request than in all."
        : null;
    case "allowedNetworks":
    case "signInHours":
      return here && shutOut(key, held, here);
    default:
      return null;
  }
}

function shutOut(
  key: "allowedNetworks" | "signInHours",
  held: PolicyValues,
  { ip, now }: Whereabouts,
): string | null {
  const away = awayFrom(held, ip, now);
  if (key === "allowedNetworks" && away === "network")
    return `You are at ${ip ?? "an unknown address"}, which is in none of these: you would shut yourself out. Add it first.`;
  return key === "signInHours" && away === "hours"
    ? "It is none of these hours now: you would shut yourself out at once."
    : null;
}
