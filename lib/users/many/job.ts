import "server-only";
import { reviveActor } from "@/lib/auth/revive";
import { isLoss } from "@/lib/auth/standing";
import { command } from "@/lib/command";
import { type Transaction, withOrganization } from "@/lib/db";
import { lockGroups } from "@/lib/groups/rights";
import type { Jobs } from "@/lib/jobs/queue";
import type { Actor } from "@/lib/permissions/actor";
import { can } from "@/lib/permissions/can";
import { fail, ok, type Result } from "@/lib/result";
import { lockAdmins } from "@/lib/users/admins";
import { findClash } from "@/lib/users/bulk-commands";
import { changeWithin } from "@/lib/users/many/at-once";
import { endEarly, endWell, keepStanding } from "@/lib/users/many/end";
import { whoCannot } from "@/lib/users/many/left";
import { askerOf, type RunningChange as Change, findRunning } from "@/lib/users/many/running";
import { nextTurns, turnsOver } from "@/lib/users/many/waiting";
import { TAKEN_WORDS } from "@/lib/users/undo/commands";
import { UNDO_PERMISSIONS, type Undoable, type UndoableKind } from "@/lib/users/undo/kinds";
import { isAsItWas, propertyChanged, takeBack } from "@/lib/users/undo/take-back";
import { isUniqueViolation } from "@/lib/users/unique-violation";

type Job = Jobs["users.change"];

// No request waits for it, so it waits for whatever is under way.
const OPTIONS = { timeoutMs: 120_000, lockMs: 110_000 };
const ATTEMPTS_MAX = 8;

/**
 * Makes a change of very many, or takes it back, some people at a time and each with an event. The rights of whoever asked
 * for it are read anew for each lot. A killed process leaves a lot's people as before or changed; run again, it goes on.
 * @param attempt how often it has been begun, from 1
 */
export async function changeByTurns(job: Job, attempt = 1): Promise<void> {
  for (;;) {
    const change = await withOrganization(job.organizationId, (tx) => findRunning(tx, job));
    if (!change) return;
    if (attempt > ATTEMPTS_MAX) return end(job, "Something went wrong on our side, several times.");
    const actor = await reviveActor(askerOf(change), job.organizationId);
    if (!actor || !can(actor, permissionOf(change))) return end(job, NOT_ALLOWED);
    const turn = await takeTurn(job, change, actor);
    if (!turn.ok) return end(job, turn.error.message);
    if (turn.value.isOver) return;
  }
}

const NOT_ALLOWED = "Whoever asked for this may not do so any more.";

const permissionOf = ({ kind }: Change) => UNDO_PERMISSIONS[kind as UndoableKind];

const end = (job: Job, words: string): Promise<void> =>
  withOrganization(job.organizationId, async (tx) => {
    const change = await findRunning(tx, job);
    if (change) await endEarly(tx, change, words);
  });

type Turn = { isOver: boolean };

async function takeTurn(job: Job, asked: Change, actor: Actor): Promise<Result<Turn>> {
  let lot: string[] = [];
  const run = async (tx: Transaction): Promise<Result<Turn>> => {
    const change = await findRunning(tx, job);
    if (!change) return ok({ isOver: true });
    // Nobody changes the rights of whoever asked from here on: what does takes these locks.
    await lockAdmins(tx, job.organizationId);
    await lockGroups(tx, job.organizationId);
    const { ids, place } = await nextTurns(tx, job.organizationId, job.changeId);
    lot = ids;
    if (ids.length === 0) {
      await endWell(tx, change);
      return ok({ isOver: true });
    }
    const done = change.running === "making" ? make(tx, actor, change, ids) : back(tx, actor, change, ids);
    const result = await done;
    if (!result.ok) return result;
    await turnsOver(tx, job.organizationId, job.changeId, place);
    return ok({ isOver: false });
  };
  try {
    const result = await command(actor, permissionOf(asked), run, OPTIONS);
    if (result.ok) return result;
    // The queue does it again after a while.
    if (result.error.code === "busy") throw new Error(result.error.message);
    return isLoss(result.error) ? ok({ isOver: false }) : result;
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    const change = asked.details as Undoable;
    const isRestore = change.kind === "restore" && asked.running === "making";
    return isRestore ? findClash(actor, { ids: lot }, change) : fail("conflict", TAKEN_WORDS);
  }
}

async function make(tx: Transaction, actor: Actor, kept: Change, ids: string[]): Promise<Result<unknown>> {
  const change = kept.details as Undoable;
  const { organizationId, id: keep, madeAt } = kept;
  if (change.kind === "setProperty" && !(await isAsItWas(tx, organizationId, change.propertyId, madeAt)))
    return propertyChanged();
  const cannot = await whoCannot(tx, actor, ids, change.kind);
  const result = await changeWithin(tx, actor, { ids }, change, { keep });
  if (!result.ok) return result;
  const same = Math.max(0, ids.length - result.value.changed - cannot.gone - cannot.beyond);
  await keepStanding(tx, kept, { looked: ids.length, left: { ...cannot, same } });
  return result;
}

async function back(tx: Transaction, actor: Actor, kept: Change, ids: string[]): Promise<Result<unknown>> {
  const { id, madeAt } = kept;
  const result = await takeBack(tx, actor, { id, change: kept.details as Undoable, madeAt, among: ids });
  if (result.ok) await keepStanding(tx, kept, { looked: ids.length, back: result.value.changed });
  return result;
}
