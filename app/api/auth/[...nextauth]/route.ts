import { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { admitted } from "@/lib/auth/admission";
import { readAuthBody } from "@/lib/auth/body";
import { authOptions } from "@/lib/auth/options";
import { safePath } from "@/lib/auth/safe-path";
import { networkOf } from "@/lib/network";
import { problem } from "@/lib/problem";

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
  const [first, second] = (await context.params).nextauth;
  // Its words are ours, and next-auth would write whatever stands in the address into a header.
  if (first === "error") return toSignIn(request.url);
  const isSignIn = method === "POST" && first === "callback" && second === "credentials";
  const response = isSignIn ? await admitted(networkOf(sent), answer) : await answer();
  if (!response) return tooMany(new Headers(), "/sign-in?error=busy", WAIT_SECONDS.busy);
  const location = response.headers.get("location");
  if (!location) return isSignIn ? asProgramsExpect(response) : response;
  const headers = new Headers(response.headers);
  const page = pageOf(location);
  const error = new URL(page, NOWHERE).searchParams.get("error");
  if (isSignIn && (error === "throttled" || error === "busy"))
    return tooMany(headers, page, WAIT_SECONDS[error]);
  headers.set("location", page);
  return new Response(response.body, { status: response.status, headers });
}

const NOWHERE = "http://here.invalid";
const WAIT_SECONDS = { throttled: 60, busy: 5 };

/** Where the answer is asked for as JSON, it is said in an address there. */
async function asProgramsExpect(response: Response): Promise<Response> {
  const { url } = (await response
    .clone()
    .json()
    .catch(() => ({}))) as { url?: string };
  const error = URL.canParse(url ?? "", NOWHERE)
    ? new URL(url ?? "", NOWHERE).searchParams.get("error")
    : null;
  if (error !== "throttled" && error !== "busy") return response;
  const headers = new Headers(response.headers);
  headers.set("retry-after", String(WAIT_SECONDS[error]));
  return new Response(response.body, { status: 429, headers });
}

/** Programs are told to wait (RFC 6585 §4); a browser goes on to the page that says it in words. */
function tooMany(headers: Headers, page: string, waitSeconds: number): Response {
  const href = page.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
  headers.delete("location");
  headers.set("retry-after", String(waitSeconds));
  headers.set("content-type", "text/html; charset=utf-8");
  const body = `<!doctype html><meta http-equiv="refresh" content="0;url=${href}"><title>Too many tries</title><a href="${href}">Go on</a>`;
  return new Response(body, { status: 429, headers });
}

function toSignIn(address: string): Response {
  const error = new URL(address, NOWHERE).searchParams.get("error") ?? "";
  return new Response(null, {
    status: 302,
    headers: { location: `/sign-in?error=${encodeURIComponent(error)}` },
  });
}

function pageOf(location: string): string {
  const url = new URL(location, NOWHERE);
  const isError = url.pathname === "/api/auth/error";
  return safePath(isError ? `/sign-in${url.search}` : location);
}

export { handle as GET, handle as POST };
