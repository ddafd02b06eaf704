import "server-only";
import type { Transaction } from "@/lib/db";
import type { Actor } from "@/lib/permissions/actor";
import { policiesForActor } from "@/lib/policies/in-force";
import { fail, type Result } from "@/lib/result";

/** Why an actor takes no list of people away, whatever their role allows; null where they may. */
export async function exportRefusal(tx: Transaction, actor: Actor): Promise<Result<never> | null> {
  const held = await policiesForActor(tx, actor);
  // Whoever works inside another organization keeps to what holds for them at home, too.
  return held.exportAllowed && actor.exportAllowed !== false
    ? null
    : fail("forbidden", "A policy lets you take no lists of people away.");
}
