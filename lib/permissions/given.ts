import "server-only";
import { storedName } from "@/lib/auth/stored-actor";
import { readRows, withOrganization } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { type RuleField, ruleInWords } from "@/lib/groups/rule";
import { ruleFields } from "@/lib/groups/rule-fields";
import { readRule } from "@/lib/groups/rule-schema";
import type { AllGiven, Given, ToldRule } from "@/lib/permissions/explain";
import { type Permission, permissionsAmong } from "@/lib/permissions/permissions";
import { roleOf } from "@/lib/permissions/roles";

/** A person with all that they are given. */
export type Holding = { id: string; name: string; username: string; given: AllGiven };

/**
 * Reads what people are given, in the order of their names.
 * @param people the ids of those whom it is about, as a query
 */
export async function readGiven(organizationId: string, people: Prisma.Sql): Promise<Holding[]> {
  const rows = await readRows<Row>(
    organizationId,
    Prisma.sql`
      SELECT u.id, u.first_name || ' ' || u.last_name AS name, u.username, u.role, u.access_profile AS "accessProfile",
        ${lastChangeSql("role")} AS "roleChange", ${lastChangeSql("accessProfile")} AS "profileChange",
        ${GROUPS} AS groups, ${PERMISSIONS} AS permissions
      FROM users u
      WHERE u.organization_id = ${organizationId}::uuid AND u.id = ANY(ARRAY(${people}))
      ORDER BY u.sort_name, u.id`,
  );
  const rules = rows.flatMap((row) =>
    (row.groups ?? []).flatMap(({ rule }) => (rule ? [readRule(rule.asks)] : [])),
  );
  const fields =
    rules.length > 0
      ? await withOrganization(organizationId, (tx) => ruleFields(tx, organizationId, rules))
      : [];
  const groups = new Set(rows.flatMap((row) => (row.groups ?? []).map(({ id }) => id)));
  const puts = groups.size > 0 ? await readPuts(organizationId, [...groups]) : new Map<string, Puts>();
  return rows.map(({ id, name, username, ...row }) => ({
    id,
    name,
    username,
    given: givenOf(row, fields, puts),
  }));
}

type Puts = Partial<Record<Permission, Given>>;

/** Of each group, who put each permission into it last, as the events say. */
async function readPuts(organizationId: string, groups: string[]): Promise<Map<string, Puts>> {
  const rows = await readRows<{ id: string; permission: string; at: Date; by: string }>(
    organizationId,
    Prisma.sql`
      SELECT DISTINCT ON (e.subject_id, added.permission)
        e.subject_id AS id, added.permission, e.occurred_at AS at, e.actor_name AS by
      FROM audit_events e
      CROSS JOIN LATERAL string_to_table(e.changes->'after'->>'permissions', ' ') AS added(permission)
      WHERE e.organization_id = ${organizationId}::uuid AND e.subject_id = ANY(${groups}::uuid[])
        AND e.action IN ('group.created', 'group.updated')
        AND added.permission <> ALL(string_to_array(coalesce(e.changes->'before'->>'permissions', ''), ' '))
      ORDER BY e.subject_id, added.permission, e.id DESC`,
  );
  const puts = new Map<string, Puts>();
  for (const { id, permission, at, by } of rows) {
    const [known] = permissionsAmong([permission]);
    if (known) puts.set(id, { ...puts.get(id), [known]: { at, by, mirrorOf: null } });
  }
  return puts;
}

type Row = {
  id: string;
  name: string;
  username: string;
  role: string;
  accessProfile: string | null;
  roleChange: Change | null;
  profileChange: Change | null;
  groups: (Kept & { id: string; name: string; permissions: string[]; rule: KeptRule | null })[] | null;
  permissions: (Kept & { value: string })[] | null;
};
/** Moments are as Postgres writes them in JSON. */
type Kept = { at: string; by: unknown; mirrorOf: string | null; followed?: boolean };
/** Of a group that they are in by its rule. */
type KeptRule = { asks: unknown; at: string; by: unknown };
type Change = { at: string; by: string; value: string | null; mirrorOf: string | null };

const ROLE_ACTIONS = ["user.created", "user.updated", "user.roleChanged", "user.rightsChanged"];

/** The newest event that made a person's role or profile another one; one that leaves it as it was gives nothing. */
const lastChangeSql = (field: "role" | "accessProfile") => Prisma.sql`
  (SELECT jsonb_build_object('at', e.occurred_at, 'by', e.actor_name, 'value', e.changes->'after'->>${field}::text,
     'mirrorOf', e.changes->'after'->>'mirrorOf')
   FROM audit_events e
   WHERE e.organization_id = u.organization_id AND e.subject_id = u.id AND e.action = ANY(${ROLE_ACTIONS})
     AND e.changes->'after' ? ${field}::text
     AND e.changes->'before'->>${field}::text IS DISTINCT FROM e.changes->'after'->>${field}::text
   ORDER BY e.id DESC LIMIT 1)`;

const MIRRORED = Prisma.sql`(SELECT o.first_name || ' ' || o.last_name FROM users o
  WHERE o.organization_id = u.organization_id AND o.id = mirror_of)`;

const GROUPS = Prisma.sql`
  (SELECT jsonb_agg(jsonb_build_object('id', g.id, 'name', g.name, 'permissions', g.permissions, 'at', m.added_at,
     'by', m.added_by, 'mirrorOf', ${MIRRORED}, 'followed', m.followed, 'rule', CASE WHEN m.by_rule
       THEN jsonb_build_object('asks', g.rule, 'at', g.rule_at, 'by', g.rule_by) END) ORDER BY lower(g.name), g.id)
   FROM group_members m JOIN groups g ON g.organization_id = m.organization_id AND g.id = m.group_id
   WHERE m.organization_id = u.organization_id AND m.user_id = u.id)`;

const PERMISSIONS = Prisma.sql`
  (SELECT jsonb_agg(jsonb_build_object('value', p.permission, 'at', p.given_at, 'by', p.given_by,
     'mirrorOf', ${MIRRORED}, 'followed', p.followed) ORDER BY p.permission)
   FROM user_permissions p WHERE p.organization_id = u.organization_id AND p.user_id = u.id)`;

function givenOf(
  { roleChange, profileChange, groups, permissions, ...row }: Omit<Row, "id" | "name" | "username">,
  fields: readonly RuleField[],
  puts: ReadonlyMap<string, Puts>,
): AllGiven {
  const { role, accessProfile } = roleOf(row);
  return {
    role: { value: role, given: changed(roleChange, role) },
    accessProfile: accessProfile && { value: accessProfile, given: changed(profileChange, accessProfile) },
    groups: (groups ?? []).map(({ id, name, permissions: gives, rule, ...kept }) => ({
      name,
      permissions: permissionsAmong(gives),
      given: given(kept),
      rule: rule && toldRule(rule, fields),
      puts: puts.get(id) ?? {},
    })),
    permissions: (permissions ?? []).flatMap(({ value, ...kept }) =>
      permissionsAmong([value]).map((permission) => ({ value: permission, given: given(kept) })),
    ),
  };
}

const given = ({ at, by, mirrorOf, followed }: Kept): Given => ({
  at: new Date(at),
  by: storedName(by),
  mirrorOf,
  ...(followed ? { isFollowed: true } : {}),
});

function toldRule({ asks, at, by }: KeptRule, fields: readonly RuleField[]): ToldRule {
  const rule = readRule(asks);
  return { words: rule ? ruleInWords(rule, fields) : "", made: given({ at, by, mirrorOf: null }) };
}

/** Nothing where the last change that was written down is to something else: another one followed it. */
const changed = (change: Change | null, value: string): Given | null =>
  change?.value === value ? { at: new Date(change.at), by: change.by, mirrorOf: change.mirrorOf } : null;
