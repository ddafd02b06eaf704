import "server-only";
import { withOrganization } from "@/lib/db";
import { matchColumns } from "@/lib/imports/columns/match";
import { readBytes } from "@/lib/imports/jobs/file";
import { refuseImport } from "@/lib/imports/jobs/refuse";
import { withoutPassword } from "@/lib/imports/rows/passwords";
import { readHead } from "@/lib/imports/table/table";
import type { ImportJob } from "@/lib/jobs/queue";

const HEAD_BYTES = 256 * 1024;
const SAMPLE_CHARACTERS_MAX = 80;

/** Looks at a file's first part, so that a person can match its columns. */
export async function readImport({ organizationId, importId }: ImportJob): Promise<void> {
  await withOrganization(organizationId, async (tx) => {
    const key = { organizationId_id: { organizationId, id: importId } };
    const found = await tx.import.findUnique({ where: { ...key, state: "reading" } });
    if (!found) return;
    const bytes = await readBytes(tx, organizationId, importId, HEAD_BYTES);
    const head = readHead(bytes, { isWhole: bytes.length === Number(found.sizeBytes) });
    if (!head.ok) return refuseImport(tx, organizationId, importId, head.refusal);
    const { encoding, hasBom, delimiter, hasHeader, headers, headerLine, samples } = head.value;
    const { columns } = matchColumns(headers, samples);
    await tx.import.update({
      where: key,
      data: {
        state: "matching",
        encoding,
        hasBom,
        delimiter,
        headers,
        headerLine,
        hasHeader: hasHeader === "ask" ? null : hasHeader,
        samples: samples.map(({ cells }) =>
          withoutPassword(cells, columns).map((cell) => cell.slice(0, SAMPLE_CHARACTERS_MAX)),
        ),
        matching: [],
        updatedAt: new Date(),
      },
      select: { id: true },
    });
  });
}
