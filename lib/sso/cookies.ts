import "server-only";
import { cookies } from "next/headers";
import { isHttps } from "@/lib/env";

/** For how long somebody may be at their provider. */
export const REQUEST_MINUTES = 15;

/** What only this browser knows of a request to a provider. It comes back from another site by a link, never in a frame. */
export async function setBrowserCookie(requestId: string, token: string): Promise<void> {
  (await cookies()).set(nameOf(requestId), token, options(REQUEST_MINUTES * 60));
}

export const browserCookie = async (requestId: string): Promise<string | null> =>
  (await cookies()).get(nameOf(requestId))?.value || null;

export async function deleteBrowserCookie(requestId: string): Promise<void> {
  (await cookies()).set(nameOf(requestId), "", options(0));
}

// Each request has its own, so that two tabs do not stand in each other's way.
const nameOf = (requestId: string) => `${isHttps() ? "__Secure-" : ""}rollcall.sso-${requestId.slice(-12)}`;

const options = (maxAge: number) => ({
  httpOnly: true,
  sameSite: "lax" as const,
  path: "/api/sso",
  secure: isHttps(),
  maxAge,
});
