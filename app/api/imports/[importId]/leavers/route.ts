import { authorize } from "@/lib/api";
import { leaversDownload } from "@/lib/imports/leavers/download";

export const dynamic = "force-dynamic";

type Context = { params: Promise<{ importId: string }> };

/** The people who are in the directory but not in an import's file, as CSV. */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  const { importId } = await params;
  const organization = new URL(request.url).searchParams.get("organization");
  const { actor, refusal } = await authorize(organization, "users.export");
  return refusal ?? leaversDownload(actor, importId);
}
