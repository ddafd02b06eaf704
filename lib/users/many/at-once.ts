import "server-only";
import type { Transaction } from "@/lib/db";
import { giveChosen, giveGrants, planGrants } from "@/lib/grants/commands";
import { changeMembers, moveChosen, planMembers } from "@/lib/groups/members";
import type { Actor } from "@/lib/permissions/actor";
import { givePolicy, planPolicy, sayChosen } from "@/lib/policies/bulk-commands";
import { planProperties, setChosen, setProperties } from "@/lib/properties/bulk-commands";
import type { Result } from "@/lib/result";
import { changeChosen, changeUsers, planUsers } from "@/lib/users/bulk-commands";
import type { BulkResult, Terms } from "@/lib/users/bulk-result";
import type { Selection } from "@/lib/users/chosen";
import type { Undoable } from "@/lib/users/undo/kinds";

/**
 * What any change of many would come to, told by the same conditions that carry it out; of rights also what people gain
 * and lose, and `shown`, by which a change tells whether that still is so.
 */
export function planAny(
  actor: Actor,
  selection: Selection,
  change: Undoable,
): Promise<Result<BulkResult & { shown?: string }>> {
  if (change.kind === "sayPolicy") return planPolicy(actor, selection, change.policy);
  if (change.kind === "setProperty") return planProperties(actor, selection, change);
  if (change.kind === "giveRights") return planGrants(actor, selection, change.grants);
  return "groupId" in change ? planMembers(actor, selection, change) : planUsers(actor, selection, change);
}

/** Carries any change of many out in one transaction. */
export function changeAtOnce(
  actor: Actor,
  selection: Selection,
  change: Undoable,
  expected?: number,
  shown?: string,
): Promise<Result<BulkResult>> {
  if (change.kind === "sayPolicy") return givePolicy(actor, selection, change.policy, expected);
  if (change.kind === "setProperty") return setProperties(actor, selection, change, expected);
  if (change.kind === "giveRights") return giveGrants(actor, selection, change.grants, { expected, shown });
  if ("groupId" in change) return changeMembers(actor, selection, change, expected);
  return changeUsers(actor, selection, change, expected);
}

/** The same within a transaction of somebody who has asked for the permission; a property's value is its canonical one. */
export function changeWithin(
  tx: Transaction,
  actor: Actor,
  selection: Selection,
  change: Undoable,
  terms: Terms,
): Promise<Result<BulkResult>> {
  if (change.kind === "sayPolicy") return sayChosen(tx, actor, selection, change.policy, terms);
  if (change.kind === "setProperty") return setChosen(tx, actor, selection, change, terms);
  if (change.kind === "giveRights") return giveChosen(tx, actor, selection, change.grants, terms);
  if ("groupId" in change) return moveChosen(tx, actor, selection, change, terms);
  return changeChosen(tx, actor, selection, change, terms);
}
