import { hashToken, newToken } from "@/lib/credentials/token";
import { withDatabase } from "@/scripts/bench/shared/database";
import type { Product } from "@/scripts/bench/shared/product";

/**
 * `active` signs in by a password, `pending` has a PIN, and `token` is of a link that pending one had once; `nobody` is a
 * name of the same organization that nobody has.
 */
export type Someone = { active: string; pending: string; nobody: string; token: string };

// An organization takes a few hundred wrong PINs, and then none for a while.
const PEOPLE_EACH = 50;

/** Adds people in many organizations. */
export function fill(product: Product, count: number): Promise<Someone[]> {
  const people = Array.from({ length: count }, (_, index): Someone => {
    const domain = `probe-${Math.floor(index / PEOPLE_EACH)}.example`;
    const [active, pending, nobody] = ["active", "pending", "nobody"].map(
      (name) => `${name}${index}@${domain}`,
    );
    return { active: active ?? "", pending: pending ?? "", nobody: nobody ?? "", token: newToken() };
  });
  const rows = people.map(({ active, pending, token }) => ({
    active,
    pending,
    domain: active.split("@")[1],
    hash: Buffer.from(hashToken(token)).toString("hex"),
  }));
  return withDatabase(product, async (client) => {
    await client.query(ORGANIZATIONS_SQL, [Math.ceil(count / PEOPLE_EACH)]);
    for (const sql of [ACTIVE_SQL, PENDING_SQL]) await client.query(sql, [JSON.stringify(rows)]);
    await client.query("ANALYZE");
    return people;
  });
}

const ORGANIZATIONS_SQL = `
  WITH made AS (
    INSERT INTO organizations (id, slug, name) SELECT uuid7(), 'probe-' || n - 1, 'Probe ' || n
    FROM generate_series(1, $1::int) n RETURNING id, slug),
  claimed AS (INSERT INTO domain_claims (name, organization_id) SELECT slug || '.example', id FROM made)
  INSERT INTO domains (organization_id, id, name, is_primary, proven_at)
  SELECT id, uuid7(), slug || '.example', true, now() FROM made`;

/**
 * What the product did for those who are there: one of each of them for each probe of their names, or the probes compared
 * nobody with nobody.
 * @throws Error when somebody was passed over
 */
export async function expectNoticed(product: Product, people: readonly Someone[]): Promise<void> {
  const [noticed] = await withDatabase(product, async (client) => (await client.query(NOTICED_SQL)).rows);
  for (const [what, count] of Object.entries(noticed as Record<string, number>))
    if (count < people.length) throw new Error(`Of ${people.length} people, ${count} had ${what}.`);
}

const NOTICED_SQL = `
  SELECT (SELECT count(DISTINCT user_id)::int FROM messages WHERE kind = 'reset') AS "a message to reset the password",
    (SELECT count(DISTINCT user_id)::int FROM messages WHERE kind = 'invitation') AS "a new link",
    (SELECT count(*)::int FROM pins WHERE misses > 0) AS "a wrong PIN counted",
    (SELECT count(*)::int FROM users WHERE failed_sign_ins > 0) AS "a wrong password counted"`;

/** Makes one of their links good again. @returns its token */
export async function liveLink(product: Product, [first]: readonly Someone[]): Promise<string> {
  if (!first) throw new Error("There is nobody.");
  await setRevoked(product, first.token, null);
  return first.token;
}

/** Revokes it anew. */
export const endLink = (product: Product, token: string) => setRevoked(product, token, new Date());

const setRevoked = (product: Product, token: string, at: Date | null) =>
  withDatabase(product, (client) =>
    client.query("UPDATE credentials SET revoked_at = $2 WHERE token_hash = $1", [hashToken(token), at]),
  );

// Which password it is makes no difference to a wrong one.
const ACTIVE_SQL = `
  WITH made AS (
    INSERT INTO users (organization_id, id, first_name, last_name, username, domain_id, access_email, activated_at)
    SELECT d.organization_id, uuid7(), 'Pia', 'Probe', p.active, d.id, p.active, now()
    FROM json_to_recordset($1) AS p(active text, domain text) JOIN domains d ON d.name = p.domain
    RETURNING organization_id, id)
  INSERT INTO passwords (organization_id, user_id, hash)
  SELECT organization_id, id, (SELECT hash FROM passwords LIMIT 1) FROM made`;

const PENDING_SQL = `
  WITH given AS (SELECT * FROM json_to_recordset($1) AS p(pending text, domain text, hash text)),
  made AS (
    INSERT INTO users (organization_id, id, first_name, last_name, username, domain_id, access_email)
    SELECT d.organization_id, uuid7(), 'Pia', 'Pending', p.pending, d.id, p.pending
    FROM given p JOIN domains d ON d.name = p.domain
    RETURNING organization_id, id, username),
  pinned AS (
    INSERT INTO pins (organization_id, id, user_id, source, salt, hash, uses, uses_left, issued_by, expires_at)
    SELECT organization_id, uuid7(), id, 'system', substr(sha256(id::text::bytea), 1, 16), sha256(id::text::bytea), 1, 1,
      '{}', now() + interval '1 day' FROM made)
  INSERT INTO credentials (organization_id, id, user_id, kind, token_hash, expires_at, revoked_at)
  SELECT organization_id, uuid7(), id, 'invitation', decode(p.hash, 'hex'), now() + interval '1 day', now()
  FROM made JOIN given p ON p.pending = made.username`;
