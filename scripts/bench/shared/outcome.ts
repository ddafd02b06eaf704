import type pg from "pg";

/** What the database holds of an import, and of its organization as a whole. */
export type Outcome = {
  state: string;
  created: number;
  updated: number;
  failed: number;
  users: number;
  usernames: number;
  events: number;
  /** People with an event of their own making; a doubled or lost event shows here. */
  usersWithEvent: number;
  /** All people of the organization, and how many it says it has. */
  people: number;
  counted: number;
};

/** Reads an import's outcome with a connection that sees every organization. */
export async function outcomeOf(client: pg.ClientBase, importId: string): Promise<Outcome> {
  const { rows } = await client.query<Outcome>(
    `WITH made AS (SELECT * FROM users WHERE import_id = $1),
       told AS (SELECT subject_id FROM audit_events
         WHERE action = 'user.created' AND changes->'after'->>'importId' = $1::text)
     SELECT i.state, coalesce((i.result->>'created')::int, 0) AS created,
       coalesce((i.result->>'updated')::int, 0) AS updated,
       coalesce((i.result->>'failed')::int, 0) AS failed,
       (SELECT count(*)::int FROM made) AS users,
       (SELECT count(DISTINCT username)::int FROM made) AS usernames,
       (SELECT count(*)::int FROM told) AS events,
       (SELECT count(*)::int FROM made WHERE EXISTS (SELECT FROM told WHERE subject_id = made.id)) AS "usersWithEvent",
       (SELECT count(*)::int FROM users u WHERE u.organization_id = i.organization_id AND u.removed_at IS NULL)
         AS people,
       (SELECT sum(change)::int FROM user_count_changes c WHERE c.organization_id = i.organization_id) AS counted
     FROM imports i WHERE i.id = $1`,
    [importId],
  );
  const [outcome] = rows;
  if (!outcome) throw new Error(`The import ${importId} is not in the database.`);
  return outcome;
}

/**
 * What an outcome has lost or doubled of the people that were to come, in words; empty when all is well.
 * @param expected people and refused rows of the file, how many people the organization had before, and how many of the
 * file's were among them
 */
export function faultsOf(
  outcome: Outcome,
  expected: { good: number; bad: number; peopleBefore: number; known?: number },
): string[] {
  const { good: people, bad, peopleBefore, known = 0 } = expected;
  const good = people - known;
  const wanted: [string, number, number][] = [
    ["created by the result", outcome.created, good],
    ["updated by the result", outcome.updated, known],
    ["refused by the result", outcome.failed, bad],
    ["people", outcome.users, good],
    ["different usernames", outcome.usernames, good],
    ["events", outcome.events, good],
    ["people with an event", outcome.usersWithEvent, good],
    ["people of the organization", outcome.people, peopleBefore + good],
    ["people that it says it has", outcome.counted, peopleBefore + good],
  ];
  return [
    ...(outcome.state === "done" ? [] : [`state ${outcome.state}`]),
    ...wanted
      .filter(([, found, right]) => found !== right)
      .map(([what, found, right]) => `${found} ${what}, not ${right}`),
  ];
}
