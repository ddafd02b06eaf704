import "server-only";
import { cookies } from "next/headers";
import { decode, encode } from "next-auth/jwt";
import { endSession } from "@/lib/auth/session-row";
import type { StartedSession } from "@/lib/auth/sign-in";
import { isHttps, required } from "@/lib/env";
import { COOKIE_SECONDS } from "@/lib/sessions/length";

/** The session that the browser's cookie names, or null. Whether it is live is for its row to say. */
export async function sessionInCookie(): Promise<{ sid: string; oid: string } | null> {
  const value = (await cookies()).get(cookieName())?.value;
  if (!value) return null;
  const known = opened.get(value);
  if (known && Date.now() < known.until) return { sid: known.sid, oid: known.oid };
  // Reading it with getServerSession would also write a new one, which no page can send.
  const token = await decode({ token: value, secret: required("NEXTAUTH_SECRET") }).catch(() => null);
  if (typeof token?.sid !== "string" || typeof token.oid !== "string") return null;
  const { sid, oid, exp } = token as { sid: string; oid: string; exp?: number };
  if (opened.size >= OPENED_MAX) opened.clear();
  if (exp) opened.set(value, { sid, oid, until: exp * 1000 });
  return { sid, oid };
}

// What a cookie says stays what it says; deriving the key for it once more takes longer than reading its session's row.
const opened = new Map<string, { sid: string; oid: string; until: number }>();
const OPENED_MAX = 1000;

/** Ends the session that the browser's cookie names: another one takes the cookie's place. */
export async function endSessionInCookie(): Promise<void> {
  const earlier = await sessionInCookie();
  if (earlier) await endSession(earlier.oid, earlier.sid);
}

/** Hands a started session to the browser in place of an earlier one, as next-auth itself does after signing in. */
export async function setSessionCookie({ organizationId, sessionId }: StartedSession): Promise<void> {
  await endSessionInCookie();
  const token = { sid: sessionId, oid: organizationId };
  const value = await encode({ token, secret: required("NEXTAUTH_SECRET"), maxAge: COOKIE_SECONDS });
  const cookie = {
    httpOnly: true,
    sameSite: "lax" as const,
    path: "/",
    secure: isHttps(),
    maxAge: COOKIE_SECONDS,
  };
  (await cookies()).set(cookieName(), value, cookie);
}

export async function deleteSessionCookie(): Promise<void> {
  (await cookies()).delete(cookieName());
}

const cookieName = () => `${isHttps() ? "__Secure-" : ""}next-auth.session-token`;
