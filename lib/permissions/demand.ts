import type { Actor } from "@/lib/permissions/actor";
import { can } from "@/lib/permissions/can";
import type { Permission } from "@/lib/permissions/permissions";

/** For queries, whose callers have asked already: without the permission it is a mistake of ours. */
export function demand(actor: Actor, permission: Permission): void {
  if (!can(actor, permission)) throw new Error(`A query was made without ${permission}.`);
}
