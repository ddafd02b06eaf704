import "server-only";
import type { Transaction } from "@/lib/db";
import { enqueue } from "@/lib/jobs/queue";
import type { Actor } from "@/lib/permissions/actor";
import { oneselfSql } from "@/lib/permissions/reach";

/** More people than these are changed by the worker, so many at a time; fewer at once. */
export const AT_ONCE_MAX = 1000;

/**
 * Has the worker go through these people for a change. Admins come first: whether the last one would go shows before
 * anybody is changed. Whoever acts comes last: what it takes from them, they need until then.
 */
export async function awaitTurns(
  tx: Transaction,
  actor: Actor,
  changeId: string,
  ids: readonly string[],
): Promise<void> {
  const { id: organizationId } = actor.organization;
  await tx.$executeRaw`
    INSERT INTO bulk_change_waiting (organization_id, change_id, place, user_id)
    SELECT organization_id, ${changeId}::uuid,
      row_number() OVER (ORDER BY ${oneselfSql(actor, "users")}, role <> 'admin', id), id
    FROM users WHERE organization_id = ${organizationId}::uuid AND id = ANY(${[...ids]}::uuid[])`;
  await enqueue(tx, "users.change", { organizationId, changeId }, changeId);
}

/** Whose turn it is now. */
export async function nextTurns(
  tx: Transaction,
  organizationId: string,
  changeId: string,
): Promise<{ ids: string[]; place: number }> {
  const rows = await tx.bulkChangeWaiting.findMany({
    where: { organizationId, changeId },
    orderBy: { place: "asc" },
    take: AT_ONCE_MAX,
    select: { userId: true, place: true },
  });
  return { ids: rows.map(({ userId }) => userId), place: rows.at(-1)?.place ?? 0 };
}

/** Takes those up to a place off, whose turn has been; all of them where none is said. @returns how many */
export async function turnsOver(
  tx: Transaction,
  organizationId: string,
  changeId: string,
  place?: number,
): Promise<number> {
  const { count } = await tx.bulkChangeWaiting.deleteMany({
    where: { organizationId, changeId, ...(place === undefined ? {} : { place: { lte: place } }) },
  });
  return count;
}
