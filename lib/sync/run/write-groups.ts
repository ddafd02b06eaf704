import "server-only";
import type { Transaction } from "@/lib/db";
import type { Held } from "@/lib/sync/run/hold";
import type { SourceGroup } from "@/lib/sync/source";

/** Writes what the directory says of groups and of who is in them. Only groups that are known here are kept. */
export async function writeGroups(
  tx: Transaction,
  { organizationId, connectionId, runId }: Pick<Held, "organizationId" | "connectionId" | "runId">,
  groups: readonly SourceGroup[],
): Promise<void> {
  const rows = JSON.stringify(
    groups.map(({ id, name = null, isRemoved = false }) => ({ id, name, gone: isRemoved })),
  );
  await tx.$executeRaw`
    UPDATE sync_groups g SET name = coalesce(given.name, g.name), is_gone = given.gone
    FROM jsonb_to_recordset(${rows}::jsonb) AS given (id text, name text, gone boolean)
    WHERE g.organization_id = ${organizationId}::uuid AND g.connection_id = ${connectionId}::uuid AND g.source_id = given.id`;
  const gone = groups.filter(({ isRemoved }) => isRemoved).map(({ id }) => id);
  if (gone.length > 0)
    await tx.$executeRaw`
      WITH out AS (DELETE FROM sync_members WHERE organization_id = ${organizationId}::uuid
        AND connection_id = ${connectionId}::uuid AND group_id = ANY(${gone}) RETURNING person_id)
      UPDATE sync_people SET is_dirty = true WHERE organization_id = ${organizationId}::uuid
        AND connection_id = ${connectionId}::uuid AND source_id IN (SELECT person_id FROM out)`;
  const members = lastWords(groups);
  if (members.length === 0) return;
  await tx.$executeRaw`
    WITH given AS (SELECT * FROM jsonb_to_recordset(${JSON.stringify(members)}::jsonb) AS m ("group" text, person text, removed boolean)),
    known AS (SELECT given.* FROM given JOIN sync_groups g ON g.organization_id = ${organizationId}::uuid
      AND g.connection_id = ${connectionId}::uuid AND g.source_id = given."group"),
    came AS (
      INSERT INTO sync_members AS m (organization_id, connection_id, group_id, person_id, seen_run)
      SELECT ${organizationId}::uuid, ${connectionId}::uuid, "group", person, ${runId}::uuid FROM known WHERE NOT removed
      ON CONFLICT (organization_id, connection_id, group_id, person_id) DO UPDATE SET seen_run = excluded.seen_run),
    went AS (
      DELETE FROM sync_members m USING known k WHERE k.removed AND m.organization_id = ${organizationId}::uuid
        AND m.connection_id = ${connectionId}::uuid AND m.group_id = k."group" AND m.person_id = k.person)
    UPDATE sync_people p SET is_dirty = true FROM known k
    WHERE p.organization_id = ${organizationId}::uuid AND p.connection_id = ${connectionId}::uuid AND p.source_id = k.person
      AND k.removed = EXISTS (SELECT FROM sync_members m WHERE m.organization_id = p.organization_id
        AND m.connection_id = p.connection_id AND m.group_id = k."group" AND m.person_id = k.person)`;
}

type Member = { group: string; person: string; removed: boolean };

function lastWords(groups: readonly SourceGroup[]): Member[] {
  const said = new Map<string, Member>();
  for (const { id: group, isRemoved: isGone, members = [] } of groups)
    if (!isGone)
      for (const { id: person, isRemoved: removed = false } of members)
        said.set(`${group} ${person}`, { group, person, removed });
  return [...said.values()];
}
