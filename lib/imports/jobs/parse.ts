import "server-only";
import { setImmediate as nextTurn } from "node:timers/promises";
import { record } from "@/lib/audit/record";
import { reviveActor } from "@/lib/auth/revive";
import { storedName } from "@/lib/auth/stored-actor";
import { type Transaction, withOrganization } from "@/lib/db";
import type { Prisma } from "@/lib/generated/prisma/client";
import { readBytes } from "@/lib/imports/jobs/file";
import { Overtaken } from "@/lib/imports/jobs/give-up";
import { refuseImport } from "@/lib/imports/jobs/refuse";
import { type StagedRow, stageRows } from "@/lib/imports/jobs/stage";
import { type FileFacts, readFileTable } from "@/lib/imports/jobs/table";
import { judgedBy } from "@/lib/imports/judged-by";
import { type Judging, judgingOf } from "@/lib/imports/judging";
import { filePasswordJudge } from "@/lib/imports/passwords/judge";
import { type FilePassword, PASSWORDS_MINUTES_MAX, takePassword } from "@/lib/imports/passwords/of-file";
import { forgetPasswords, stagePasswords } from "@/lib/imports/passwords/secrets";
import { planAll } from "@/lib/imports/planning";
import { type FileReading, fileGone, readable, refused, sheetNotChosen } from "@/lib/imports/refusals";
import { type RowTexts, withTexts } from "@/lib/imports/review/edits";
import { forgetPasswordEdits, liveEdits } from "@/lib/imports/review/live-edits";
import { dropParkedRows, parkedUnselected, parkRows } from "@/lib/imports/review/parked-rows";
import { type JudgedRow, type RowToJudge, rowJudge } from "@/lib/imports/rows/judge";
import { passwordColumns, withoutPassword } from "@/lib/imports/rows/passwords";
import type { ImportOptions } from "@/lib/imports/state";
import type { Table } from "@/lib/imports/table/table";
import { enqueue, type ImportJob } from "@/lib/jobs/queue";

type Import = Prisma.ImportGetPayload<object>;

const ROWS_A_TURN = 500;
const ROWS_TOLD = 5_000;
const MINUTES_MAX = 10;

/**
 * Judges every row of a file and stages it with what will happen to it. Each run has a version of its own; one that a
 * later run has overtaken stops at its next write, so that two workers never mix their rows.
 */
export async function parseImport({ organizationId, importId }: ImportJob): Promise<void> {
  const run = await begin(organizationId, importId);
  if (!run) return;
  const file = await readChosenTable(run);
  if (!file.ok) {
    const { refusal } = file;
    const isRefused = await withOrganization(organizationId, (tx) => refuseImport(tx, run.found, refusal));
    return isRefused ? undefined : leaveTo(run.found);
  }
  const { facts, table } = file.value;
  const { options } = run.judging;
  const isTold = await withOrganization(organizationId, (tx) => tellTable(tx, run.found, facts, table));
  if (!isTold) return leaveTo(run.found);
  const { columns } = run.judging;
  const given = await withOrganization(organizationId, async (tx) => {
    await forgetPasswordEdits(tx, run.found, passwordColumns(columns, run.found.headers));
    return liveEdits(tx, run.found, { sheet: facts.sheet, headerLine: table.headerLine, columns });
  });
  const { judged, texts, passwords } = await judgeAll(table, run, given);
  const planned = await withOrganization(
    organizationId,
    (tx) => planAll(tx, organizationId, judged, options, run.unselected),
    { timeoutMs: MINUTES_MAX * 60_000 },
  );
  const rows: StagedRow[] = planned.rows.map((row, index) => ({
    ...row,
    cells: texts[index]?.cells ?? [],
    givenUsername: texts[index]?.givenUsername ?? null,
    isKeyShared: planned.shared.has(row.line),
  }));
  if (!(await stageRows(run.found, rows))) return leaveTo(run.found);
  await stagePasswords(run.found, passwords);
  await finish(run.found, passwords.length > 0);
}

/** The import was given up, or a later run has it: then the job is that run's to end. */
async function leaveTo({ organizationId, id }: Import): Promise<void> {
  const goesOn = await withOrganization(organizationId, (tx) =>
    tx.import.findUnique({
      where: { organizationId_id: { organizationId, id }, state: "parsing" },
      select: { id: true },
    }),
  );
  if (goesOn) throw new Overtaken();
}

type Run = {
  found: Import;
  bytes: Uint8Array;
  unselected: Set<number>;
  judging: Judging;
};

async function begin(organizationId: string, importId: string): Promise<Run | null> {
  const waiting = await withOrganization(organizationId, (tx) =>
    tx.import.findUnique({
      where: { organizationId_id: { organizationId, id: importId }, state: "parsing" },
    }),
  );
  const actor = waiting && (await reviveActor(waiting.preparedBy, organizationId));
  if (!waiting) return null;
  return withOrganization(
    organizationId,
    async (tx) => {
      const found = await tx.import.update({
        where: { organizationId_id: { organizationId, id: importId }, state: "parsing" },
        data: { planVersion: { increment: 1 }, rowsDone: 0 },
      });
      await parkRows(tx, found, { keepAll: hasDrifted(found) });
      await forgetPasswords(tx, organizationId, importId);
      const judging = await judgingOf(tx, found, actor);
      await tx.import.update({
        where: { organizationId_id: { organizationId, id: importId } },
        data: { options: { ...(found.options as ImportOptions), judgedBy: judgedBy(judging.properties) } },
        select: { id: true },
      });
      const bytes = await readBytes(tx, organizationId, importId);
      return { found, bytes, judging, unselected: await parkedUnselected(tx, found) };
    },
    { timeoutMs: MINUTES_MAX * 60_000 },
  );
}

async function readChosenTable({
  bytes,
  found,
}: Run): Promise<FileReading<{ facts: FileFacts; table: Table }>> {
  if (bytes.length === 0 && found.sizeBytes > 0n) return refused(fileGone(PASSWORDS_MINUTES_MAX));
  const { headerLine } = found.options as ImportOptions;
  const file = await readFileTable(bytes, { ...found, headerLine });
  if (!file.ok) return file;
  const { facts, table } = file.value;
  return table ? readable({ facts, table }) : refused(sheetNotChosen(facts.sheets));
}

async function tellTable(
  tx: Transaction,
  { organizationId, id, planVersion }: Import,
  facts: FileFacts,
  { headerLine, rowCount, exampleLine }: Table,
): Promise<boolean> {
  const { count } = await tx.import.updateMany({
    where: { organizationId, id, planVersion, state: "parsing" },
    data: { ...facts, headerLine, rowCount, exampleLine },
  });
  return count > 0;
}

/** Gives way to the heartbeat every few hundred rows: a worker that seems dead loses its job. */
async function judgeAll(
  table: Table,
  { found, judging: { columns, context, organization } }: Run,
  given: ReadonlyMap<number, ReadonlyMap<number, string>>,
) {
  const firstRows = (found.firstRows as { cells: string[] }[]).map(({ cells }) => cells);
  const secret = passwordColumns(columns, found.headers, firstRows);
  const takes = takesPasswords(found);
  const judgePassword = secret.size > 0 ? await filePasswordJudge(organization) : undefined;
  const judge = rowJudge(columns, { ...context, ...(judgePassword ? { judgePassword } : {}) });
  const judged: JudgedRow[] = [];
  const texts: RowTexts[] = [];
  const passwords: FilePassword[] = [];
  for (const inFile of table.rows) {
    const edited = given.get(inFile.line);
    const row: RowToJudge = edited ? withTexts({ ...inFile, givenUsername: null }, edited) : inFile;
    const each = judge(row);
    const password = takes ? takePassword(each, row.cells, columns) : null;
    judged.push(each);
    if (password) passwords.push(password);
    const { line, givenUsername = null } = row;
    texts.push({ line, cells: withoutPassword(row.cells, secret), givenUsername });
    if (judged.length % ROWS_A_TURN === 0) await nextTurn();
    if (judged.length % ROWS_TOLD === 0) await tellJudged(found, judged.length);
  }
  return { judged, texts, passwords };
}

/** Of the whole way, judging is the first half and staging the second. */
async function tellJudged({ organizationId, id, planVersion }: Import, count: number): Promise<void> {
  await withOrganization(organizationId, (tx) =>
    tx.import.updateMany({
      where: { organizationId, id, planVersion, state: "parsing" },
      data: { rowsDone: Math.floor(count / 2) },
    }),
  );
}

/** Passwords in a file are taken unless a program has said that everybody chooses their own. */
const takesPasswords = ({ options }: Import): boolean => (options as ImportOptions).password !== "link";

/** Whether the rows are judged anew because the directory had changed when they were to be carried out. */
const hasDrifted = ({ options }: Import): boolean => ((options as ImportOptions).drifted ?? 0) > 0;

async function finish(found: Import, hasPasswords: boolean): Promise<void> {
  const { organizationId, id, planVersion, fileName, preparedBy } = found;
  const work = async (tx: Transaction) => {
    const { count } = await tx.import.updateMany({
      where: { organizationId, id, planVersion, state: "parsing" },
      data: { state: "review", updatedAt: new Date() },
    });
    if (count === 0) return;
    await dropParkedRows(tx, found, { markDrifted: hasDrifted(found) });
    const by = { kind: "system" as const, name: storedName(preparedBy) ?? "Rollcall" };
    await record(tx, organizationId, by, "import.prepared", { type: "import", id, name: fileName });
    if (hasPasswords) await enqueue(tx, "import.hash", { organizationId, importId: id }, id);
  };
  await withOrganization(organizationId, work, { timeoutMs: MINUTES_MAX * 60_000 });
}
