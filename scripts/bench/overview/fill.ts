import type pg from "pg";

/**
 * Makes organizations below the operator, each with people of every status, and a month of what an overview counts. Rows go
 * in as the product writes them, so that what counts them does.
 */
export async function fillOrganizations(
  client: pg.Client,
  organizations: number,
  people: number,
): Promise<void> {
  await client.query(
    `WITH made AS (
       INSERT INTO organizations (id, slug, name, managed_by)
       SELECT uuid7(), 'bench-' || n, 'Bench ' || n, (SELECT id FROM organizations WHERE slug = 'operator')
       FROM generate_series(1, $1::int) n RETURNING id, slug)
     INSERT INTO domains (organization_id, id, name, is_primary, proven_at)
     SELECT id, uuid7(), slug || '.example', true, now() FROM made`,
    [organizations],
  );
  for (let from = 1; from <= organizations; from += ORGANIZATIONS_AT_ONCE) {
    await client.query(PEOPLE, [from, Math.min(organizations, from + ORGANIZATIONS_AT_ONCE - 1), people]);
  }
  await client.query(EVENTS);
  await client.query(MESSAGES);
  for (const table of ["users", "audit_events", "messages", "figure_changes", "event_days"])
    await client.query(`VACUUM (ANALYZE) ${table}`);
}

const ORGANIZATIONS_AT_ONCE = 20;

const MINE = "organizations o WHERE o.slug LIKE 'bench-%'";

const PEOPLE = `
  INSERT INTO users (organization_id, id, first_name, last_name, username, domain_id, access_email, created_at, activated_at,
    credential_expires_at, access_ends_at, suspended_at, legacy_status)
  SELECT d.organization_id, uuid7(), 'Ida', 'Ito ' || n, 'ida' || n || '@' || d.name, d.id, 'ida' || n || '@mail.example',
    now() - interval '90 days', CASE WHEN dice < 0.8 THEN now() - interval '60 days' END,
    CASE WHEN dice >= 0.8 THEN now() + (random() * 14 - 7) * interval '1 day' END,
    CASE WHEN dice < 0.02 THEN now() + (random() * 90 - 30) * interval '1 day' END,
    CASE WHEN dice BETWEEN 0.1 AND 0.12 THEN now() END, CASE WHEN dice BETWEEN 0.12 AND 0.121 THEN 'blocked' END
  FROM generate_series(1, $3::int) n CROSS JOIN LATERAL (SELECT random() AS dice WHERE n > 0) chance
  CROSS JOIN generate_series($1::int, $2::int) number JOIN domains d ON d.name = 'bench-' || number || '.example'`;

const EVENTS = `
  INSERT INTO audit_events (organization_id, id, occurred_at, action, actor_kind, actor_name, subject_type, subject_name)
  SELECT o.id, uuid7(), now() - day * interval '1 day', action, 'system', 'Bench', 'user', 'Ida Ito'
  FROM generate_series(0, 40) day
  CROSS JOIN unnest(ARRAY['user.activated', 'session.started', 'session.started', 'import.committed']) action
  CROSS JOIN ${MINE}`;

const MESSAGES = `
  INSERT INTO messages (organization_id, id, user_id, kind, method, address, state)
  SELECT u.organization_id, uuid7(), u.id, 'invitation', 'email', u.access_email,
    (ARRAY['failed', 'bounced', 'delivered', 'delivered', 'delivered'])[1 + floor(random() * 5)::int]
  FROM users u JOIN organizations o ON o.id = u.organization_id
  WHERE o.slug LIKE 'bench-%' AND u.activated_at IS NULL`;
