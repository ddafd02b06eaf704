import "server-only";
import { storeActor } from "@/lib/auth/stored-actor";
import type { Transaction } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import type { Rule } from "@/lib/groups/rule";
import { mayMakeRules } from "@/lib/groups/rule-rights";
import type { Actor } from "@/lib/permissions/actor";
import { reachSql } from "@/lib/permissions/reach";
import { fail, ok, type Result } from "@/lib/result";

/** Whom a rule would bring into a group and take out of it: how many. */
export type RuleMoves = { cameIn: number; wentOut: number };

/** What changes of a group beside its own row when its rule does. */
export type RuleChange = { groupId: string; before: Rule | null; after: Rule | null };

/**
 * Carries out a rule that has been written onto its group: whoever meets it is in, whoever does not is out. Without a rule
 * any more, people stay and are as chosen by the actor. The caller holds the locks of groups and of rules.
 * @param expected what was shown of it; nobody is moved when it would be otherwise by now
 */
export async function followRule(
  tx: Transaction,
  actor: Actor,
  { groupId, before, after }: RuleChange,
  expected?: RuleMoves,
): Promise<Result<RuleMoves & { changed: number }>> {
  const { id: organizationId } = actor.organization;
  if (!mayMakeRules(actor)) return notYours();
  if (!after) {
    if (before) await keepByHand(tx, actor, groupId);
    return ok({ cameIn: 0, wentOut: 0, changed: 0 });
  }
  const { above, cameIn, wentOut, came, went } = await findMoves(tx, actor, groupId, after);
  if (above > 0) return outOfReach(above);
  if (expected && (expected.cameIn !== cameIn || expected.wentOut !== wentOut)) {
    const words = `${cameIn.toLocaleString("en")} would come in and ${wentOut.toLocaleString("en")} go out now`;
    return fail("conflict", `Something has changed meanwhile: ${words}. Look again, then save.`);
  }
  await tx.groupMember.updateMany({
    where: { organizationId, groupId, byRule: false },
    data: { byRule: true, addedBy: {}, mirrorOf: null, followed: false },
  });
  const [moved] = await tx.$queryRaw<{ changed: number }[]>`
    SELECT move_by_rules(${organizationId}::uuid, array_fill(${groupId}::uuid, ARRAY[${came.length}::int]), ${came}::uuid[],
      array_fill(${groupId}::uuid, ARRAY[${went.length}::int]), ${went}::uuid[])::int AS changed`;
  return ok({ cameIn, wentOut, changed: moved?.changed ?? 0 });
}

async function keepByHand(tx: Transaction, actor: Actor, groupId: string): Promise<void> {
  await tx.groupMember.updateMany({
    where: { organizationId: actor.organization.id, groupId },
    data: { byRule: false, addedBy: storeActor(actor), addedAt: new Date() },
  });
}

/** What a rule would come to; `people` is how many it means. */
export type RulePlan = RuleMoves & { people: number };

type Counted = RulePlan & { above: number };

/** What a rule comes to by now; `above` is how many would go out who hold a right that the actor lacks. */
export async function countMoves(
  tx: Transaction,
  actor: Actor,
  groupId: string | null,
  rule: Rule,
): Promise<Counted> {
  const [found] = await tx.$queryRaw<Counted[]>`${movesSql(actor, groupId, rule)} SELECT ${COUNTS}`;
  return found ?? { people: 0, cameIn: 0, wentOut: 0, above: 0 };
}

/** The same with who comes and who goes; whoever has been removed goes, and is not counted. */
async function findMoves(
  tx: Transaction,
  actor: Actor,
  groupId: string,
  rule: Rule,
): Promise<Counted & { came: string[]; went: string[] }> {
  const [found] = await tx.$queryRaw<(Counted & { came: string[]; went: string[] })[]>`
    ${movesSql(actor, groupId, rule)}
    SELECT ${COUNTS}, array(SELECT user_id::text FROM coming) AS came, array(SELECT user_id::text FROM leaving) AS went`;
  return found ?? { people: 0, cameIn: 0, wentOut: 0, above: 0, came: [], went: [] };
}

const COUNTS = Prisma.sql`(SELECT count(*) FROM meant)::int AS people, (SELECT count(*) FROM coming)::int AS "cameIn",
  (SELECT count(*) FROM leaving WHERE NOT is_removed)::int AS "wentOut",
  (SELECT count(*) FROM leaving WHERE NOT is_removed AND NOT is_within)::int AS above`;

function movesSql(actor: Actor, groupId: string | null, rule: Rule): Prisma.Sql {
  const { id: organizationId } = actor.organization;
  // A group that is yet to be made has nobody in it.
  const id = groupId ?? organizationId;
  const rules = JSON.stringify({ [id]: rule });
  return Prisma.sql`
    WITH meant AS MATERIALIZED (
      SELECT user_id FROM people_by_rules(${organizationId}::uuid, ${rules}::jsonb,
        array(SELECT id FROM users WHERE organization_id = ${organizationId}::uuid AND removed_at IS NULL))),
    members AS MATERIALIZED (
      SELECT user_id FROM group_members
      WHERE organization_id = ${organizationId}::uuid AND group_id = ${id}::uuid),
    coming AS MATERIALIZED (SELECT user_id FROM meant EXCEPT SELECT user_id FROM members),
    leaving AS MATERIALIZED (
      SELECT u.id AS user_id, u.removed_at IS NOT NULL AS is_removed, ${reachSql(actor, "u")} AS is_within
      FROM (SELECT user_id FROM members EXCEPT SELECT user_id FROM meant) AS gone
      JOIN users u ON u.organization_id = ${organizationId}::uuid AND u.id = gone.user_id)`;
}

/** For those who may change a group and not who is in it. */
export const notYours = () =>
  fail("forbidden", "You may not say who is in a group: it takes people in and out.");

export const outOfReach = (above: number) =>
  fail(
    "forbidden",
    above === 1
      ? "Somebody would go out of it who holds rights that you do not hold."
      : `${above.toLocaleString("en")} people would go out of it who hold rights that you do not hold.`,
  );
