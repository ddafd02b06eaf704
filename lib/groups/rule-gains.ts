import "server-only";
import type { Transaction } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import type { Rule } from "@/lib/groups/rule";
import { askedOf } from "@/lib/groups/rule-asked";

/** A group by rule that gives something which whoever acts lacks. */
export type GroupBeyond = { id: string; name: string; rule: Rule };

/** How many would come into a group by its rule, and go out of it. */
export type RuleMove = { groupId: string; came: number; went: number };

/** Somebody whom a rule would take in, by their line, and which of the fields that are asked are as it wants them. */
export type RuleGain = { line: number; groupId: string; fields: string[] };

/** The groups by rule that give any of these permissions, by their names. Whoever lacks none asks nothing. */
export async function groupsBeyond(
  tx: Transaction,
  organizationId: string,
  lacking: readonly string[],
): Promise<GroupBeyond[]> {
  if (lacking.length === 0) return [];
  return tx.$queryRaw<GroupBeyond[]>`
    SELECT id, name, rule FROM groups
    WHERE organization_id = ${organizationId}::uuid AND rule IS NOT NULL AND permissions && ${[...lacking]}::text[]
    ORDER BY lower(name), id`;
}

/**
 * Whom rules would take into their groups who are not in them, of people as they would be: what `follow_rules` will say of
 * them once they are written. What is not known of somebody meets no condition: the role and the access profile of
 * somebody new that are not said, and what is named as unknown.
 * @param people a query for `line`, `user_id` (of nobody yet: anything else), `said` (an object of texts that are or become
 * so, by the fields of `rule-asked`; null for none) and `unknown` (names of such fields)
 */
export async function gainsByRules(
  tx: Transaction,
  organizationId: string,
  groups: readonly GroupBeyond[],
  people: Prisma.Sql,
): Promise<RuleGain[]> {
  if (groups.length === 0) return [];
  return tx.$queryRaw<RuleGain[]>`
    WITH ${meantSql(organizationId, groups, people)}
    SELECT meant.line, meant.group_id AS "groupId", meant.fields FROM meant
    WHERE NOT EXISTS (SELECT FROM group_members m WHERE m.organization_id = ${organizationId}::uuid
      AND m.group_id = meant.group_id AND m.user_id = meant.user_id)`;
}

/** The groups whose rules ask for any of these fields. */
export const groupsAsking = (
  tx: Transaction,
  organizationId: string,
  fields: readonly string[],
): Promise<GroupBeyond[]> =>
  tx.$queryRaw<GroupBeyond[]>`
    SELECT id, name, rule FROM groups WHERE organization_id = ${organizationId}::uuid AND rule IS NOT NULL
      AND EXISTS (SELECT FROM jsonb_array_elements(rule->'conditions') AS condition
        WHERE condition->>'field' = ANY(${[...fields]}::text[]))`;

/**
 * How many rules would bring into their groups and take out of them, of people as they would be.
 * @param people as `gainsByRules` takes them
 */
export async function movesByRules(
  tx: Transaction,
  organizationId: string,
  groups: readonly GroupBeyond[],
  people: Prisma.Sql,
): Promise<RuleMove[]> {
  if (groups.length === 0) return [];
  return tx.$queryRaw<RuleMove[]>`
    WITH ${meantSql(organizationId, groups, people)},
    had AS (
      SELECT m.group_id, m.user_id FROM given JOIN group_members m
        ON m.organization_id = ${organizationId}::uuid AND m.user_id = given.user_id
      WHERE m.group_id = ANY(${groups.map(({ id }) => id)}::uuid[]))
    SELECT coalesce(meant.group_id, had.group_id) AS "groupId",
      count(*) FILTER (WHERE had.user_id IS NULL)::int AS came,
      count(*) FILTER (WHERE meant.user_id IS NULL)::int AS went
    FROM meant FULL JOIN had ON had.group_id = meant.group_id AND had.user_id = meant.user_id
    GROUP BY 1`;
}

/** Whom rules mean among people as they would be: a row of `meant` for each group and person. */
function meantSql(organizationId: string, groups: readonly GroupBeyond[], people: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    asked AS MATERIALIZED (
      SELECT "groupId" AS group_id, "isAll" AS all_of, place, field, "isDomain" AS is_domain, test, fold(coalesce(value, '')) AS value
      FROM json_to_recordset(${JSON.stringify(askedOf(groups))}::json) AS asked("groupId" uuid, "isAll" boolean,
        place integer, field text, "isDomain" boolean, test text, value text)),
    given AS MATERIALIZED (${people}),
    said AS MATERIALIZED (
      SELECT given.line, given.user_id, fields.field, fields.is_domain,
        fields.field <> ALL(given.unknown) AND (is_said.so OR u.id IS NOT NULL
          OR fields.field NOT IN ('role', 'accessProfile')) AS is_known,
        fold(coalesce(CASE WHEN fields.is_domain THEN split_part(whole.value, '@', 2) ELSE whole.value END, '')) AS value
      FROM given
      LEFT JOIN users u ON u.organization_id = ${organizationId}::uuid AND u.id = given.user_id
      CROSS JOIN (SELECT DISTINCT field, is_domain FROM asked) AS fields
      CROSS JOIN LATERAL (SELECT given.said ? fields.field AS so) AS is_said
      CROSS JOIN LATERAL (
        SELECT CASE WHEN is_said.so AND fields.field = 'accessEndsAt' THEN left(given.said->>'accessEndsAt', 10)
          WHEN is_said.so THEN given.said->>fields.field ELSE ${AS_WRITTEN} END AS value) AS whole),
    judged AS (
      SELECT said.line, said.user_id, asked.group_id, asked.all_of, asked.field, asked.place,
        said.is_known AND rule_met(asked.test, said.value, asked.value) AS is_met
      FROM asked JOIN said ON said.field = asked.field AND said.is_domain = asked.is_domain),
    meant AS (
      SELECT line, user_id, group_id, array_agg(field ORDER BY place) FILTER (WHERE is_met) AS fields
      FROM judged GROUP BY line, user_id, group_id, all_of
      HAVING CASE WHEN all_of THEN bool_and(is_met) ELSE bool_or(is_met) END)`;
}

/** What is so of somebody who is there; of somebody new only the day. */
const AS_WRITTEN = Prisma.sql`CASE fields.field
  WHEN 'firstName' THEN u.first_name
  WHEN 'lastName' THEN u.last_name
  WHEN 'company' THEN u.company
  WHEN 'customerCode' THEN u.customer_code
  WHEN 'username' THEN u.username
  WHEN 'accessEmail' THEN u.access_email
  WHEN 'otherEmail' THEN u.other_email
  WHEN 'mobilePhone' THEN u.mobile_phone
  WHEN 'businessPhone' THEN u.business_phone
  WHEN 'udid' THEN u.udid
  WHEN 'accessEndsAt' THEN to_char(u.access_ends_at AT TIME ZONE 'UTC', 'YYYY-MM-DD')
  WHEN 'role' THEN u.role
  WHEN 'accessProfile' THEN u.access_profile
  WHEN 'createdAt' THEN to_char(coalesce(u.created_at, now()) AT TIME ZONE 'UTC', 'YYYY-MM-DD')
  ELSE u.properties->>substr(fields.field, length('property.') + 1) END`;
