import "server-only";
import { headers } from "next/headers";
import { setSessionCookie } from "@/lib/auth/cookie";
import { safePath } from "@/lib/auth/safe-path";
import { publicUrl } from "@/lib/env";
import { setPendingCookie } from "@/lib/mfa/cookies";
import { networkOf } from "@/lib/network";
import { routes } from "@/lib/routes";
import { browserCookie, deleteBrowserCookie } from "@/lib/sso/cookies";
import { finishSignOn, type Outcome } from "@/lib/sso/finish";
import type { ProviderKey } from "@/lib/sso/read-provider";

/** Where the request's browser comes from. */
export async function placeOfRequest() {
  const sent = await headers();
  return { ip: networkOf(sent), userAgent: sent.get("user-agent") };
}

/** Takes what a provider answered, signs in whom it means, and says where the browser goes on. */
export async function answerBrowser(key: ProviderKey, request: Request): Promise<Response> {
  const { pathname, search, searchParams } = new URL(request.url);
  // The address as people know it: what stands in a Host header is nobody's to choose.
  const url = new URL(publicUrl() + pathname + search);
  const given = { state: searchParams.get("state"), url, browserToken: browserCookie };
  return goOn(await finishSignOn(key, given, await placeOfRequest()));
}

async function goOn(outcome: Outcome): Promise<Response> {
  if (outcome.is === "out") return goTo(routes.signIn(undefined, outcome.code));
  await deleteBrowserCookie(outcome.requestId);
  if (outcome.is === "trial") return goTo(outcome.page);
  const { admitted, target } = outcome;
  if (admitted.pending) {
    await setPendingCookie(admitted.pending);
    return goTo(routes.secondStep());
  }
  await setSessionCookie(admitted);
  return goTo(safePath(target));
}

/** By GET, whatever brought the browser here. */
export const goTo = (location: string): Response =>
  new Response(null, { status: 303, headers: { location, "cache-control": "no-store" } });
