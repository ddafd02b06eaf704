import type pg from "pg";

const PERMISSIONS = ["users.read", "messages.read", "groups.read", "billing.read"];

/**
 * Gives acme so many groups, some of them by rule, the others with one in twenty of its people each, taken at random; and
 * writes what all of them come to.
 * @returns the ids of those by rule
 */
export async function fillGroups(client: pg.Client, groups: number, ruled: number): Promise<string[]> {
  await client.query("BEGIN");
  await client.query("SELECT setseed(0.33), set_config('app.lacks', '-', true)");
  const { rows } = await client.query<{ id: string }>(GROUPS_SQL, [groups, ruled, PERMISSIONS]);
  await client.query(MEMBERS_SQL);
  await client.query(SETTLE_SQL);
  await client.query("COMMIT");
  await client.query("VACUUM (ANALYZE) users");
  await client.query("VACUUM (ANALYZE) groups, group_members");
  return rows.map(({ id }) => id);
}

const ACME = "(SELECT id FROM organizations WHERE slug = 'acme')";

// Rules of one to three conditions, which mean between a few people and half of them.
const GROUPS_SQL = `
  WITH made AS (
    INSERT INTO groups (organization_id, id, name, permissions, rule, rule_by, rule_at)
    SELECT ${ACME}, uuid7(), 'Bench ' || n, ARRAY[($3::text[])[1 + n % cardinality($3::text[])]],
      CASE WHEN n <= $2 THEN jsonb_build_object('match', (ARRAY['all', 'any'])[1 + n % 2], 'conditions', (
        SELECT jsonb_agg(condition) FROM (
          SELECT jsonb_build_object('field', 'company', 'is', 'is', 'value', (ARRAY['Sales', 'Works', 'Logistics'])[1 + n % 3])
          UNION ALL
          SELECT jsonb_build_object('field', 'lastName', 'is', 'beginsWith', 'value', chr(97 + n % 26)) WHERE n % 3 > 0
          UNION ALL
          SELECT jsonb_build_object('field', 'mobilePhone', 'is', 'contains', 'value', (n % 90 + 10)::text) WHERE n % 3 > 1
        ) AS asked(condition))) END,
      CASE WHEN n <= $2 THEN '{}'::jsonb END, CASE WHEN n <= $2 THEN now() END
    FROM generate_series(1, $1::int) n
    RETURNING id, rule)
  SELECT id FROM made WHERE rule IS NOT NULL`;

const MEMBERS_SQL = `
  INSERT INTO group_members (organization_id, group_id, user_id, added_by)
  SELECT g.organization_id, g.id, u.id, '{}' FROM groups g
  JOIN users u ON u.organization_id = g.organization_id
  WHERE g.organization_id = ${ACME} AND g.rule IS NULL AND random() < 0.05`;

const EVERYBODY = `array(SELECT id FROM users WHERE organization_id = ${ACME})`;

const SETTLE_SQL = `
  SELECT follow_rules(${ACME}, NULL, ${EVERYBODY}), refresh_rights(${ACME}, ${EVERYBODY})`;
