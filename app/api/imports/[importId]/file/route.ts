import { authorize, isSameOrigin } from "@/lib/api";
import { IMPORT_LIMITS } from "@/lib/imports/limits";
import { fileTooLarge } from "@/lib/imports/refusals";
import { receiveFile } from "@/lib/imports/upload";
import { problem } from "@/lib/problem";

export const dynamic = "force-dynamic";

type Context = { params: Promise<{ importId: string }> };

/** Takes a file's bytes as they come, for an import that was opened for them. */
export async function PUT(request: Request, { params }: Context): Promise<Response> {
  const { importId } = await params;
  const url = new URL(request.url);
  const { actor, refusal } = await authorize(url.searchParams.get("organization"), "users.import.prepare");
  if (refusal) return refusal;
  if (!isSameOrigin(request)) return problem({ code: "forbidden", message: "This came from another site." });
  const announced = Number(request.headers.get("content-length") ?? 0);
  if (announced > IMPORT_LIMITS.bytesMax)
    return problem({ code: "invalid", message: fileTooLarge(announced).message }, 413);
  const body = request.body ?? new Blob([]).stream();
  const result = await receiveFile(actor, importId, body);
  return result.ok ? Response.json(result.value, { status: 201 }) : problem(result.error);
}
