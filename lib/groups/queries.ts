import "server-only";
import { storedName } from "@/lib/auth/stored-actor";
import { withOrganization } from "@/lib/db";
import { type Rule, type RuleField, ruleInWords } from "@/lib/groups/rule";
import { ruleFields } from "@/lib/groups/rule-fields";
import { readRule } from "@/lib/groups/rule-schema";
import { isId } from "@/lib/ids";
import type { Actor } from "@/lib/permissions/actor";
import { holds } from "@/lib/permissions/can";
import { demand } from "@/lib/permissions/demand";
import { type Permission, permissionsAmong } from "@/lib/permissions/permissions";

export type GroupListed = {
  id: string;
  name: string;
  description: string;
  permissions: Permission[];
  /** Its rule in words; null where its people are chosen. */
  rule: string | null;
  /** The same, as it is kept. */
  asks: Rule | null;
  version: number;
  createdAt: Date;
  /** People who are in it and have not been removed. */
  members: number;
};

/** `made` tells who made its rule what it is, and when. */
export type GroupDetails = Omit<GroupListed, "rule" | "asks"> & {
  rule: Rule | null;
  made: { at: Date; by: string | null } | null;
  mayChange: boolean;
};

/** Every group of the actor's organization, by name. */
export function listGroups(actor: Actor): Promise<GroupListed[]> {
  demand(actor, "groups.read");
  const { id: organizationId } = actor.organization;
  return withOrganization(organizationId, async (tx) => {
    const rows = await tx.$queryRaw<
      (Omit<GroupListed, "permissions" | "rule" | "asks"> & { permissions: string[]; rule: unknown })[]
    >`
      SELECT g.id, g.name, g.description, g.permissions, g.rule, g.version, g.created_at AS "createdAt", coalesce(counted.members, 0)::int AS members FROM groups g
      LEFT JOIN (
        SELECT m.group_id, count(*) AS members FROM group_members m
        JOIN users u ON u.organization_id = m.organization_id AND u.id = m.user_id
        WHERE m.organization_id = ${organizationId}::uuid AND u.removed_at IS NULL GROUP BY 1) counted ON counted.group_id = g.id
      WHERE g.organization_id = ${organizationId}::uuid ORDER BY lower(g.name), g.id`;
    const rules = rows.flatMap(({ rule }) => readRule(rule) ?? []);
    const asked = rules.length > 0 ? await ruleFields(tx, organizationId, rules) : [];
    return rows.map((row) => ({
      ...row,
      permissions: permissionsAmong(row.permissions),
      rule: wordsOf(row.rule, asked),
      asks: readRule(row.rule),
    }));
  });
}

/** One group; null when there is none. */
export async function findGroup(actor: Actor, groupId: string): Promise<GroupDetails | null> {
  demand(actor, "groups.read");
  if (!isId(groupId)) return null;
  const { id: organizationId } = actor.organization;
  return withOrganization(organizationId, async (tx) => {
    const group = await tx.group.findUnique({
      where: { organizationId_id: { organizationId, id: groupId } },
    });
    if (!group) return null;
    const members = await tx.groupMember.count({
      where: { organizationId, groupId, user: { removedAt: null } },
    });
    const permissions = permissionsAmong(group.permissions);
    const { id, name, description, version, createdAt, ruleAt, ruleBy } = group;
    return {
      id,
      name,
      description,
      version,
      createdAt,
      permissions,
      rule: readRule(group.rule),
      made: ruleAt && { at: ruleAt, by: storedName(ruleBy) },
      members,
      mayChange: holds(actor, permissions),
    };
  });
}

/** All that a rule can ask, for the page of a group with that rule. */
export function fieldsToAsk(actor: Actor, rule: Rule | null): Promise<RuleField[]> {
  demand(actor, "groups.read");
  const { id } = actor.organization;
  return withOrganization(id, (tx) => ruleFields(tx, id, [rule]));
}

/** A group that somebody is in: since when, by whom, and what it gives. */
export type Membership = {
  id: string;
  name: string;
  permissions: Permission[];
  /** The rule that took them in, in words. */
  rule: string | null;
  /** Whether they are in it only as long as they follow somebody. */
  isFollowed: boolean;
  since: Date;
  by: string | null;
};

/** The groups of a person, by name. */
export function groupsOf(actor: Actor, userId: string): Promise<Membership[]> {
  demand(actor, "users.read");
  const { id: organizationId } = actor.organization;
  return withOrganization(organizationId, async (tx) => {
    const rows = await tx.groupMember.findMany({
      where: { organizationId, userId },
      select: {
        addedAt: true,
        addedBy: true,
        byRule: true,
        followed: true,
        group: { select: { id: true, name: true, permissions: true, rule: true } },
      },
      orderBy: { group: { name: "asc" } },
    });
    const rules = rows.flatMap(({ byRule, group }) => (byRule ? (readRule(group.rule) ?? []) : []));
    const asked = rules.length > 0 ? await ruleFields(tx, organizationId, rules) : [];
    return rows.map(({ addedAt, addedBy, byRule, followed, group }) => ({
      id: group.id,
      name: group.name,
      permissions: permissionsAmong(group.permissions),
      rule: byRule ? wordsOf(group.rule, asked) : null,
      isFollowed: followed,
      since: addedAt,
      by: storedName(addedBy),
    }));
  });
}

function wordsOf(kept: unknown, asked: readonly RuleField[]): string | null {
  const rule = readRule(kept);
  return rule && ruleInWords(rule, asked);
}
