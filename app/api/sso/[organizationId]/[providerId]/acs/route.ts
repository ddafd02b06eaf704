import { routes } from "@/lib/routes";
import { goTo } from "@/lib/sso/answer";
import type { ProviderKey } from "@/lib/sso/read-provider";
import { keepAnswer } from "@/lib/sso/saml-answer";

export const dynamic = "force-dynamic";

/**
 * Where a SAML provider's page has the browser send its answer. Cookies do not come with a form of another site, so the
 * answer is put beside its request, and the browser comes again by itself.
 */
export async function POST(
  request: Request,
  { params }: { params: Promise<ProviderKey> },
): Promise<Response> {
  const key = await params;
  const state = await keepAnswer(key, request);
  return goTo(state ? routes.signOnAt(key, "finish", { state }) : routes.signIn(undefined, "signOnOver"));
}
