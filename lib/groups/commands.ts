import "server-only";
import { changesBetween } from "@/lib/audit/changes";
import { record } from "@/lib/audit/record";
import { command } from "@/lib/command";
import type { Transaction } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import {
  findChangeable,
  groupColumns,
  readGroup,
  recordedGroup,
  refusalToGive,
} from "@/lib/groups/group-row";
import type { GroupInput } from "@/lib/groups/input";
import { countVoided, lockGroups, lockRules, membersSql, refreshRights } from "@/lib/groups/rights";
import { isSameRule } from "@/lib/groups/rule";
import { ruleFields } from "@/lib/groups/rule-fields";
import { followRule, type RuleMoves } from "@/lib/groups/rule-moves";
import { readRule, rightRule } from "@/lib/groups/rule-schema";
import { newId } from "@/lib/ids";
import type { Actor } from "@/lib/permissions/actor";
import { heldProperties } from "@/lib/properties/queries";
import { fail, invalidFields, ok, type Result } from "@/lib/result";
import { isUniqueViolation } from "@/lib/users/unique-violation";

// A group of a hundred thousand people whose permissions change takes a while.
const TIMEOUT_MS = 120_000;

/**
 * Makes a group, without members unless a rule says who they are. With an id that the caller made beforehand it is made
 * once, however often it is asked for.
 * @param expected whom its rule takes in, as it was shown
 */
export function createGroup(
  actor: Actor,
  input: GroupInput,
  id = newId(),
  expected?: RuleMoves,
): Promise<Result<{ id: string; voided?: number }>> {
  return changing(actor, (tx) => makeGroup(tx, actor, input, id, expected));
}

/** The same within a transaction of somebody who has asked for the right. */
export async function makeGroup(
  tx: Transaction,
  actor: Actor,
  input: GroupInput,
  id: string,
  expected?: RuleMoves,
): Promise<Result<{ id: string; voided?: number }>> {
  const { id: organizationId } = actor.organization;
  await lockGroups(tx, organizationId);
  const earlier = await readGroup(tx, organizationId, id);
  if (earlier) return ok({ id });
  const refusal = refusalToGive(actor, input.permissions);
  if (refusal) return refusal;
  // Before the lock of rules; until the end nobody changes what the rule asks.
  if (input.rule) await heldProperties(tx, organizationId);
  const fields = await ruleFields(tx, organizationId, [input.rule]);
  const { rule, issues } = rightRule(input.rule ?? null, fields);
  if (issues.length > 0) return invalidFields(issues);
  if (rule) await lockRules(tx, organizationId);
  const data = { organizationId, id, ...groupColumns(actor, input, rule, true) };
  await tx.group.create({ data, select: { id: true } });
  const change = { groupId: id, before: null, after: rule };
  const moved = rule ? await followRule(tx, actor, change, expected) : ok(NOBODY);
  if (!moved.ok) return moved;
  const subject = { type: "group" as const, id, name: input.name };
  const after = { ...recordedGroup({ ...input, rule }, fields), ...(rule ? movesOf(moved.value) : {}) };
  await record(tx, organizationId, actor, "group.created", subject, { after });
  return ok({ id, ...(await countVoided(tx)) });
}

/**
 * Saves a group; whoever is in it has its permissions with the next request. `version` is the one that was edited: when
 * somebody else has saved meanwhile, nothing is written.
 * @param expected whom another rule moves, as it was shown
 * @returns for how many people it changes what they may do, how many a rule moved, and how many need a new link by it
 */
export function updateGroup(
  actor: Actor,
  groupId: string,
  version: number,
  input: GroupInput,
  expected?: RuleMoves,
): Promise<Result<RuleMoves & { changed: number; voided?: number }>> {
  return changing(actor, (tx) => saveGroup(tx, actor, groupId, version, input, expected));
}

/** The same within a transaction of somebody who has asked for the right. */
export async function saveGroup(
  tx: Transaction,
  actor: Actor,
  groupId: string,
  version: number,
  input: GroupInput,
  expected?: RuleMoves,
): Promise<Result<RuleMoves & { changed: number; voided?: number }>> {
  const { id: organizationId } = actor.organization;
  await lockGroups(tx, organizationId);
  const found = await findChangeable(tx, actor, groupId);
  if (!found.ok) return found;
  // Before the lock of rules; until the end nobody changes what the rule asks.
  if (input.rule) await heldProperties(tx, organizationId);
  const before = readRule(found.value.rule);
  const fields = await ruleFields(tx, organizationId, [before, input.rule]);
  const { rule, issues } = rightRule(input.rule ?? null, fields);
  if (issues.length > 0) return invalidFields(issues);
  if (before || rule) await lockRules(tx, organizationId);
  const isRuleNew = !isSameRule(before, rule);
  const old = recordedGroup({ ...found.value, rule: before }, fields);
  const changes = changesBetween(old, recordedGroup({ ...input, rule }, fields));
  if (!changes && !isRuleNew) return ok({ changed: 0, ...NOBODY });
  if (found.value.version !== version) return changedMeanwhile();
  const refusal = refusalToGive(actor, input.permissions);
  if (refusal) return refusal;
  await tx.group.update({
    where: { organizationId_id: { organizationId, id: groupId } },
    data: {
      ...groupColumns(actor, input, rule, isRuleNew),
      version: { increment: 1 },
      updatedAt: new Date(),
    },
    select: { id: true },
  });
  // Who comes and who goes by the rule is counted from what the group gives by now.
  const changed = isSameSet(found.value.permissions, input.permissions)
    ? 0
    : await refreshRights(tx, organizationId, membersSql(organizationId, groupId));
  const change = { groupId, before, after: rule };
  const moved = isRuleNew ? await followRule(tx, actor, change, expected) : ok({ changed: 0, ...NOBODY });
  if (!moved.ok) return moved;
  const subject = { type: "group" as const, id: groupId, name: input.name };
  const moves = isRuleNew && rule ? movesOf(moved.value) : {};
  await record(tx, organizationId, actor, "group.updated", subject, {
    before: changes?.before ?? {},
    after: { ...changes?.after, ...moves },
  });
  return ok({ ...moved.value, changed: moved.value.changed + changed, ...(await countVoided(tx)) });
}

/** Removes a group; its members stay, without what it gave them. @returns how many may do less by it */
export function removeGroup(
  actor: Actor,
  groupId: string,
  version: number,
): Promise<Result<{ changed: number }>> {
  return changing(actor, async (tx) => {
    const { id: organizationId } = actor.organization;
    await lockGroups(tx, organizationId);
    const found = await findChangeable(tx, actor, groupId);
    if (!found.ok) return found;
    if (found.value.version !== version) return changedMeanwhile();
    const rule = readRule(found.value.rule);
    if (rule) await lockRules(tx, organizationId);
    const members = await tx.groupMember.findMany({
      where: { organizationId, groupId },
      select: { userId: true },
    });
    await tx.group.delete({ where: { organizationId_id: { organizationId, id: groupId } } });
    const ids = members.map(({ userId }) => userId);
    const changed = await refreshRights(tx, organizationId, Prisma.sql`SELECT unnest(${ids}::uuid[])`);
    const subject = { type: "group" as const, id: groupId, name: found.value.name };
    const fields = await ruleFields(tx, organizationId, [rule]);
    const before = { ...recordedGroup({ ...found.value, rule }, fields), count: ids.length };
    await record(tx, organizationId, actor, "group.removed", subject, { before });
    return ok({ changed });
  });
}

const NOBODY: RuleMoves = { cameIn: 0, wentOut: 0 };

const movesOf = ({ cameIn, wentOut }: RuleMoves): RuleMoves => ({ cameIn, wentOut });

const isSameSet = (one: readonly string[], other: readonly string[]) =>
  new Set(one).size === new Set(other).size && one.every((each) => other.includes(each));

const changedMeanwhile = () =>
  fail("conflict", "Somebody else has changed this group meanwhile. Load the page again.");

/** Runs a command over groups: a name that somebody else has is said at its field. */
export async function changing<T>(actor: Actor, run: Parameters<typeof command<T>>[2]): Promise<Result<T>> {
  try {
    return await command(actor, "groups.update", run, { timeoutMs: TIMEOUT_MS });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    return invalidFields([{ path: "name", message: "Another group has this name." }]);
  }
}
