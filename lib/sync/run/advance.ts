import "server-only";
import { record } from "@/lib/audit/record";
import { reviveActor } from "@/lib/auth/revive";
import { readStored } from "@/lib/auth/stored-actor";
import { withOrganization } from "@/lib/db";
import { enqueueAt } from "@/lib/jobs/queue";
import { log } from "@/lib/log";
import type { Actor } from "@/lib/permissions/actor";
import { can } from "@/lib/permissions/can";
import type { Choice, RunCounts, RunState } from "@/lib/sync/kinds";
import { openSource } from "@/lib/sync/open";
import { confirm } from "@/lib/sync/run/confirm";
import { moveMembers } from "@/lib/sync/run/groups";
import {
  freeLease,
  type Held,
  holding,
  note,
  Overtaken,
  openRun,
  type SyncJob,
  save,
  saveNow,
  takeLease,
} from "@/lib/sync/run/hold";
import { followImport } from "@/lib/sync/run/import";
import { letGo } from "@/lib/sync/run/leavers";
import { bringPeople } from "@/lib/sync/run/people";
import { readOn } from "@/lib/sync/run/read";
import { AskLater, type Source, SourceRefused } from "@/lib/sync/source";

const FAILURES_MAX = 12;
const WAIT_SECONDS_MAX = 900;

const STILL: readonly RunState[] = ["waiting", "done", "failed", "superseded"];

/**
 * Goes on with a connection's run from where it stands, for as long as it can. Whatever it has done is kept: a process that is
 * killed is followed by one that goes on behind the last page or person. Of several at once one works.
 */
export async function advanceSync(job: SyncJob, at = new Date()): Promise<void> {
  const held = await hold(job, at);
  if (!held) return;
  try {
    await goOn(held);
    await freeLease(held);
  } catch (error) {
    if (error instanceof Overtaken) return;
    await stumble(held, error);
  } finally {
    await held.source.close?.();
  }
}

async function hold(job: SyncJob, at: Date): Promise<Held | null> {
  const { organizationId, connectionId } = job;
  const open = await withOrganization(organizationId, (tx) => openRun(tx, job));
  if (!open || open.state === "waiting") return null;
  const lease = await takeLease(job, open.id);
  if (!lease) return null;
  // What it stands at is read again: another one may have moved it before the lease was taken.
  const [connection, run] = await withOrganization(organizationId, async (tx) => [
    await tx.syncConnection.findUniqueOrThrow({
      where: { organizationId_id: { organizationId, id: connectionId } },
    }),
    await tx.syncRun.findUniqueOrThrow({
      where: { organizationId_connectionId_id: { organizationId, connectionId, id: open.id } },
    }),
  ]);
  const choice = connection.choice as unknown as Choice;
  const held = {
    organizationId,
    connectionId,
    runId: run.id,
    lease,
    at,
    connection: { ...connection, choice },
    run,
  };
  return { ...held, source: sourceOf(connection) };
}

/** A secret that cannot be opened is told of where the directory is first asked. */
function sourceOf(connection: Parameters<typeof openSource>[0]): Source {
  try {
    return openSource(connection);
  } catch (error) {
    const refuse = () =>
      Promise.reject(new SourceRefused(error instanceof Error ? error.message : String(error)));
    return { test: refuse, page: refuse, look: refuse, memberships: refuse, findGroups: refuse };
  }
}

async function goOn(held: Held): Promise<void> {
  for (;;) {
    const state = held.run.state as RunState;
    if (STILL.includes(state)) return;
    if (state === "reading") await readOn(held);
    else if (state === "confirming") await confirm(held);
    else {
      const actor = await actorOf(held);
      if (!actor) return pause(held);
      if (state === "planning") await bringPeople(held, actor);
      else if (state === "applying") await apply(held, actor);
      else if (!(await followImport(held, actor))) return;
    }
  }
}

/** Whoever set the connection up, with the rights that they have now, and told as the connection of theirs. */
async function actorOf({ connection, organizationId }: Held): Promise<Actor | null> {
  const stored = readStored(connection.madeBy);
  const name = `${stored.name} by the connection “${connection.name}”`;
  const actor = await reviveActor({ ...stored, name }, organizationId);
  const may =
    actor &&
    (["users.import.commit", "users.create", "users.update", "users.suspend"] as const).every((each) =>
      can(actor, each),
    );
  return may ? actor : null;
}

async function apply(held: Held, actor: Actor): Promise<void> {
  await moveMembers(held, actor);
  if (!(await letGo(held, actor))) return;
  const { organizationId, connectionId, connection } = held;
  await holding(held, async (tx) => {
    await save(tx, held, { state: "done", endedAt: held.at, leaving: 0 });
    const { read: _, ...changed } = held.run.counts as RunCounts;
    const isNews = Object.values(changed).some((count) => count > 0);
    const { everyMinutes } = connection.choice;
    if (held.run.isFirst)
      await tx.syncConnection.update({
        where: { organizationId_id: { organizationId, id: connectionId } },
        data: { nextRunAt: new Date(held.at.getTime() + everyMinutes * 60_000) },
        select: { id: true },
      });
    const subject = { type: "connection" as const, id: connectionId, name: connection.name };
    if (isNews) await record(tx, organizationId, actor, "connection.synced", subject, { after: changed });
    else await dropQuiet(tx, held);
  });
}

const QUIET_KEPT = 20;

/** Of runs in which nothing happened a few are kept. */
const dropQuiet = (
  tx: Parameters<Parameters<typeof holding>[1]>[0],
  { organizationId, connectionId }: Held,
) =>
  tx.$executeRaw`
    DELETE FROM sync_runs WHERE organization_id = ${organizationId}::uuid AND connection_id = ${connectionId}::uuid
      AND state = 'done' AND notes = '{}' AND id IN (
        SELECT id FROM sync_runs WHERE organization_id = ${organizationId}::uuid AND connection_id = ${connectionId}::uuid
          AND state = 'done' AND counts - 'read' - 'issues' = '{}' AND notes = '{}' ORDER BY begun_at DESC, id DESC OFFSET ${QUIET_KEPT})`;

const PAUSED = "Whoever set it up may not change people any more. Somebody who may lets it go on.";

async function pause(held: Held): Promise<void> {
  const { organizationId, connectionId } = held;
  await holding(held, async (tx) => {
    await tx.syncConnection.update({
      where: { organizationId_id: { organizationId, id: connectionId } },
      data: { pausedBecause: PAUSED },
      select: { id: true },
    });
    await save(tx, held, { state: "failed", endedAt: held.at, notes: [...held.run.notes, PAUSED] });
    const subject = { type: "connection" as const, id: connectionId, name: held.connection.name };
    await record(tx, organizationId, { kind: "system", name: "Rollcall" }, "connection.paused", subject);
  });
}

/** What did not work is tried again after a while, longer each time; what the directory refuses ends the run. */
async function stumble(held: Held, error: unknown): Promise<void> {
  const isSource = error instanceof AskLater || error instanceof SourceRefused;
  const words = error instanceof Error ? error.message : String(error);
  const failures = held.run.failures + 1;
  try {
    if (error instanceof SourceRefused || failures > FAILURES_MAX) {
      await note(held, isSource ? words : "Something went wrong. It is tried again the next time.");
      if (!isSource) log.error({ error: words }, "A directory could not be synchronized.");
      await saveNow(held, { state: "failed", endedAt: held.at });
      return await freeLease(held);
    }
    if (!isSource)
      log.warn({ error: error instanceof Error ? error.stack : words }, "A directory's run has stumbled.");
    const told = error instanceof AskLater ? error.seconds : null;
    const seconds = Math.min(WAIT_SECONDS_MAX, told ?? 2 ** failures);
    const resumeAt = new Date(Date.now() + seconds * 1000);
    await saveNow(held, { failures });
    await freeLease(held, { resumeAt });
    const { organizationId, connectionId } = held;
    await withOrganization(organizationId, (tx) =>
      enqueueAt(tx, "sync.run", { organizationId, connectionId }, connectionId, resumeAt),
    );
  } catch (later) {
    if (!(later instanceof Overtaken)) throw later;
  }
}
