import { authorize } from "@/lib/api";
import { readProgress } from "@/lib/imports/queries";
import { problem } from "@/lib/problem";
import { absence } from "@/lib/result";

export const dynamic = "force-dynamic";

type Context = { params: Promise<{ importId: string }> };

/** How far the worker has come. */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  const { importId } = await params;
  const url = new URL(request.url);
  const { actor, refusal } = await authorize(url.searchParams.get("organization"), "users.import.read");
  if (refusal) return refusal;
  const progress = await readProgress(actor, importId);
  return progress
    ? Response.json(progress, { headers: { "cache-control": "no-store" } })
    : problem(absence("import"));
}
