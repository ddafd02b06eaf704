import "server-only";
import type { Transaction } from "@/lib/db";
import type { Actor } from "@/lib/permissions/actor";
import { needsWord, WITHIN_HOURS } from "@/lib/sync/guard";
import { personsOf, takenOver } from "@/lib/sync/run/candidates";
import { type Held, holding, note, save } from "@/lib/sync/run/hold";
import { reactivateUsers, suspendUsers } from "@/lib/users/bulk-commands";

/**
 * Suspends those who have left the directory, and lets in again whom it suspended and who are back. Whom somebody here has
 * let in or suspended meanwhile stays as they decided.
 * @returns false where the run waits for somebody to allow that so many leave
 */
export async function letGo(held: Held, actor: Actor): Promise<boolean> {
  await noteInterrupted(held);
  await letIn(held, actor);
  const { leaving, kept, recent } = await holding(held, (tx) => countLeavers(tx, held));
  const allowed = held.run.allowed as { count: number } | null;
  if (needsWord(leaving.length, recent, kept) && !(allowed && allowed.count >= leaving.length)) {
    await holding(held, (tx) => save(tx, held, { state: "waiting", leaving: leaving.length }));
    return false;
  }
  await suspendEach(held, actor, leaving);
  return true;
}

export async function countLeavers(
  tx: Transaction,
  held: Pick<Held, "organizationId" | "connectionId" | "connection" | "at">,
): Promise<{ leaving: string[]; kept: number; recent: number }> {
  const { organizationId, connectionId, at } = held;
  const leaving = await tx.$queryRaw<{ id: string }[]>`
    SELECT u.id::text FROM sync_people p JOIN users u ON u.organization_id = p.organization_id AND u.id = p.user_id
    WHERE ${personsOf(held)} AND NOT ${takenOver(held)} AND p.left_at IS NULL
      AND u.removed_at IS NULL AND u.suspended_at IS NULL ORDER BY u.id`;
  const [counted] = await tx.$queryRaw<{ kept: number; recent: number }[]>`
    SELECT (SELECT count(*) FROM sync_people p JOIN users u ON u.organization_id = p.organization_id AND u.id = p.user_id
        WHERE ${personsOf(held)} AND u.removed_at IS NULL AND u.suspended_at IS NULL)::int AS kept,
      (SELECT coalesce(sum((counts ->> 'suspended')::int), 0) FROM sync_runs WHERE organization_id = ${organizationId}::uuid
        AND connection_id = ${connectionId}::uuid AND allowed IS NULL
        AND begun_at > ${at}::timestamptz - ${WITHIN_HOURS} * interval '1 hour')::int AS recent`;
  return { leaving: leaving.map(({ id }) => id), kept: counted?.kept ?? 0, recent: counted?.recent ?? 0 };
}

const LOT = 1000;

async function suspendEach(held: Held, actor: Actor, ids: string[]): Promise<void> {
  for (let at = 0; at < ids.length; at += LOT) {
    const lot = ids.slice(at, at + LOT);
    await holding(
      held,
      (tx) => tx.$executeRaw`
        UPDATE sync_people p SET is_leaving = true WHERE ${personsOf(held)} AND p.user_id = ANY(${lot}::uuid[])`,
    );
    const done = await suspendUsers(actor, { ids: lot });
    // One of them may be the last admin, who stays: the others go one by one.
    if (!done.ok) for (const id of lot) await suspendOne(held, actor, id);
    await noteLeft(held, lot);
  }
}

async function suspendOne(held: Held, actor: Actor, id: string): Promise<void> {
  const done = await suspendUsers(actor, { ids: [id] });
  if (!done.ok) await note(held, `Somebody who has left could not be suspended: ${done.error.message}`);
}

async function noteLeft(held: Held, ids: string[]): Promise<void> {
  const left = await holding(held, async (tx) => {
    const count = await tx.$executeRaw`
      UPDATE sync_people p SET left_at = u.suspended_at, is_leaving = false, is_dirty = false FROM users u
      WHERE ${personsOf(held)} AND u.organization_id = p.organization_id AND u.id = p.user_id AND u.id = ANY(${ids}::uuid[])
        AND u.suspended_at IS NOT NULL`;
    await save(tx, held, { counts: { suspended: count } });
    return count;
  });
  if (left < ids.length)
    await note(
      held,
      "Somebody who has left stays: they hold rights that the connection may not take, or it is theirs.",
    );
}

/** Those whom a run suspended that was killed before it could say so; the others are looked at as all are. */
async function noteInterrupted(held: Held): Promise<void> {
  await holding(
    held,
    (tx) => tx.$executeRaw`
      UPDATE sync_people p SET left_at = coalesce(u.suspended_at, p.left_at), is_leaving = false FROM users u
      WHERE ${personsOf(held)} AND p.is_leaving AND u.organization_id = p.organization_id AND u.id = p.user_id`,
  );
}

async function letIn(held: Held, actor: Actor): Promise<void> {
  const back = await holding(
    held,
    (tx) => tx.$queryRaw<{ id: string; isOurs: boolean }[]>`
      SELECT u.id::text, u.suspended_at = p.left_at AS "isOurs" FROM sync_people p
      JOIN users u ON u.organization_id = p.organization_id AND u.id = p.user_id
      WHERE ${personsOf(held)} AND ${takenOver(held)} AND p.left_at IS NOT NULL AND u.removed_at IS NULL
      ORDER BY u.id`,
  );
  if (back.length === 0) return;
  const ours = back.filter(({ isOurs }) => isOurs).map(({ id }) => id);
  const done = ours.length > 0 ? await reactivateUsers(actor, { ids: ours }) : null;
  if (done && !done.ok) await note(held, `Who is back could not be let in: ${done.error.message}`);
  await holding(held, async (tx) => {
    await tx.$executeRaw`
      UPDATE sync_people p SET left_at = NULL FROM users u
      WHERE ${personsOf(held)} AND u.organization_id = p.organization_id AND u.id = p.user_id
        AND u.id = ANY(${back.map(({ id }) => id)}::uuid[]) AND (u.suspended_at IS NULL OR u.suspended_at <> p.left_at)`;
    if (done?.ok) await save(tx, held, { counts: { reactivated: done.value.changed } });
  });
}
