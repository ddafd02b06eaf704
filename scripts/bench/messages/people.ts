import type pg from "pg";

/** Adds people to an organization who wait for an invitation, and whom a search for “bench” finds. */
export async function addPeople(client: pg.Client, slug: string, count: number): Promise<void> {
  await client.query(
    `INSERT INTO users (organization_id, id, first_name, last_name, username, domain_id, access_email)
     SELECT o.id, uuid7(), 'Una', 'Bench ' || n, 'bench' || n || '@' || d.name, d.id, 'bench' || n || '@people.example'
     FROM organizations o JOIN domains d ON d.organization_id = o.id AND d.is_primary, generate_series(1, $2::int) AS n
     WHERE o.slug = $1`,
    [slug, count],
  );
}

/** How many messages an organization has in each state. */
export async function countStates(client: pg.Client, slug: string): Promise<Record<string, number>> {
  const { rows } = await client.query<{ state: string; count: number }>(
    `SELECT m.state, count(*)::int AS count FROM messages m JOIN organizations o ON o.id = m.organization_id
     WHERE o.slug = $1 GROUP BY m.state`,
    [slug],
  );
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
}

/** Has what was put off for half a minute and longer tried again at once, so that the peer alone sets the pace. */
export async function makeDue(client: pg.Client, slug: string): Promise<void> {
  await client.query(
    `WITH due AS (
       UPDATE messages m SET next_attempt_at = now() FROM organizations o
       WHERE o.id = m.organization_id AND o.slug = $1 AND m.state = 'queued' AND m.next_attempt_at > now() + interval '5 s'
       RETURNING m.organization_id)
     SELECT graphile_worker.add_job('messages.send', json_build_object('organizationId', organization_id),
       job_key => 'messages.send:' || organization_id, queue_name => 'messages.send:' || organization_id)::text
     FROM (SELECT DISTINCT organization_id FROM due) AS each`,
    [slug],
  );
}
