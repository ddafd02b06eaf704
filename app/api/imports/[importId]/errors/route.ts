import { authorize } from "@/lib/api";
import type { Delimiter } from "@/lib/exports/csv";
import { type ErrorsFileFormat, errorsFileHead, errorsFileLines } from "@/lib/imports/errors-file";
import { eachRow, findImport, type ImportDetails } from "@/lib/imports/queries";
import type { TableEncoding } from "@/lib/imports/table/decode";
import type { Actor } from "@/lib/permissions/actor";
import { problem } from "@/lib/problem";

export const dynamic = "force-dynamic";

type Context = { params: Promise<{ importId: string }> };

/** The person's own file with an Errors column. */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  const { importId } = await params;
  const url = new URL(request.url);
  const { actor, refusal } = await authorize(url.searchParams.get("organization"), "users.import.read");
  if (refusal) return refusal;
  const found = await findImport(actor, importId);
  if (!found) return problem({ code: "notFound", message: "This import does not exist." });
  if (found.matching.length === 0)
    return problem({ code: "conflict", message: "The rows have not been read yet." });
  return new Response(streamOf(errorsFile(actor, found)), {
    headers: {
      "content-type": "text/csv",
      "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(nameOf(found.fileName))}`,
    },
  });
}

async function* errorsFile(actor: Actor, found: ImportDetails): AsyncGenerator<Uint8Array> {
  const format: ErrorsFileFormat = {
    columns: found.headers.map((header, index) => ({
      index,
      header,
      field: found.matching[index] ?? null,
      how: "exact",
    })),
    encoding: (found.encoding ?? "utf-8") as TableEncoding,
    hasBom: found.hasBom,
    delimiter: (found.delimiter ?? ",") as Delimiter,
  };
  yield errorsFileHead(format);
  for await (const rows of eachRow(actor, found.id)) yield errorsFileLines(format, rows);
}

function streamOf(pieces: AsyncGenerator<Uint8Array>): ReadableStream<Uint8Array> {
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await pieces.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    async cancel() {
      await pieces.return(undefined);
    },
  });
}

const nameOf = (fileName: string) =>
  fileName.replace(/(\.[^.]*)?$/, (extension) => `-errors${extension || ".csv"}`);
