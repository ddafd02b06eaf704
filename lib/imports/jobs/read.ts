import "server-only";
import { type Transaction, withOrganization } from "@/lib/db";
import { matchColumns } from "@/lib/imports/columns/match";
import { readBytes } from "@/lib/imports/jobs/file";
import { refuseImport } from "@/lib/imports/jobs/refuse";
import { type FileFacts, readFileTable, textFacts } from "@/lib/imports/jobs/table";
import { type FileReading, readable } from "@/lib/imports/refusals";
import { withoutPassword } from "@/lib/imports/rows/passwords";
import type { TableHead } from "@/lib/imports/table/head";
import { startsAsSpreadsheet } from "@/lib/imports/table/spreadsheet-kind";
import { readHead } from "@/lib/imports/table/table";
import type { ImportJob } from "@/lib/jobs/queue";

const HEAD_BYTES = 256 * 1024;
const SAMPLE_CHARACTERS_MAX = 80;

/** Looks at a file's first part, of a workbook at its first rows, so that a person can match its columns. */
export async function readImport(job: ImportJob): Promise<void> {
  const { organizationId, importId } = job;
  const found = await withOrganization(organizationId, (tx) =>
    tx.import.findUnique({
      where: { organizationId_id: { organizationId, id: importId }, state: "reading" },
      select: { sizeBytes: true, sheet: true },
    }),
  );
  if (!found) return;
  const reading = await readFileHead(job, { sizeBytes: Number(found.sizeBytes), sheet: found.sheet });
  await withOrganization(organizationId, async (tx) => {
    const where = { organizationId_id: { organizationId, id: importId }, state: "reading" };
    if (!(await tx.import.findUnique({ where, select: { id: true } }))) return;
    if (reading.ok) await tellHead(tx, job, reading.value);
    else await refuseImport(tx, organizationId, importId, reading.refusal);
  });
}

type FileHead = { facts: FileFacts; head: TableHead | null };

async function readFileHead(
  { organizationId, importId }: ImportJob,
  { sizeBytes, sheet }: { sizeBytes: number; sheet: string | null },
): Promise<FileReading<FileHead>> {
  const read = (bytesMax?: number) =>
    withOrganization(organizationId, (tx) => readBytes(tx, organizationId, importId, bytesMax));
  const first = await read(HEAD_BYTES);
  if (startsAsSpreadsheet(first)) {
    const whole = first.length === sizeBytes ? first : await read();
    const workbook = await readFileTable(whole, { sheet, hasHeader: null, isHeadOnly: true });
    return workbook.ok ? readable({ facts: workbook.value.facts, head: workbook.value.table }) : workbook;
  }
  const head = readHead(first, { isWhole: first.length === sizeBytes });
  return head.ok ? readable({ facts: textFacts(head.value), head: head.value }) : head;
}

async function tellHead(
  tx: Transaction,
  { organizationId, importId }: ImportJob,
  { facts, head }: FileHead,
): Promise<void> {
  const { headers, headerLine, samples, hasHeader } = head ?? NO_HEAD;
  const { columns } = matchColumns(headers, samples);
  await tx.import.updateMany({
    where: { organizationId, id: importId, state: "reading" },
    data: {
      ...facts,
      state: "matching",
      headers,
      headerLine,
      hasHeader: hasHeader === "ask" ? null : hasHeader,
      samples: samples.map(({ cells }) =>
        withoutPassword(cells, columns).map((cell) => cell.slice(0, SAMPLE_CHARACTERS_MAX)),
      ),
      matching: [],
      updatedAt: new Date(),
    },
  });
}

// Of several sheets none is read before a person has chosen one.
const NO_HEAD: TableHead = { headers: [], headerLine: null, samples: [], hasHeader: "ask" };
