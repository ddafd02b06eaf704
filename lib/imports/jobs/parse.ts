import "server-only";
import { setImmediate as nextTurn } from "node:timers/promises";
import { record } from "@/lib/audit/record";
import { reviveActor, storedName } from "@/lib/auth/revive";
import { type Transaction, withOrganization } from "@/lib/db";
import type { Prisma } from "@/lib/generated/prisma/client";
import { directoryFor, withFreeNames } from "@/lib/imports/directory";
import { readBytes } from "@/lib/imports/jobs/file";
import { refuseImport } from "@/lib/imports/jobs/refuse";
import { type StagedRow, stageRows } from "@/lib/imports/jobs/stage";
import { type FileFacts, readFileTable } from "@/lib/imports/jobs/table";
import { type Judging, judgingOf } from "@/lib/imports/judging";
import { type PlannedRow, type PlanOptions, planRows } from "@/lib/imports/plan/plan";
import { type FileReading, readable, refused, sheetNotChosen } from "@/lib/imports/refusals";
import { type JudgedRow, rowJudge } from "@/lib/imports/rows/judge";
import { withoutPassword } from "@/lib/imports/rows/passwords";
import type { Table } from "@/lib/imports/table/table";
import type { ImportJob } from "@/lib/jobs/queue";

type Import = Prisma.ImportGetPayload<object>;

const ROWS_A_TURN = 500;
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
    await withOrganization(organizationId, (tx) => refuseImport(tx, organizationId, importId, file.refusal));
    return;
  }
  const { facts, table } = file.value;
  const { options } = run.judging;
  await withOrganization(organizationId, (tx) => tellTable(tx, run.found, facts, table));
  const { judged, cells } = await judgeAll(table, run.judging);
  const planned = await withOrganization(
    organizationId,
    (tx) => planAll(tx, organizationId, judged, options, run.unselected),
    { timeoutMs: MINUTES_MAX * 60_000 },
  );
  const rows: StagedRow[] = planned.rows.map((row, index) => ({
    ...row,
    cells: cells[index] ?? [],
    isKeyShared: planned.shared.has(row.line),
  }));
  if (await stageRows(run.found, rows)) await finish(run.found);
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
      const out = await tx.importRow.findMany({
        where: { organizationId, importId, selected: false },
        select: { line: true },
      });
      await tx.importRow.deleteMany({ where: { organizationId, importId } });
      const judging = await judgingOf(tx, found, actor);
      const bytes = await readBytes(tx, organizationId, importId);
      return { found, bytes, judging, unselected: new Set(out.map(({ line }) => line)) };
    },
    { timeoutMs: MINUTES_MAX * 60_000 },
  );
}

async function readChosenTable({
  bytes,
  found,
}: Run): Promise<FileReading<{ facts: FileFacts; table: Table }>> {
  const file = await readFileTable(bytes, found);
  if (!file.ok) return file;
  const { facts, table } = file.value;
  return table ? readable({ facts, table }) : refused(sheetNotChosen(facts.sheets));
}

async function tellTable(
  tx: Transaction,
  { organizationId, id }: Import,
  facts: FileFacts,
  { headerLine, rowCount }: Table,
): Promise<void> {
  await tx.import.update({
    where: { organizationId_id: { organizationId, id } },
    data: { ...facts, headerLine, rowCount },
    select: { id: true },
  });
}

/** Gives way to the heartbeat every few hundred rows: a worker that seems dead loses its job. */
async function judgeAll(table: Table, { columns, context }: Judging) {
  const judge = rowJudge(columns, context);
  const judged: JudgedRow[] = [];
  const cells: string[][] = [];
  for (const row of table.rows) {
    judged.push(judge(row));
    cells.push(withoutPassword(row.cells, columns));
    if (judged.length % ROWS_A_TURN === 0) await nextTurn();
  }
  return { judged, cells };
}

/** The plan, and the lines whose keys others in the file have too, selected or not. */
async function planAll(
  tx: Transaction,
  organizationId: string,
  judged: JudgedRow[],
  options: PlanOptions,
  unselected: ReadonlySet<number>,
): Promise<{ rows: PlannedRow[]; shared: ReadonlySet<number> }> {
  const directory = await directoryFor(tx, organizationId, judged, options);
  const all = planRows(judged, directory, options);
  const shared = new Set(
    all.filter(({ issues }) => issues.some(({ code }) => code === "duplicate")).map(({ line }) => line),
  );
  const rows = unselected.size > 0 ? planRows(judged, directory, { ...options, unselected }) : all;
  return { rows: await withFreeNames(tx, organizationId, rows), shared };
}

async function finish({ organizationId, id, planVersion, fileName, preparedBy }: Import): Promise<void> {
  await withOrganization(organizationId, async (tx) => {
    const { count } = await tx.import.updateMany({
      where: { organizationId, id, planVersion, state: "parsing" },
      data: { state: "review", updatedAt: new Date() },
    });
    if (count === 0) return;
    const by = { kind: "system" as const, name: storedName(preparedBy) ?? "Rollcall" };
    await record(tx, organizationId, by, "import.prepared", { type: "import", id, name: fileName });
  });
}
