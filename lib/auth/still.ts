import "server-only";
import { reviveActor } from "@/lib/auth/revive";
import { storeActor } from "@/lib/auth/stored-actor";
import type { Actor } from "@/lib/permissions/actor";
import { can } from "@/lib/permissions/can";
import type { Permission } from "@/lib/permissions/permissions";

/**
 * Asks again, before the next part of something long leaves, whether whoever takes it still may.
 * @throws Error where they may not any more: what is under way ends there
 */
export async function demandStill(actor: Actor, permission: Permission): Promise<void> {
  const now = await reviveActor(storeActor(actor), actor.organization.id);
  if (!now || !can(now, permission)) throw new Error(`Whoever reads this may not any more: ${permission}.`);
}
