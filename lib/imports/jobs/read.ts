import "server-only";
import { type Transaction, withOrganization } from "@/lib/db";
import { matchColumns } from "@/lib/imports/columns/match";
import { readBytes } from "@/lib/imports/jobs/file";
import { refuseImport } from "@/lib/imports/jobs/refuse";
import { type FileFacts, readFileTable, textFacts } from "@/lib/imports/jobs/table";
import { PASSWORDS_MINUTES_MAX } from "@/lib/imports/passwords/of-file";
import { type FileReading, fileGone, readable, refused } from "@/lib/imports/refusals";
import { recallMatching } from "@/lib/imports/remembered";
import { isPasswordHeader, passwordColumns } from "@/lib/imports/rows/passwords";
import type { ImportOptions } from "@/lib/imports/state";
import type { TableHead } from "@/lib/imports/table/head";
import { startsAsSpreadsheet } from "@/lib/imports/table/spreadsheet-kind";
import { readHead } from "@/lib/imports/table/table";
import type { ImportJob } from "@/lib/jobs/queue";
import { userProperties } from "@/lib/properties/queries";

const HEAD_BYTES = 256 * 1024;
const SAMPLE_CHARACTERS_MAX = 80;
// Any of which may be the header, if the one that was found is not.
const FIRST_ROWS = 12;

/** Looks at a file's first part, of a workbook at its first rows, so that a person can match its columns. */
export async function readImport(job: ImportJob): Promise<void> {
  const { organizationId, importId } = job;
  const found = await withOrganization(organizationId, (tx) =>
    tx.import.findUnique({
      where: { organizationId_id: { organizationId, id: importId }, state: "reading" },
      select: { sizeBytes: true, sheet: true, options: true },
    }),
  );
  if (!found) return;
  const { headerLine } = found.options as ImportOptions;
  const { sheet } = found;
  const reading = await readFileHead(job, { sizeBytes: Number(found.sizeBytes), sheet, headerLine });
  await withOrganization(organizationId, async (tx) => {
    const where = { organizationId_id: { organizationId, id: importId }, state: "reading" };
    if (!(await tx.import.findUnique({ where, select: { id: true } }))) return;
    if (reading.ok) await tellHead(tx, job, reading.value);
    else await refuseImport(tx, { organizationId, id: importId }, reading.refusal);
  });
}

type FileHead = { facts: FileFacts; head: TableHead | null };

async function readFileHead(
  { organizationId, importId }: ImportJob,
  { sizeBytes, sheet, headerLine }: { sizeBytes: number; sheet: string | null; headerLine?: number },
): Promise<FileReading<FileHead>> {
  const read = (bytesMax?: number) =>
    withOrganization(organizationId, (tx) => readBytes(tx, organizationId, importId, bytesMax));
  const first = await read(HEAD_BYTES);
  if (first.length === 0 && sizeBytes > 0) return refused(fileGone(PASSWORDS_MINUTES_MAX));
  if (startsAsSpreadsheet(first)) {
    const whole = first.length === sizeBytes ? first : await read();
    const workbook = await readFileTable(whole, { sheet, hasHeader: null, headerLine, isHeadOnly: true });
    return workbook.ok ? readable({ facts: workbook.value.facts, head: workbook.value.table }) : workbook;
  }
  const head = readHead(first, { headerLine, isWhole: first.length === sizeBytes });
  return head.ok ? readable({ facts: textFacts(head.value), head: head.value }) : head;
}

async function tellHead(
  tx: Transaction,
  { organizationId, importId }: ImportJob,
  { facts, head }: FileHead,
): Promise<void> {
  const { headers, headerLine, samples, hasHeader, first } = head ?? NO_HEAD;
  const remembered = await recallMatching(
    tx,
    organizationId,
    headers,
    await userProperties(tx, organizationId),
  );
  const { columns } = matchColumns(headers, samples);
  const known = columns.map(({ index, field }) => ({ index, field: remembered?.matching[index] ?? field }));
  const secret = passwordColumns(
    known,
    headers,
    first.map(({ cells }) => cells),
  );
  const shown = (cells: readonly string[]) =>
    cells.map((cell, index) =>
      secret.has(index) && !isPasswordHeader(cell) ? "" : cell.slice(0, SAMPLE_CHARACTERS_MAX),
    );
  // A person's line that somebody has taken for the header.
  const isMisread = first.some(({ line, cells }) => line !== headerLine && cells.some(isPasswordHeader));
  await tx.import.updateMany({
    where: { organizationId, id: importId, state: "reading" },
    data: {
      ...facts,
      state: "matching",
      headers: isMisread ? shown(headers) : headers,
      headerLine,
      hasHeader: hasHeader === "ask" ? null : hasHeader,
      samples: samples.map(({ cells }) => shown(cells)),
      firstRows: first.slice(0, FIRST_ROWS).map(({ line, cells }) => ({
        line,
        cells: line === headerLine && !isMisread ? cells : shown(cells),
      })),
      matching: [],
      updatedAt: new Date(),
    },
  });
}

// Of several sheets none is read before a person has chosen one.
const NO_HEAD: TableHead = { headers: [], headerLine: null, samples: [], hasHeader: "ask", first: [] };
