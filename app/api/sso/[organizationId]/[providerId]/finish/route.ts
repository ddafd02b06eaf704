import { answerBrowser } from "@/lib/sso/answer";
import type { ProviderKey } from "@/lib/sso/read-provider";

export const dynamic = "force-dynamic";

/** Where a browser comes itself, with its cookies, after it brought a SAML provider's form. */
export async function GET(request: Request, { params }: { params: Promise<ProviderKey> }): Promise<Response> {
  return answerBrowser(await params, request);
}
