import type pg from "pg";
import { FIRST_NAMES, LAST_NAMES, type Name } from "@/scripts/bench/shared/names";

const ORGANIZATIONS = 10;
const PEOPLE_AT_ONCE = 5_000;

/**
 * Adds a number of people to each of ten organizations, of which acme is one, in the way in which many tenants grow
 * beside each other: every organization's rows lie among the others'.
 */
export async function fillDirectory(client: pg.Client, peopleEach: number): Promise<void> {
  await client.query(ORGANIZATIONS_SQL, [ORGANIZATIONS - 1]);
  await client.query("SELECT setseed(0.42)");
  const written = (names: readonly Name[]) => names.map((name) => name.written);
  const ascii = (names: readonly Name[]) => names.map((name) => name.ascii);
  const names = [FIRST_NAMES, LAST_NAMES].flatMap((each) => [written(each), ascii(each)]);
  for (let from = 0; from < peopleEach; from += PEOPLE_AT_ONCE) {
    const to = Math.min(peopleEach, from + PEOPLE_AT_ONCE);
    await client.query(PEOPLE_SQL, [...names, from + 1, to]);
  }
  await client.query("VACUUM (ANALYZE) users");
  await client.query("ANALYZE");
}

const ORGANIZATIONS_SQL = `
  WITH made AS (
    INSERT INTO organizations (id, slug, name) SELECT uuid7(), 'bench-' || n, 'Bench ' || n
    FROM generate_series(1, $1::int) n RETURNING id, slug)
  INSERT INTO domains (organization_id, id, name, is_primary, proven_at)
  SELECT id, uuid7(), slug || '.example', true, now() FROM made`;

const PEOPLE_SQL = `
  INSERT INTO users (organization_id, id, first_name, last_name, username, domain_id, access_email, mobile_phone,
    company, customer_code, role, created_at, activated_at, credential_expires_at, suspended_at, legacy_status)
  SELECT organization_id, uuid7(), first, last, local || '@' || domain, domain_id, local || '@' || mail, phone,
    company, 'K-' || n, CASE WHEN dice < 0.005 THEN 'viewer' WHEN dice < 0.007 THEN 'billing' ELSE 'user' END,
    created_at, CASE WHEN dice < 0.9 THEN created_at + interval '1 day' END,
    CASE WHEN dice >= 0.9 THEN created_at + interval '500 days' END,
    CASE WHEN dice BETWEEN 0.01 AND 0.03 THEN created_at + interval '100 days' END,
    CASE WHEN dice BETWEEN 0.03 AND 0.032 THEN 'blocked' END
  FROM (
    SELECT d.organization_id, d.id AS domain_id, d.name AS domain, n, random() AS dice,
      ($1::text[])[f] AS first, ($3::text[])[l] AS last, ($2::text[])[f] || '.' || ($4::text[])[l] || '.' || n AS local,
      (ARRAY['corp.example', 'mail.example', d.name])[1 + floor(random() * 3)::int] AS mail,
      CASE WHEN random() < 0.7 THEN '+4915' || floor(10000000 + random() * 89999999)::bigint END AS phone,
      (ARRAY['Sales', 'Works', 'Logistics', NULL])[1 + floor(random() * 4)::int] AS company,
      now() - random() * interval '900 days' AS created_at
    FROM generate_series($5::int, $6::int) n
    CROSS JOIN (SELECT d.* FROM domains d JOIN organizations o ON o.id = d.organization_id
      WHERE d.is_primary AND NOT o.managing) d
    CROSS JOIN LATERAL (SELECT 1 + floor(random() * cardinality($1::text[]))::int AS f,
      1 + floor(power(random(), 1.5) * cardinality($3::text[]))::int AS l WHERE n > 0) chosen
  ) person`;
