import { authorize, receive } from "@/lib/api";
import { selectRows } from "@/lib/imports/commands/rows";
import { readRowFilter } from "@/lib/imports/review/filter";
import { linesFromText } from "@/lib/imports/review/lines";
import { listLines, listRowsAt, readPlanVersion } from "@/lib/imports/review/queries";
import { selectionRequest } from "@/lib/imports/review/requests";
import { problem } from "@/lib/problem";
import { absence } from "@/lib/result";

export const dynamic = "force-dynamic";

type Context = { params: Promise<{ importId: string }> };

const LINES_MAX = 500;
const NOT_KEPT = { headers: { "cache-control": "no-store" } };

/** Rows at some lines (`lines=2-101,105`), or without that the lines of all rows that a filter shows, in runs. */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  const { importId } = await params;
  const query = new URL(request.url).searchParams;
  const { actor, refusal } = await authorize(query.get("organization"), "users.import.read");
  if (refusal) return refusal;
  const found = await readPlanVersion(actor, importId);
  if (!found) return problem(absence("import"));
  const asked = query.get("lines");
  if (asked === null) {
    const lines = await listLines(actor, importId, readRowFilter(Object.fromEntries(query)));
    return Response.json({ ...found, lines }, NOT_KEPT);
  }
  const lines = linesFromText(asked, LINES_MAX);
  if (!lines)
    return problem({ code: "invalid", message: `Ask for at most ${LINES_MAX} lines, as 2-101,105.` });
  return Response.json({ ...found, rows: await listRowsAt(actor, importId, lines) }, NOT_KEPT);
}

/** Selects or unselects rows. */
export async function PATCH(request: Request, { params }: Context): Promise<Response> {
  const { importId } = await params;
  const organization = new URL(request.url).searchParams.get("organization");
  const { actor, asked, refusal } = await receive(request, {
    organization,
    permission: "users.import.prepare",
    schema: selectionRequest,
    words: "Say which rows, and whether they are selected.",
  });
  if (refusal) return refusal;
  const result = await selectRows(actor, importId, asked.rows, asked.selected);
  return result.ok ? Response.json(result.value) : problem(result.error);
}
