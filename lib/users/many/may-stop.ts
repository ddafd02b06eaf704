import "server-only";
import { reviveActor } from "@/lib/auth/revive";
import { isStored } from "@/lib/auth/stored-actor";
import type { Actor } from "@/lib/permissions/actor";
import { holds } from "@/lib/permissions/can";
import { askerOf, type RunningChange } from "@/lib/users/many/running";

/**
 * Whether what the worker does with a change is an actor's to stop: theirs who asked for it, and theirs who hold all that
 * these hold. What somebody asked for who may not act here any more is stopped by whoever may do the like.
 */
export async function mayStop(actor: Actor, change: RunningChange): Promise<boolean> {
  if (isStored(askerOf(change), actor)) return true;
  const asker = await reviveActor(askerOf(change), change.organizationId);
  return asker === null || holds(actor, [...asker.permissions]);
}
