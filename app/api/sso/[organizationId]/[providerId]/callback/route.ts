import { answerBrowser } from "@/lib/sso/answer";
import type { ProviderKey } from "@/lib/sso/read-provider";

export const dynamic = "force-dynamic";

/** Where an OpenID provider sends a browser back to. */
export async function GET(request: Request, { params }: { params: Promise<ProviderKey> }): Promise<Response> {
  return answerBrowser(await params, request);
}
