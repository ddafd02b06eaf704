import "server-only";
import { storeActor } from "@/lib/auth/stored-actor";
import type { Transaction } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import type { GroupInput } from "@/lib/groups/input";
import { type Rule, type RuleField, ruleInWords } from "@/lib/groups/rule";
import { isId } from "@/lib/ids";
import type { Actor } from "@/lib/permissions/actor";
import { holds, permissionsToGive } from "@/lib/permissions/can";
import { PERMISSIONS, type Permission, permissionsAmong } from "@/lib/permissions/permissions";
import { fail, forbidden, notFound, type Result } from "@/lib/result";

export type GroupRow = Prisma.GroupGetPayload<object>;

/** The group of an id; null when there is none. */
export const readGroup = async (
  tx: Transaction,
  organizationId: string,
  id: string,
): Promise<GroupRow | null> =>
  isId(id) ? tx.group.findUnique({ where: { organizationId_id: { organizationId, id } } }) : null;

/** A group that an actor may change: one that gives nothing which they do not hold. */
export async function findChangeable(
  tx: Transaction,
  actor: Actor,
  groupId: string,
): Promise<Result<GroupRow>> {
  const group = await readGroup(tx, actor.organization.id, groupId);
  if (!group) return notFound("group");
  return holds(actor, permissionsAmong(group.permissions)) ? { ok: true, value: group } : forbidden();
}

/** Says which permissions an actor may not give; null when they may give them all. */
export function refusalToGive(actor: Actor, permissions: readonly Permission[]): Result<never> | null {
  const givable = permissionsToGive(actor);
  const above = permissions.filter((permission) => !givable.includes(permission));
  if (above.length === 0) return null;
  const words = above.map((permission) => `“${PERMISSIONS[permission]}”`).join(", ");
  return fail("forbidden", `You may not give what you do not hold: ${words}.`, [
    { path: "permissions", message: `You do not hold ${words}.` },
  ]);
}

type Recorded = Pick<GroupRow, "name" | "description" | "permissions"> & { rule: Rule | null };

/** A group as events keep it: its rule in words, which outlive what it asks. */
export const recordedGroup = (
  { name, description, permissions, rule }: Recorded,
  fields: readonly RuleField[],
) => ({
  name,
  description,
  permissions: permissionsAmong(permissions).join(" "),
  ...(rule ? { rule: ruleInWords(rule, fields) } : {}),
});

/** A group's columns; whoever changes its rule is who made it what it is. */
export const groupColumns = (
  actor: Actor,
  { name, description, permissions }: GroupInput,
  rule: Rule | null,
  isRuleNew: boolean,
) => ({
  name,
  description,
  permissions,
  ...(isRuleNew
    ? {
        rule: rule ?? Prisma.DbNull,
        ruleBy: rule ? storeActor(actor) : Prisma.DbNull,
        ruleAt: rule ? new Date() : null,
      }
    : {}),
});
