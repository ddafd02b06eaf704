import type { Actor } from "@/lib/permissions/actor";
import { can } from "@/lib/permissions/can";
import type { Permission } from "@/lib/permissions/permissions";

/**
 * For queries, whose callers have asked already: without any of these permissions it is a mistake of ours.
 * @throws Error
 */
export function demand(actor: Actor, ...oneOf: [Permission, ...Permission[]]): void {
  if (oneOf.some((permission) => can(actor, permission))) return;
  throw new Error(`A query was made without ${oneOf.join(" or ")}.`);
}
