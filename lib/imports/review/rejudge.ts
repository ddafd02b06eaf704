import "server-only";
import type { Transaction } from "@/lib/db";
import { newId } from "@/lib/ids";
import { directoryFor, withFreeNames } from "@/lib/imports/directory";
import type { Issue } from "@/lib/imports/issues";
import type { Judging } from "@/lib/imports/judging";
import { type PlannedRow, planRows } from "@/lib/imports/plan/plan";
import type { RowTexts } from "@/lib/imports/review/edits";
import {
  loadSharers,
  type Run,
  type StagedState,
  usernamesInFile,
  writeRows,
} from "@/lib/imports/review/staged-rows";
import { type JudgedRow, rowJudge } from "@/lib/imports/rows/judge";
import { withRuleGains } from "@/lib/imports/rule-gains";
import { settlePeople } from "@/lib/imports/settle-people";
import { joinByIndex } from "@/lib/joins";

/**
 * Judges rows anew that have other texts, and plans them together with all rows that share a key with them, before or
 * after: what a parse of the whole file would say of them. `before` is how they are staged.
 * @returns those rows as they are judged now, and behind them others that mean something else by it
 */
export async function rejudge(
  tx: Transaction,
  run: Run,
  { columns, context, options }: Judging,
  before: readonly StagedState[],
  changed: readonly RowTexts[],
): Promise<StagedState[]> {
  await joinByIndex(tx);
  const stateOf = new Map(before.map((row) => [row.line, row]));
  const textsOf = new Map(changed.map((row) => [row.line, row]));
  const judge = rowJudge(columns, context);
  const touched = await settlePeople(
    tx,
    run.organizationId,
    changed.map((row) => keepPassword(judge(row), stateOf.get(row.line))),
    options.properties,
  );
  const isAdding = options.mode === "createOnly";
  const known = isAdding ? null : await directoryFor(tx, run.organizationId, touched, options);
  const sharers = await loadSharers(
    tx,
    run,
    [...before, ...touched],
    known?.people?.map(({ id }) => id) ?? [],
    options.properties,
  );
  const mine = [...touched, ...sharers.filter(({ line }) => !textsOf.has(line))];
  // Who shares a key with those is only compared: a verdict of theirs is the same as before.
  const others =
    mine.length > touched.length ? await loadSharers(tx, run, sharers, [], options.properties) : [];
  const lines = new Set(mine.map(({ line }) => line));
  const all = [...mine, ...others.filter(({ line }) => !lines.has(line))].sort((a, b) => a.line - b.line);
  for (const row of [...sharers, ...others]) if (!stateOf.has(row.line)) stateOf.set(row.line, row);

  const isKnown = known && all.length === touched.length;
  const directory = isKnown ? known : await directoryFor(tx, run.organizationId, all, options);
  const whole = planRows(all, directory, options);
  const isShared = new Set(whole.filter(hasDuplicate).map(({ line }) => line));
  const unselected = new Set(
    all.flatMap(({ line }) => (stateOf.get(line)?.selected === false ? [line] : [])),
  );
  const planned = unselected.size > 0 ? planRows(all, directory, { ...options, unselected }) : whole;
  const judged = await withRuleGains(tx, run.organizationId, planned, directory, options);
  const offered = await withFreeNames(tx, run.organizationId, judged, (names) =>
    usernamesInFile(tx, run, names, lines),
  );
  const states = offered
    .filter(({ line }) => lines.has(line))
    .flatMap((row) => {
      const state = stateOf.get(row.line);
      return state ? [stateAfter(state, row, textsOf.get(row.line) ?? state, isShared.has(row.line))] : [];
    });
  const written = states.filter((state) => differs(state, stateOf.get(state.line)));
  await writeRows(tx, run, written);
  const isOwn = ({ line }: StagedState) => textsOf.has(line);
  return [...states.filter(isOwn), ...written.filter((state) => !isOwn(state))];
}

const hasDuplicate = ({ issues }: PlannedRow) => issues.some(({ code }) => code === "duplicate");

/** A password is not among a row's texts any more: what was found of it when the file was read stands. */
function keepPassword(judged: JudgedRow, before: StagedState | undefined): JudgedRow {
  const { password: _, ...values } = judged.values;
  const password = before?.values.password;
  const isOther = ({ field }: Issue) => field !== "password";
  const found = (before?.issues ?? []).filter((issue) => !isOther(issue));
  return {
    ...judged,
    values: password === undefined ? values : { ...values, password },
    issues: [...judged.issues.filter(isOther), ...found],
  };
}

function stateAfter(
  before: StagedState,
  { values, issues, usernameFrom, fate, target }: PlannedRow,
  { cells, givenUsername }: RowTexts,
  keyShared: boolean,
): StagedState {
  const ownId = before.userVersion === null ? before.userId : newId();
  return {
    ...before,
    cells,
    givenUsername,
    values,
    issues,
    usernameFrom,
    fate,
    keyShared,
    userId: target?.userId ?? ownId,
    userVersion: target?.version ?? null,
    changes: target?.changes ?? null,
  };
}

const differs = (one: StagedState, other: StagedState | undefined) =>
  JSON.stringify(inOrder(one)) !== JSON.stringify(other && inOrder(other));

// The database gives the fields of an object in an order of its own.
const inOrder = ({ values, changes, issues, ...row }: StagedState) => [
  row.cells,
  row.givenUsername,
  row.fate,
  row.keyShared,
  row.userVersion,
  row.userVersion === null ? null : row.userId,
  row.usernameFrom,
  inFieldOrder(values),
  inFieldOrder(changes?.after ?? {}),
  inFieldOrder(changes?.before ?? {}),
  issues.map(({ field, code, message, suggestion, lines }) => [field, code, message, suggestion, lines]),
];

const inFieldOrder = (fields: object) =>
  Object.entries(fields).sort(([one], [other]) => (one < other ? -1 : 1));
