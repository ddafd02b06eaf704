import type pg from "pg";
import { hashScimToken, newScimToken } from "@/lib/scim/token";

/** What there is to ask about: a token that is good, the domain of usernames, and a group. */
export type Filled = { token: string; domain: string; groupId: string };

/** Fills acme with people as a directory would have sent them, and makes it a connection of its admin's. */
export async function fillAcme(client: pg.Client, people: number, admin: string): Promise<Filled> {
  const token = newScimToken();
  const { rows } = await client.query<{ organization_id: string; connection_id: string; domain: string }>(
    CONNECTION_SQL,
    [admin, Buffer.from(hashScimToken(token))],
  );
  const [made] = rows;
  if (!made) throw new Error(`There is no ${admin}.`);
  await client.query(PEOPLE_SQL, [made.organization_id, made.connection_id, people]);
  const group = await client.query<{ id: string }>(GROUP_SQL, [made.organization_id]);
  await client.query("VACUUM (ANALYZE) users, scim_people, scim_user_links, group_members");
  return { token, domain: made.domain, groupId: group.rows[0]?.id ?? "" };
}

const CONNECTION_SQL = `
  WITH maker AS (
    SELECT u.organization_id, u.id, u.first_name || ' ' || u.last_name AS name, u.username,
      (SELECT d.name FROM domains d WHERE d.organization_id = u.organization_id AND d.is_primary) AS domain
    FROM users u WHERE u.username = $1),
  made AS (
    INSERT INTO scim_connections (organization_id, id, name) SELECT organization_id, uuid7(), 'Bench' FROM maker
    RETURNING organization_id, id)
  INSERT INTO scim_tokens (organization_id, id, connection_id, prefix, secret_hash, maker, expires_at)
  SELECT made.organization_id, uuid7(), made.id, 'rollcall_scim_bench', $2, jsonb_build_object('userId', maker.id,
    'organizationId', maker.organization_id, 'name', maker.name, 'username', maker.username, 'ip', null), now() + interval '1 day'
  FROM made JOIN maker USING (organization_id)
  RETURNING organization_id, connection_id, (SELECT domain FROM maker) AS domain`;

const PEOPLE_SQL = `
  WITH made AS (
    INSERT INTO users (organization_id, id, first_name, last_name, username, domain_id, access_email, company, activated_at,
      suspended_at)
    SELECT d.organization_id, uuid7(), 'Benno' || n % 500, 'Bench' || n, 'bench.' || n || '@' || d.name, d.id,
      'bench.' || n || '@mail.example', (ARRAY['Sales', 'Works', NULL])[1 + n % 3], now(), CASE WHEN n % 40 = 0 THEN now() END
    FROM domains d, generate_series(1, $3::int) n WHERE d.organization_id = $1::uuid AND d.is_primary
    RETURNING organization_id, id, last_name),
  linked AS (
    INSERT INTO scim_user_links (organization_id, connection_id, user_id, external_id)
    SELECT organization_id, $2::uuid, id, 'e-' || substr(last_name, 6) FROM made)
  INSERT INTO scim_people (organization_id, user_id, kept)
  SELECT organization_id, id, jsonb_build_object('title', 'Title ' || length(last_name), 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User',
    jsonb_build_object('department', 'Department ' || substr(last_name, 6)::int % 200)) FROM made`;

const GROUP_SQL = `
  WITH made AS (
    INSERT INTO groups (organization_id, id, name) VALUES ($1::uuid, uuid7(), 'Everybody of the bench') RETURNING organization_id, id),
  joined AS (
    INSERT INTO group_members (organization_id, group_id, user_id, added_by)
    SELECT made.organization_id, made.id, u.id, '{}' FROM made JOIN users u ON u.organization_id = made.organization_id
    WHERE u.username LIKE 'bench.%0@%')
  SELECT id FROM made`;
