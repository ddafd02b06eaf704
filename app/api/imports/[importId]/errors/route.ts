import { authorize } from "@/lib/api";
import { errorsDownload } from "@/lib/imports/errors-download";

export const dynamic = "force-dynamic";

type Context = { params: Promise<{ importId: string }> };

/** The person's own file with an Errors column. */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  const { importId } = await params;
  const organization = new URL(request.url).searchParams.get("organization");
  const { actor, refusal } = await authorize(organization, "users.import.read");
  return refusal ?? errorsDownload(actor, importId);
}
