import { safePath } from "@/lib/auth/safe-path";
import { routes } from "@/lib/routes";
import { goTo, placeOfRequest } from "@/lib/sso/answer";
import { beginSignOn } from "@/lib/sso/begin";
import { setBrowserCookie } from "@/lib/sso/cookies";
import type { ProviderKey } from "@/lib/sso/read-provider";

export const dynamic = "force-dynamic";

const HINT_LENGTH_MAX = 320;

/** Sends a browser to its organization's provider. */
export async function GET(request: Request, { params }: { params: Promise<ProviderKey> }): Promise<Response> {
  const { searchParams } = new URL(request.url);
  const target = safePath(searchParams.get("target"));
  const loginHint = searchParams.get("hint")?.slice(0, HINT_LENGTH_MAX) || null;
  const begun = await beginSignOn(await params, { target, loginHint, ip: (await placeOfRequest()).ip });
  if (!begun.ok)
    return goTo(routes.signIn(undefined, begun.error.code === "throttled" ? "throttled" : "signOn"));
  await setBrowserCookie(begun.value.requestId, begun.value.browserToken);
  return goTo(begun.value.url);
}
