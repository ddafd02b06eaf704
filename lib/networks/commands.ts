import "server-only";
import { isAllowedFrom } from "@/lib/networks/cidr";
import { savePolicy } from "@/lib/organizations/policy";
import type { Actor } from "@/lib/permissions/actor";
import { can } from "@/lib/permissions/can";
import { forbidden, invalidFields, type Result } from "@/lib/result";

/**
 * Says from which networks an organization lets people in, none for any. Nobody shuts themselves out by it: the network
 * that the actor is in now must be among them.
 * @param allowedNetworks in canonical CIDR
 */
export async function saveNetworks(actor: Actor, allowedNetworks: string[]): Promise<Result<null>> {
  if (!can(actor, "settings.update")) return forbidden();
  if (isAllowedFrom(actor.ip, allowedNetworks)) return savePolicy(actor, { allowedNetworks });
  const message = `You are at ${actor.ip ?? "an unknown address"}, which is in none of these: you would shut yourself out. Add it first.`;
  return invalidFields([{ path: "allowedNetworks", message }]);
}
