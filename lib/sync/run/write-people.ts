import "server-only";
import type { Transaction } from "@/lib/db";
import type { Held } from "@/lib/sync/run/hold";
import type { Attributes, SourcePerson } from "@/lib/sync/source";

/**
 * Writes what the directory says of some people. What it does not name stays as it was; where everybody is read, it is
 * kept in mind as unsure: emptied, or not told.
 */
export async function writePeople(
  tx: Transaction,
  { organizationId, connectionId, runId }: Pick<Held, "organizationId" | "connectionId" | "runId">,
  people: readonly SourcePerson[],
  isFull: boolean,
): Promise<void> {
  const rows = JSON.stringify(mergedById(people));
  await tx.$executeRaw`
    INSERT INTO sync_people AS p (organization_id, connection_id, source_id, attributes, presence, seen_run)
    SELECT ${organizationId}::uuid, ${connectionId}::uuid, id, attributes, CASE WHEN removed THEN 'gone'
      WHEN attributes ->> 'accountEnabled' = 'false' THEN 'disabled' ELSE 'present' END, ${runId}::uuid
    FROM jsonb_to_recordset(${rows}::jsonb) AS given (id text, attributes jsonb, removed boolean)
    ON CONFLICT (organization_id, connection_id, source_id) DO UPDATE SET
      attributes = p.attributes || excluded.attributes,
      unsure = CASE WHEN ${isFull} AND excluded.presence <> 'gone' THEN array(
        SELECT key FROM jsonb_each_text(p.attributes) WHERE value IS NOT NULL AND NOT excluded.attributes ? key) ELSE '{}' END,
      presence = CASE WHEN excluded.presence = 'gone' THEN 'gone'
        WHEN (p.attributes || excluded.attributes) ->> 'accountEnabled' = 'false' THEN 'disabled' ELSE 'present' END,
      seen_run = excluded.seen_run,
      is_dirty = p.is_dirty OR p.attributes || excluded.attributes <> p.attributes OR p.presence <> CASE
        WHEN excluded.presence = 'gone' THEN 'gone'
        WHEN (p.attributes || excluded.attributes) ->> 'accountEnabled' = 'false' THEN 'disabled' ELSE 'present' END`;
}

type Row = { id: string; attributes: Attributes; removed: boolean };

/** A page may name somebody twice: what comes later holds. */
function mergedById(people: readonly SourcePerson[]): Row[] {
  const rows = new Map<string, Row>();
  for (const { id, isRemoved = false, attributes = {} } of people) {
    const earlier = rows.get(id)?.attributes ?? {};
    rows.set(id, { id, attributes: { ...earlier, ...attributes }, removed: isRemoved });
  }
  return [...rows.values()];
}
