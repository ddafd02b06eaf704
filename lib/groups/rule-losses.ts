import "server-only";
import type { Transaction } from "@/lib/db";
import type { Actor } from "@/lib/permissions/actor";
import { reachSql } from "@/lib/permissions/reach";
import { fail, type Result } from "@/lib/result";

type Member = { groupId: string; userId: string };

/** Who is in a group by a rule that asks for a property, of those who hold a right that an actor lacks. */
export function membersAbove(tx: Transaction, actor: Actor, propertyId: string): Promise<Member[]> {
  const { id: organizationId } = actor.organization;
  const asked = JSON.stringify([{ field: `property:${propertyId}` }]);
  return tx.$queryRaw<Member[]>`
    SELECT m.group_id AS "groupId", m.user_id AS "userId" FROM groups g
    JOIN group_members m ON m.organization_id = g.organization_id AND m.group_id = g.id AND m.by_rule
    JOIN users u ON u.organization_id = m.organization_id AND u.id = m.user_id AND u.removed_at IS NULL
    WHERE g.organization_id = ${organizationId}::uuid AND g.rule->'conditions' @> ${asked}::jsonb
      AND NOT ${reachSql(actor, "u")}`;
}

/**
 * The refusal of what has taken some of them out, as a changed rule and taking out by hand refuse it; null where they are
 * in still.
 * @param before those who were in
 */
export async function refusalOfLosses(
  tx: Transaction,
  { organization: { id: organizationId } }: Actor,
  before: readonly Member[],
): Promise<Result<never> | null> {
  if (before.length === 0) return null;
  const [gone] = await tx.$queryRaw<{ people: number }[]>`
    SELECT count(DISTINCT was."userId")::int AS people
    FROM json_to_recordset(${JSON.stringify(before)}::json) AS was("groupId" uuid, "userId" uuid)
    WHERE NOT EXISTS (SELECT FROM group_members m WHERE m.organization_id = ${organizationId}::uuid
      AND m.group_id = was."groupId" AND m.user_id = was."userId")`;
  const people = gone?.people ?? 0;
  if (people === 0) return null;
  const who =
    people === 1
      ? "somebody would go out who holds"
      : `${people.toLocaleString("en")} people would go out who hold`;
  return fail("forbidden", `The rule of a group asks for this: ${who} rights that you do not hold.`);
}
