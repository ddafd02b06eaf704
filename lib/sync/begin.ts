import "server-only";
import type { Transaction } from "@/lib/db";
import type { Prisma, SyncConnection } from "@/lib/generated/prisma/client";
import { newId } from "@/lib/ids";
import { enqueue } from "@/lib/jobs/queue";
import type { Choice } from "@/lib/sync/kinds";
import type { Link, Links, Streams } from "@/lib/sync/run/hold";

const FULL_DAYS = 7;
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

type Asked = { by: Prisma.InputJsonObject | null; at: Date; full?: boolean };

/**
 * Begins a run. One that waits for a person gives way to it, and so does one whose import nobody has decided on; one that is
 * under way goes on in its place.
 * @returns the run's id
 */
export async function beginRun(
  tx: Transaction,
  connection: SyncConnection,
  { by, at, full = false }: Asked,
): Promise<string> {
  const { organizationId, id: connectionId } = connection;
  await tx.$queryRaw`SELECT 1 FROM sync_connections WHERE organization_id = ${organizationId}::uuid
    AND id = ${connectionId}::uuid FOR UPDATE`;
  const where = { organizationId, connectionId };
  const open = await tx.syncRun.findFirst({
    where: { ...where, state: { notIn: ["done", "failed", "superseded", "waiting"] } },
    select: { id: true },
  });
  const { everyMinutes } = connection.choice as Choice;
  await tx.syncConnection.update({
    where: { organizationId_id: { organizationId, id: connectionId } },
    data: { nextRunAt: connection.importedAt ? new Date(at.getTime() + everyMinutes * MINUTE_MS) : null },
    select: { id: true },
  });
  const id = open?.id ?? newId();
  if (!open) {
    await tx.syncRun.updateMany({
      where: { ...where, state: "waiting" },
      data: { state: "superseded", endedAt: at },
    });
    await dropOld(tx, connection);
    const streams = (await streamsOf(tx, connection, at, full)) as Prisma.InputJsonObject;
    const asked = by ? { askedBy: by } : {};
    const isFirst = connection.importedAt === null;
    await tx.syncRun.create({
      data: { ...where, id, state: "reading", isFirst, begunAt: at, streams, ...asked },
      select: { id: true },
    });
    if (by) await lookAgain(tx, connection);
  }
  await enqueue(tx, "sync.run", { organizationId, connectionId }, connectionId);
  return id;
}

const RUNS_KEPT = 200;

const dropOld = (tx: Transaction, { organizationId, id }: SyncConnection) =>
  tx.$executeRaw`
    DELETE FROM sync_runs WHERE organization_id = ${organizationId}::uuid AND connection_id = ${id}::uuid AND id IN (
      SELECT id FROM sync_runs WHERE organization_id = ${organizationId}::uuid AND connection_id = ${id}::uuid
        AND state IN ('done', 'failed', 'superseded') ORDER BY begun_at DESC, id DESC OFFSET ${RUNS_KEPT})`;

/** Whoever asks for a run has mended something, perhaps: those with whom something was wrong are tried again. */
const lookAgain = (tx: Transaction, { organizationId, id }: SyncConnection) =>
  tx.$executeRaw`
    UPDATE sync_people SET is_dirty = true WHERE organization_id = ${organizationId}::uuid AND connection_id = ${id}::uuid
      AND issue IS NOT NULL`;

async function streamsOf(
  tx: Transaction,
  { organizationId, id: connectionId, links: kept }: SyncConnection,
  at: Date,
  full: boolean,
): Promise<Streams> {
  const links = kept as Links;
  const tracked = await tx.syncGroup.findMany({
    where: {
      organizationId,
      connectionId,
      isGone: false,
      OR: [{ inScope: true }, { role: { not: null } }, { groupId: { not: null } }],
    },
    select: { sourceId: true },
    orderBy: { sourceId: "asc" },
  });
  const groups = tracked.map(({ sourceId }) => sourceId);
  const from = (link: Link | undefined, isSame = true) => {
    const isFresh = link && at.getTime() - Date.parse(link.fullAt) < FULL_DAYS * DAY_MS;
    if (full || !isFresh || !link.delta || !isSame) return { isFull: true };
    return { isFull: false, delta: link.delta, ...(link.without ? { without: link.without } : {}) };
  };
  const isSame = JSON.stringify(links.groups?.groups) === JSON.stringify(groups);
  return {
    people: from(links.people),
    ...(groups.length > 0 ? { groups: from(links.groups, isSame) } : {}),
  };
}
