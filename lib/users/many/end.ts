import "server-only";
import type { Transaction } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { addLeft, type LeftOut, NOBODY_LEFT } from "@/lib/users/many/left-out";
import type { RunningChange as Change } from "@/lib/users/many/running";
import { turnsOver } from "@/lib/users/many/waiting";

type Back = { changed: number; left: number };

/** What has come of some people's turns: how many there were, who stayed as they were, and how many are as before. */
type Turns = { looked: number; left?: Partial<LeftOut>; back?: number };

const leftOf = ({ leftOut }: Change): LeftOut => (leftOut as LeftOut | null) ?? NOBODY_LEFT;
const backOf = ({ undoResult, people }: Change): Back =>
  (undoResult as Back | null) ?? { changed: 0, left: people };

/** Writes down how far a change has come. */
export async function keepStanding(tx: Transaction, change: Change, { looked, left, back = 0 }: Turns) {
  const was = backOf(change);
  await save(tx, change, {
    lookedAt: change.lookedAt + looked,
    ...(change.running === "making"
      ? { leftOut: addLeft(leftOf(change), left ?? {}) }
      : { undoResult: { changed: was.changed + back, left: was.left - back } }),
  });
}

/** Everybody's turn has been. */
export async function endWell(tx: Transaction, change: Change): Promise<void> {
  await save(tx, change, {
    running: null,
    ...(change.running === "making" ? {} : { undoneAt: new Date() }),
  });
}

/**
 * It ends before everybody's turn. What has been done stays done, and can be taken back; what has been taken back stays so,
 * and the rest can be later.
 */
export async function endEarly(tx: Transaction, change: Change, refusal: string): Promise<void> {
  const unreached = await turnsOver(tx, change.organizationId, change.id);
  await save(tx, change, {
    running: null,
    refusal,
    ...(change.running === "making"
      ? { leftOut: addLeft(leftOf(change), { unreached }) }
      : { undoneBy: Prisma.DbNull }),
  });
}

const save = (tx: Transaction, { organizationId, id }: Change, data: Prisma.BulkChangeUncheckedUpdateInput) =>
  tx.bulkChange.update({ where: { organizationId_id: { organizationId, id } }, data, select: { id: true } });
