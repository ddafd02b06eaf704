import "server-only";
import { type Held, holding, type Links, note, type Streams, save } from "@/lib/sync/run/hold";
import { trackedGroups } from "@/lib/sync/run/read";
import { writePeople } from "@/lib/sync/run/write-people";

const AT_ONCE = 4;
const LOT = 40;
/** More people than these lack an attribute only where the directory tells it of nobody any more. */
const UNSURE_MAX = 100;

/**
 * Asks after everybody whom a complete reading did not name, one by one: a page that was short, or is lost, makes nobody a
 * leaver. What has been read is complete then, and the next reading begins behind it.
 */
export async function confirm(held: Held): Promise<void> {
  const { people, groups } = held.run.streams as Streams;
  if (people?.isFull) {
    await dropCommonDoubts(held);
    await confirmPeople(held);
  }
  if (groups?.isFull) await confirmMembers(held);
  await finishReading(held);
}

/** What nobody has any more the directory does not tell: that empties nothing here. */
async function dropCommonDoubts(held: Held): Promise<void> {
  const { organizationId, connectionId } = held;
  const common = await holding(held, async (tx) => {
    const found = await tx.$queryRaw<{ name: string }[]>`
      SELECT name FROM sync_people, unnest(unsure) AS name
      WHERE organization_id = ${organizationId}::uuid AND connection_id = ${connectionId}::uuid
      GROUP BY name HAVING count(*) > ${UNSURE_MAX}`;
    const names = found.map(({ name }) => name);
    if (names.length > 0)
      await tx.$executeRaw`
        UPDATE sync_people SET unsure = array(SELECT unnest(unsure) EXCEPT SELECT unnest(${names}::text[]))
        WHERE organization_id = ${organizationId}::uuid AND connection_id = ${connectionId}::uuid AND unsure && ${names}::text[]`;
    return names;
  });
  if (common.length > 0)
    await note(
      held,
      `The directory told ${common.join(", ")} of nobody any more. People keep what they have.`,
    );
}

async function confirmPeople(held: Held): Promise<void> {
  const { organizationId, connectionId, runId } = held;
  for (;;) {
    const lot = await holding(
      held,
      (tx) => tx.$queryRaw<{ id: string }[]>`
        SELECT source_id AS id FROM sync_people WHERE organization_id = ${organizationId}::uuid
          AND connection_id = ${connectionId}::uuid AND presence <> 'gone'
          AND (seen_run IS DISTINCT FROM ${runId}::uuid OR unsure <> '{}')
        ORDER BY source_id LIMIT ${LOT}`,
    );
    if (lot.length === 0) return;
    const { without = [] } = (held.run.streams as Streams).people ?? {};
    const looked = await eachOf(lot, async ({ id }) => ({ id, answer: await held.source.look(id, without) }));
    await holding(held, (tx) =>
      writePeople(
        tx,
        held,
        looked.map(({ id, answer }) =>
          answer.isThere
            ? { kind: "person", id, attributes: answer.attributes }
            : { kind: "person", id, isRemoved: true },
        ),
        false,
      ),
    );
  }
}

async function confirmMembers(held: Held): Promise<void> {
  const { organizationId, connectionId, runId } = held;
  const groups = await trackedGroups(held);
  for (;;) {
    const lot = await holding(
      held,
      (tx) => tx.$queryRaw<{ id: string }[]>`
        SELECT DISTINCT person_id AS id FROM sync_members WHERE organization_id = ${organizationId}::uuid
          AND connection_id = ${connectionId}::uuid AND seen_run IS DISTINCT FROM ${runId}::uuid ORDER BY 1 LIMIT ${LOT}`,
    );
    if (lot.length === 0) return;
    const found = await eachOf(lot, async ({ id }) => ({
      id,
      in: groups.length > 0 ? await held.source.memberships(id, groups) : [],
    }));
    const rows = JSON.stringify(
      found.flatMap(({ id, in: ids }) => ids.map((group) => ({ person: id, group }))),
    );
    const ids = lot.map(({ id }) => id);
    await holding(held, async (tx) => {
      await tx.$executeRaw`
        UPDATE sync_members m SET seen_run = ${runId}::uuid
        FROM jsonb_to_recordset(${rows}::jsonb) AS given (person text, "group" text)
        WHERE m.organization_id = ${organizationId}::uuid AND m.connection_id = ${connectionId}::uuid
          AND m.person_id = given.person AND m.group_id = given."group"`;
      await tx.$executeRaw`
        WITH out AS (DELETE FROM sync_members WHERE organization_id = ${organizationId}::uuid
          AND connection_id = ${connectionId}::uuid AND person_id = ANY(${ids}) AND seen_run IS DISTINCT FROM ${runId}::uuid
          RETURNING person_id)
        UPDATE sync_people SET is_dirty = true WHERE organization_id = ${organizationId}::uuid
          AND connection_id = ${connectionId}::uuid AND source_id IN (SELECT person_id FROM out)`;
    });
  }
}

async function finishReading(held: Held): Promise<void> {
  const { organizationId, connectionId: id } = held;
  const tracked = await trackedGroups(held);
  const streams = held.run.streams as Streams;
  const earlier = held.connection.links as Links;
  const links: Links = { ...earlier };
  for (const stream of ["people", "groups"] as const) {
    const state = streams[stream];
    if (!state?.isDone) continue;
    links[stream] = {
      delta: state.end ?? null,
      fullAt: state.isFull ? held.at.toISOString() : (earlier[stream]?.fullAt ?? held.at.toISOString()),
      ...(state.without ? { without: state.without } : {}),
      ...(stream === "groups" ? { groups: tracked } : {}),
    };
  }
  await holding(held, async (tx) => {
    await tx.syncConnection.update({
      where: { organizationId_id: { organizationId, id } },
      data: { links: links as object },
      select: { id: true },
    });
    await save(tx, held, { state: "planning" });
  });
}

async function eachOf<T, Out>(items: readonly T[], work: (item: T) => Promise<Out>): Promise<Out[]> {
  const out: Out[] = [];
  for (let at = 0; at < items.length; at += AT_ONCE)
    out.push(...(await Promise.all(items.slice(at, at + AT_ONCE).map(work))));
  return out;
}
