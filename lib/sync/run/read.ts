import "server-only";
import type { Transaction } from "@/lib/db";
import { type Held, holding, note, type Streams, save, saveNow } from "@/lib/sync/run/hold";
import { writeGroups } from "@/lib/sync/run/write-groups";
import { writePeople } from "@/lib/sync/run/write-people";
import { AskLater, AttributeGone, type Page, ReadAnew, STREAMS, type Stream } from "@/lib/sync/source";

const ANEW_MAX = 3;

/** Reads on, one page at a time; each is written together with the place that the next one is read from. */
export async function readOn(held: Held): Promise<void> {
  const groups = await trackedGroups(held);
  for (;;) {
    const streams = held.run.streams as Streams;
    const stream = STREAMS.find((each) => streams[each] && !streams[each].isDone);
    if (!stream) break;
    const page = await pageOf(held, stream, groups);
    if (page) await holding(held, (tx) => writePage(tx, held, stream, page));
  }
  await saveNow(held, { state: "confirming" });
}

/** @returns null where the stream is to be read from its beginning */
async function pageOf(held: Held, stream: Stream, groups: readonly string[]): Promise<Page | null> {
  const streams = held.run.streams as Streams;
  const { isFull, isDone: _, end: __, ...place } = streams[stream] ?? { isFull: true };
  try {
    return await held.source.page(stream, place, groups);
  } catch (error) {
    if (!(error instanceof ReadAnew || error instanceof AttributeGone)) throw error;
    const gone = error instanceof AttributeGone ? [error.attribute] : [];
    const without = [...new Set([...(place.without ?? []), ...gone])];
    if (error instanceof AttributeGone && place.without?.includes(error.attribute))
      throw new AskLater(error.message);
    if (error instanceof ReadAnew && held.run.failures >= ANEW_MAX) throw new AskLater(error.message);
    await saveNow(held, {
      streams: { ...streams, [stream]: { isFull: true, ...(without.length > 0 ? { without } : {}) } },
      failures: held.run.failures + (isFull && error instanceof ReadAnew ? 1 : 0),
    });
    await note(
      held,
      error instanceof AttributeGone
        ? `${error.message} People keep what they have of it.`
        : "The directory had forgotten where the last reading ended, so everybody was read anew.",
    );
    return null;
  }
}

async function writePage(tx: Transaction, held: Held, stream: Stream, page: Page): Promise<void> {
  const streams = held.run.streams as Streams;
  const state = streams[stream] ?? { isFull: true };
  const people = page.items.filter((item) => item.kind === "person");
  const groups = page.items.filter((item) => item.kind === "group");
  if (people.length > 0) await writePeople(tx, held, people, state.isFull);
  if (groups.length > 0) await writeGroups(tx, held, groups);
  const { cursor: _, ...rest } = state;
  const next = page.end
    ? { ...rest, isDone: true, end: page.end.delta }
    : { ...rest, ...(page.cursor ? { cursor: page.cursor } : {}) };
  await save(tx, held, {
    streams: { ...streams, [stream]: next },
    counts: { read: people.length },
    failures: 0,
  });
}

/** The groups whose members count: those that decide who is taken over, and those that give something. */
export async function trackedGroups(held: Held): Promise<string[]> {
  const { organizationId, connectionId } = held;
  return holding(held, async (tx) => {
    const found = await tx.syncGroup.findMany({
      where: {
        organizationId,
        connectionId,
        isGone: false,
        OR: [{ inScope: true }, { role: { not: null } }, { groupId: { not: null } }],
      },
      select: { sourceId: true },
      orderBy: { sourceId: "asc" },
    });
    return found.map(({ sourceId }) => sourceId);
  });
}
