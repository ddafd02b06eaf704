import { routes } from "@/lib/routes";
import { goTo } from "@/lib/sso/answer";
import type { ProviderKey } from "@/lib/sso/read-provider";
import { signOutUrl } from "@/lib/sso/sign-out";

export const dynamic = "force-dynamic";

/** Sends a browser that has signed out here to its provider, to sign out there too. */
export async function GET(request: Request, { params }: { params: Promise<ProviderKey> }): Promise<Response> {
  const sessionId = new URL(request.url).searchParams.get("session") ?? "";
  return goTo((await signOutUrl({ ...(await params), sessionId })) ?? routes.signIn());
}
