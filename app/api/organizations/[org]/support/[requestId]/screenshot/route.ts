import { authorize } from "@/lib/api";
import { problem } from "@/lib/problem";
import { absence } from "@/lib/result";
import { readScreenshot } from "@/lib/support/queries";

export const dynamic = "force-dynamic";

type Context = { params: Promise<{ org: string; requestId: string }> };

/** The screenshot of a request; `next.config.mjs` lets nothing in it run. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  const { org, requestId } = await params;
  const { actor, refusal } = await authorize(org, "support.ask");
  if (refusal) return refusal;
  const found = await readScreenshot(actor, requestId);
  if (!found) return problem(absence("screenshot"));
  return new Response(found.bytes, {
    headers: {
      "content-type": found.type,
      "content-disposition": `inline; filename="screenshot.${found.type === "image/png" ? "png" : "jpg"}"`,
      "cross-origin-resource-policy": "same-origin",
      "x-content-type-options": "nosniff",
      "cache-control": "private, no-store",
    },
  });
}
