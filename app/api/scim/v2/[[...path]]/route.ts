import { answerScim } from "@/lib/scim/route";

export const dynamic = "force-dynamic";

type Params = { params: Promise<{ path?: string[] }> };

/** People and groups for other systems' directories: SCIM 2.0 (RFC 7643, 7644). */
async function answer(request: Request, { params }: Params): Promise<Response> {
  const { path = [] } = await params;
  return answerScim(request, path);
}

export { answer as DELETE, answer as GET, answer as PATCH, answer as POST, answer as PUT };
