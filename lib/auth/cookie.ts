import "server-only";
import { cookies } from "next/headers";
import { decode, encode } from "next-auth/jwt";
import type { StartedSession } from "@/lib/auth/sign-in";
import { publicUrl, required } from "@/lib/env";

const MAX_AGE_SECONDS = 12 * 3600;

/** The session that the browser's cookie names, or null. Whether it is live is for its row to say. */
export async function sessionInCookie(): Promise<{ sid: string; oid: string } | null> {
  const value = (await cookies()).get(cookieName())?.value;
  // Reading it with getServerSession would also write a new one, which no page can send.
  const token = await decode({ token: value, secret: required("NEXTAUTH_SECRET") }).catch(() => null);
  return typeof token?.sid === "string" && typeof token.oid === "string"
    ? { sid: token.sid, oid: token.oid }
    : null;
}

/** Hands a started session to the browser, as next-auth itself does after signing in. */
export async function setSessionCookie({ organizationId, sessionId }: StartedSession): Promise<void> {
  const token = { sid: sessionId, oid: organizationId };
  const value = await encode({ token, secret: required("NEXTAUTH_SECRET"), maxAge: MAX_AGE_SECONDS });
  const cookie = {
    httpOnly: true,
    sameSite: "lax" as const,
    path: "/",
    secure: isSecure(),
    maxAge: MAX_AGE_SECONDS,
  };
  (await cookies()).set(cookieName(), value, cookie);
}

export async function deleteSessionCookie(): Promise<void> {
  (await cookies()).delete(cookieName());
}

const isSecure = () => publicUrl().startsWith("https://");

const cookieName = () => `${isSecure() ? "__Secure-" : ""}next-auth.session-token`;
