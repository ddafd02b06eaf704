import { authorize } from "@/lib/api";
import { csvText } from "@/lib/exports/csv";
import { problem } from "@/lib/problem";
import { EXPORT_HEADER, type ExportRow, exportCells, exportFileName } from "@/lib/users/export";
import { recordExport } from "@/lib/users/export-commands";
import { exportBatches } from "@/lib/users/export-queries";
import { readUserListQuery } from "@/lib/users/list";

export const dynamic = "force-dynamic";

type Context = { params: Promise<{ org: string }> };

/** Everybody that a view of the list holds, as a CSV file that an import takes as it is. */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  const { actor, refusal } = await authorize((await params).org, "users.export");
  if (refusal) return refusal;
  const query = readUserListQuery(Object.fromEntries(new URL(request.url).searchParams));
  const recorded = await recordExport(actor, query);
  if (!recorded.ok) return problem(recorded.error);
  return new Response(csvStream(exportBatches(actor, query)), {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="${exportFileName(actor.organization.slug, new Date())}"`,
      "cache-control": "no-store",
    },
  });
}

/** Lines as bytes, a batch at a time and only when they are asked for. */
function csvStream(batches: AsyncIterable<ExportRow[]>): ReadableStream<Uint8Array> {
  const bytes = csvBytes(batches);
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await bytes.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      async cancel() {
        await bytes.return(undefined);
      },
    },
    { highWaterMark: 0 },
  );
}

async function* csvBytes(batches: AsyncIterable<ExportRow[]>): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  // Without a byte order mark Excel takes UTF-8 for the code page of its computer.
  yield encoder.encode(`\ufeff${csvText([EXPORT_HEADER])}`);
  for await (const rows of batches) yield encoder.encode(csvText(rows.map(exportCells)));
}
