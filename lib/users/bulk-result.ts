import "server-only";
import { command } from "@/lib/command";
import type { Transaction } from "@/lib/db";
import { newId } from "@/lib/ids";
import type { Actor } from "@/lib/permissions/actor";
import type { Permission } from "@/lib/permissions/permissions";
import { fail, ok, type Result } from "@/lib/result";
import type { Keep } from "@/lib/users/undo/keep";

/**
 * How many were changed, and how many of the chosen were not, because they were so already or stand above the actor. By
 * `undo` the change can be taken back. Where there is `running`, the worker is only about to change them. `voided` is how
 * many need something new to activate their accounts with, because they hold more now.
 */
export type BulkResult = {
  changed: number;
  left: number;
  undo?: string;
  running?: string;
  /** Of seats that people had when they were removed, those that are not free any more. */
  seatsMissing?: number;
  voided?: number;
};

export type Terms = {
  /** How many the change was confirmed for. */
  expected?: number | undefined;
  keep: Keep;
};

// A hundred thousand people take a while, and several times that on a machine that has much else to do.
export const BULK_OPTIONS = { timeoutMs: 120_000 };

/** Makes a change of many in a transaction of its own, kept under the id that it is given, by which it can be taken back. */
export function keptChange<R extends BulkResult>(
  actor: Actor,
  permission: Permission,
  change: (tx: Transaction, keep: string) => Promise<Result<R>>,
): Promise<Result<R>> {
  const undo = newId();
  const run = async (tx: Transaction): Promise<Result<R>> => {
    const result = await change(tx, undo);
    return result.ok && result.value.changed > 0 ? ok({ ...result.value, undo }) : result;
  };
  return command(actor, permission, run, BULK_OPTIONS);
}

/** What the statement of a change counts, or that of its plan. */
export type Counted = { chosen: number; changed: number };

export const resultOf = ({ chosen, changed }: Counted = { chosen: 0, changed: 0 }): BulkResult => ({
  changed,
  left: chosen - changed,
});

/** The same, refused where it is another number than was confirmed. */
export function confirmedResult(counted: Counted | undefined, expected?: number): Result<BulkResult> {
  const result = resultOf(counted);
  return expected === undefined || result.changed === expected
    ? ok(result)
    : changedMeanwhile(result.changed);
}

export const changedMeanwhile = (count: number) =>
  fail(
    "conflict",
    `Something has changed meanwhile: ${count.toLocaleString("en")} ${count === 1 ? "person" : "people"} would be changed now. Look again, then confirm.`,
  );
