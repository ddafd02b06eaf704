import "server-only";
import type { Transaction } from "@/lib/db";
import type { Actor } from "@/lib/permissions/actor";
import { awayFrom } from "@/lib/policies/away";
import type { PolicyKey } from "@/lib/policies/catalogue";
import { policiesInForce } from "@/lib/policies/in-force";
import { fail, type Result } from "@/lib/result";
import { lockAdmins } from "@/lib/users/admins";

/**
 * Makes changes of who gets in wait for each other, and refuses that of somebody who has been shut out meanwhile: two
 * admins would else shut each other out at the same moment. Nothing is asked of other policies.
 */
export async function refusalOfShutOut(
  tx: Transaction,
  actor: Actor,
  key: PolicyKey,
): Promise<Result<never> | null> {
  if (key !== "allowedNetworks" && key !== "signInHours") return null;
  await lockAdmins(tx, actor.organization.id);
  if (actor.organizationId !== actor.organization.id) return null;
  const held = await policiesInForce(tx, actor.organizationId, actor.userId);
  return awayFrom(held, actor.ip, new Date())
    ? fail("forbidden", "Somebody else has said meanwhile from where and when you get in: not from here now.")
    : null;
}
