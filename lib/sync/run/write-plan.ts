import "server-only";
import type { Transaction } from "@/lib/db";
import type { Difference } from "@/lib/sync/plan-person";
import type { Held } from "@/lib/sync/run/hold";
import type { Planned } from "@/lib/sync/run/plan";

type Settled = {
  id: string;
  /** Null where somebody is not here. */
  userId: string | null;
  applied: Record<string, string | undefined> | null;
  issue: string | null;
};

export const settledBy = ({ person, userId, plan }: Planned, problem: string | null = null): Settled => ({
  id: person.id,
  userId: problem === null && plan.ok ? userId : person.userId,
  applied: problem === null && plan.ok ? plan.applied : null,
  issue: problem ?? plan.issue,
});

/** Says of people of the directory that they have been looked at, and who they are here. */
export async function settle(tx: Transaction, held: Held, settled: readonly Settled[]): Promise<void> {
  if (settled.length === 0) return;
  const { organizationId, connectionId } = held;
  await tx.$executeRaw`
    UPDATE sync_people p SET is_dirty = false, user_id = coalesce(given."userId", p.user_id),
      applied = coalesce(given.applied, p.applied), issue = given.issue,
      checked_at = coalesce((SELECT u.updated_at FROM users u WHERE u.organization_id = p.organization_id
        AND u.id = coalesce(given."userId", p.user_id)), clock_timestamp())
    FROM jsonb_to_recordset(${JSON.stringify(settled)}::jsonb) AS given (id text, "userId" uuid, applied jsonb, issue text)
    WHERE p.organization_id = ${organizationId}::uuid AND p.connection_id = ${connectionId}::uuid AND p.source_id = given.id`;
}

type Told = { userId: string; conflicts: Difference[] };

/** Lists where the directory and we say otherwise, and strikes off where they agree by now. */
export async function tellConflicts(tx: Transaction, held: Held, people: readonly Planned[]): Promise<void> {
  const { organizationId, connectionId } = held;
  const told: Told[] = people.flatMap(({ userId, isNew, plan }) =>
    plan.ok && !isNew ? [{ userId, conflicts: plan.conflicts }] : [],
  );
  if (told.length === 0) return;
  const ids = told.map(({ userId }) => userId);
  // One that was decided for the directory stays listed, as whoever wrote the field here should know.
  await tx.$executeRaw`
    DELETE FROM sync_conflicts WHERE organization_id = ${organizationId}::uuid
      AND connection_id = ${connectionId}::uuid AND user_id = ANY(${ids}::uuid[]) AND kept = 'here'`;
  const rows = told.flatMap(({ userId, conflicts }) => conflicts.map((each) => ({ userId, ...each })));
  if (rows.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO sync_conflicts (organization_id, connection_id, user_id, field, here, there, kept, here_by)
    SELECT ${organizationId}::uuid, ${connectionId}::uuid, given."userId", field, here, there, kept,
      coalesce((SELECT CASE WHEN e.changes -> 'after' ? 'importId' THEN 'a file of ' ELSE '' END || e.actor_name
        FROM audit_events e WHERE e.organization_id = ${organizationId}::uuid AND e.subject_type = 'user'
          AND e.subject_id = given."userId" AND e.changes -> 'after' ? CASE WHEN field LIKE 'property.%' THEN e.subject_name ELSE field END
        ORDER BY e.id DESC LIMIT 1), 'somebody here')
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS given ("userId" uuid, field text, here text, there text, kept text)
    ON CONFLICT (organization_id, connection_id, user_id, field) DO UPDATE SET
      here = excluded.here, there = excluded.there, kept = excluded.kept, here_by = excluded.here_by, at = now()`;
}
