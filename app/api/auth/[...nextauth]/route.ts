import { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { readAuthBody } from "@/lib/auth/body";
import { authOptions } from "@/lib/auth/options";
import { safePath } from "@/lib/auth/safe-path";
import { problem } from "@/lib/problem";
import { TooBusy, turns } from "@/lib/turns";

// Beside those who sign in, others work. Whoever waits holds no connection to the database.
const SIGN_INS_AT_ONCE = 6;
const SIGN_INS_WAITING_MAX = 200;
const inTurn = turns(SIGN_INS_AT_ONCE);

type Context = { params: Promise<{ nextauth: string[] }> };

/**
 * next-auth's own endpoints. It answers with full addresses; made relative here, so that people stay on the
 * host they came by, and no host of a request's choosing is ever written.
 */
async function handle(request: Request, context: Context): Promise<Response> {
  const read = await readAuthBody(request);
  if (!read.ok) return problem({ code: "invalid", message: read.message }, read.status);
  const { method, headers: sent } = request;
  const asked = new NextRequest(request.url, {
    method,
    headers: sent,
    ...(read.body && { body: read.body }),
  });
  const answer = (): Promise<Response> => NextAuth(asked as never, context as never, authOptions());
  const { nextauth } = await context.params;
  const isSignIn = method === "POST" && nextauth.join("/") === "callback/credentials";
  const response = isSignIn ? await admit(answer) : await answer();
  if (!response) return tooMany(new Headers(), "/sign-in?error=busy", WAIT_SECONDS.busy);
  const location = response.headers.get("location");
  if (!location) return response;
  const headers = new Headers(response.headers);
  const page = pageOf(location);
  const error = new URL(page, NOWHERE).searchParams.get("error");
  if (error === "throttled" || error === "busy") return tooMany(headers, page, WAIT_SECONDS[error]);
  headers.set("location", page);
  return new Response(response.body, { status: response.status, headers });
}

/** @returns null where too many wait to be signed in: turned away here, they cost next to nothing */
async function admit(answer: () => Promise<Response>): Promise<Response | null> {
  try {
    return await inTurn(answer, SIGN_INS_WAITING_MAX);
  } catch (error) {
    if (error instanceof TooBusy) return null;
    throw error;
  }
}

const NOWHERE = "http://here.invalid";
const WAIT_SECONDS = { throttled: 900, busy: 5 };

/** Programs are told to wait (RFC 6585 §4); a browser goes on to the page that says it in words. */
function tooMany(headers: Headers, page: string, waitSeconds: number): Response {
  const href = page.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
  headers.delete("location");
  headers.set("retry-after", String(waitSeconds));
  headers.set("content-type", "text/html; charset=utf-8");
  const body = `<!doctype html><meta http-equiv="refresh" content="0;url=${href}"><title>Too many tries</title><a href="${href}">Go on</a>`;
  return new Response(body, { status: 429, headers });
}

function pageOf(location: string): string {
  const url = new URL(location, NOWHERE);
  const isError = url.pathname === "/api/auth/error";
  return safePath(isError ? `/sign-in${url.search}` : location);
}

export { handle as GET, handle as POST };
