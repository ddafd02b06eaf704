import type { Actor } from "@/lib/permissions/actor";
import { can } from "@/lib/permissions/can";
import type { Permission } from "@/lib/permissions/permissions";
import { routes } from "@/lib/routes";

// What somebody has to do first stands first; people come before everything that is about them.
const FIRST: readonly [Permission, (org: string) => string][] = [
  ["users.read", routes.overview],
  ["users.import.read", routes.imports],
  ["billing.read", routes.billing],
  ["groups.read", routes.groups],
  ["telephony.read", routes.telephony],
  ["services.read", routes.services],
  ["messages.read", routes.messages],
  ["users.credentials.read", routes.pins],
  ["audit.read", routes.audit],
  ["apiKeys.read", routes.apiKeys],
  ["settings.read", routes.settings],
];

/** The page that somebody lands on in the organization that they are at work in; null for one with nothing but their account. */
export function landingOf(actor: Actor): string | null {
  const found = FIRST.find(([permission]) => can(actor, permission));
  return found ? found[1](actor.organization.slug) : null;
}
