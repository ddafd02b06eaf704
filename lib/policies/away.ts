import { isAllowedFrom } from "@/lib/networks/cidr";
import type { PolicyValues } from "@/lib/policies/catalogue";
import { isWithinHours } from "@/lib/policies/hours";

/** Why nobody whom these policies hold for gets in from there at that moment; null where they do. */
export function awayFrom(
  { allowedNetworks, signInHours }: Pick<PolicyValues, "allowedNetworks" | "signInHours">,
  ip: string | null,
  now: Date,
): "network" | "hours" | null {
  if (!isAllowedFrom(ip, allowedNetworks)) return "network";
  return isWithinHours(signInHours, now) ? null : "hours";
}
