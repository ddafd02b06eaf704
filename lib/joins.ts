import "server-only";
import type { Transaction } from "@/lib/db";

/**
 * Has the rest of a transaction join by hash. Statistics know little of rows that have just come, and a plan that
 * takes an organization's people for a handful would look through all of an import's rows for each of them.
 */
export async function joinByHash(tx: Transaction): Promise<void> {
  await tx.$queryRaw`SELECT set_config('enable_nestloop', 'off', true)`;
}

/** Has what is run join so, and what comes behind it as before. */
export async function joiningByHash<T>(tx: Transaction, run: () => Promise<T>): Promise<T> {
  await joinByHash(tx);
  const result = await run();
  await tx.$queryRaw`SELECT set_config('enable_nestloop', 'on', true)`;
  return result;
}

/**
 * Has the rest of a transaction look up row by row, where few are wanted of many. For the same want of statistics a plan
 * would rather go through the whole import.
 */
export async function joinByIndex(tx: Transaction): Promise<void> {
  await tx.$queryRaw`
    SELECT set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true),
      set_config('enable_seqscan', 'off', true)`;
}
