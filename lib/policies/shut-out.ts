import "server-only";
import type { Transaction } from "@/lib/db";
import type { Actor } from "@/lib/permissions/actor";
import { awayFrom } from "@/lib/policies/away";
import type { PolicyKey } from "@/lib/policies/catalogue";
import { policiesInForce } from "@/lib/policies/in-force";
import { hasInsider } from "@/lib/policies/insiders";
import { fail, invalidFields, type Result } from "@/lib/result";
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
  if (!shutsOut(key)) return null;
  await lockAdmins(tx, actor.organization.id);
  if (actor.organizationId !== actor.organization.id) return null;
  const held = await policiesInForce(tx, actor.organizationId, actor.userId);
  return awayFrom(held, actor.ip, new Date())
    ? fail("forbidden", "Somebody else has said meanwhile from where and when you get in: not from here now.")
    : null;
}

const shutsOut = (key: PolicyKey) => key === "allowedNetworks" || key === "signInHours";

/**
 * Changes a policy by a function, and refuses what leaves an organization that has admins who get in without any: whoever
 * says from where people sign in need not be an admin, nor one of its own people.
 */
export async function keepingInsider<T>(
  tx: Transaction,
  actor: Actor,
  key: PolicyKey,
  change: () => Promise<Result<T>>,
): Promise<Result<T>> {
  if (!shutsOut(key)) return change();
  const asked = { actor, hours: key === "signInHours" };
  const had = await hasInsider(tx, actor.organization.id, asked);
  const changed = await change();
  if (!changed.ok || !had || (await hasInsider(tx, actor.organization.id, asked))) return changed;
  return invalidFields([{ path: "value", message: asked.hours ? NO_HOURS : NO_NETWORKS }]);
}

const NO_NETWORKS =
  "No admin whose access does not end last signed in from any of these: all of them would be shut out. Add the network of one of them.";
const NO_HOURS =
  "No admin whose access does not end was last here at any of these hours. Choose some at which one of them is.";
