import "server-only";
import { type Transaction, withOrganization } from "@/lib/db";
import type { Prisma, SyncConnection, SyncRun } from "@/lib/generated/prisma/client";
import { newId } from "@/lib/ids";
import type { Choice, RunCounts, RunState } from "@/lib/sync/kinds";
import type { Place, Source, Stream } from "@/lib/sync/source";

export type SyncJob = { organizationId: string; connectionId: string };

/** How far a stream has been read in a run. */
export type StreamState = Place & {
  /** Whether everybody is read, and not only what has changed. */
  isFull: boolean;
  isDone?: boolean;
  end?: string | null;
};
export type Streams = Partial<Record<Stream, StreamState>>;

/** Where the last complete reading of a stream ended, and of what. */
export type Link = { delta: string | null; fullAt: string; groups?: string[]; without?: string[] };
export type Links = Partial<Record<Stream, Link>>;

/** A run that this process works on. */
export type Held = {
  organizationId: string;
  connectionId: string;
  runId: string;
  lease: string;
  at: Date;
  connection: Omit<SyncConnection, "choice"> & { choice: Choice };
  run: SyncRun;
  source: Source;
};

/** Somebody else works on it by now, or it has come to its end. */
export class Overtaken extends Error {}

const LEASE_MINUTES = 3;
const WORK_MS = 120_000;

/** The latest run of a connection that is not at its end. */
export const openRun = (tx: Transaction, { organizationId, connectionId }: SyncJob) =>
  tx.syncRun.findFirst({
    where: { organizationId, connectionId, state: { notIn: ["done", "failed", "superseded"] } },
    orderBy: { begunAt: "desc" },
  });

/** Takes the run for this process. @returns the lease, or null where another one has it */
export async function takeLease(job: SyncJob, runId: string): Promise<string | null> {
  const lease = newId();
  const taken = await withOrganization(
    job.organizationId,
    (tx) => tx.$executeRaw`
      UPDATE sync_runs SET lease = ${lease}::uuid, lease_until = clock_timestamp() + ${LEASE_MINUTES} * interval '1 minute',
        resume_at = NULL
      WHERE organization_id = ${job.organizationId}::uuid AND connection_id = ${job.connectionId}::uuid
        AND id = ${runId}::uuid AND (lease_until IS NULL OR lease_until <= clock_timestamp())`,
  );
  return taken === 1 ? lease : null;
}

/** Gives the run free for whoever goes on with it. */
export async function freeLease(held: Held, more: Prisma.SyncRunUpdateManyMutationInput = {}): Promise<void> {
  const { organizationId, connectionId, runId: id, lease } = held;
  await withOrganization(organizationId, (tx) =>
    tx.syncRun.updateMany({
      where: { organizationId, connectionId, id, lease },
      data: { lease: null, leaseUntil: null, ...more },
    }),
  );
}

/** A transaction that holds the run, and writes nothing where another one has taken it over. @throws Overtaken */
export function holding<T>(held: Held, work: (tx: Transaction) => Promise<T>): Promise<T> {
  const { organizationId, connectionId, runId, lease } = held;
  return withOrganization(
    organizationId,
    async (tx) => {
      const mine = await tx.$executeRaw`
        UPDATE sync_runs SET lease_until = clock_timestamp() + ${LEASE_MINUTES} * interval '1 minute'
        WHERE organization_id = ${organizationId}::uuid AND connection_id = ${connectionId}::uuid
          AND id = ${runId}::uuid AND lease = ${lease}::uuid AND state = ${held.run.state}`;
      if (mine !== 1) throw new Overtaken("Another process works on this run.");
      return work(tx);
    },
    { timeoutMs: WORK_MS },
  );
}

export type RunChange = Omit<Prisma.SyncRunUncheckedUpdateInput, "state" | "streams" | "counts"> & {
  state?: RunState;
  streams?: Streams;
  counts?: RunCounts;
};

/** Writes to the run that is held; numbers are added to those that there are, and notes to the notes. */
export async function save(tx: Transaction, held: Held, { counts, ...change }: RunChange): Promise<void> {
  const { organizationId, connectionId, runId: id } = held;
  const total: Record<string, number> = { ...(held.run.counts as RunCounts) };
  for (const [key, count] of Object.entries(counts ?? {})) total[key] = (total[key] ?? 0) + count;
  held.run = await tx.syncRun.update({
    where: { organizationId_connectionId_id: { organizationId, connectionId, id } },
    data: {
      ...change,
      ...(change.streams ? { streams: change.streams as Prisma.InputJsonObject } : {}),
      ...(counts ? { counts: total } : {}),
    } as Prisma.SyncRunUncheckedUpdateInput,
  });
}

/** The same with a transaction of its own. */
export const saveNow = (held: Held, change: RunChange): Promise<void> =>
  holding(held, (tx) => save(tx, held, change));

const NOTES_MAX = 20;

/** Tells of something that whoever looks at the run should know; each once. */
export async function note(held: Held, text: string): Promise<void> {
  const { notes } = held.run;
  if (notes.includes(text) || notes.length >= NOTES_MAX) return;
  await saveNow(held, { notes: [...notes, text] });
}
