import { createHash, randomBytes } from "node:crypto";
import { type NextRequest, NextResponse } from "next/server";
import { isHttps, required } from "@/lib/env";

export const config = { runtime: "nodejs", matcher: "/sign-in" };

/**
 * Gives the sign-in form next-auth's double-submit cookie: the token, and its SHA-256 with the secret. Its own form
 * would set it by script; set here, signing in works without any.
 */
export function middleware(request: NextRequest): NextResponse {
  const headers = new Headers(request.headers);
  const secure = isHttps();
  const name = `${secure ? "__Host-" : ""}next-auth.csrf-token`;
  const known = request.cookies.get(name)?.value;
  const token = known && isOurs(known) ? known.split("|")[0] : randomBytes(32).toString("hex");
  headers.set("x-rollcall-csrf", token ?? "");
  const response = NextResponse.next({ request: { headers } });
  if (!known || !isOurs(known)) {
    const cookie = { httpOnly: true, sameSite: "lax" as const, path: "/", secure };
    response.cookies.set(name, `${token}|${signatureOf(token ?? "")}`, cookie);
  }
  return response;
}

function isOurs(cookie: string): boolean {
  const [token = "", signature = ""] = cookie.split("|");
  return token.length === 64 && signature === signatureOf(token);
}

const signatureOf = (token: string) =>
  createHash("sha256")
    .update(`${token}${required("NEXTAUTH_SECRET")}`)
    .digest("hex");
