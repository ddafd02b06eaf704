import { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { readAuthBody } from "@/lib/auth/body";
import { authOptions } from "@/lib/auth/options";
import { safePath } from "@/lib/auth/safe-path";
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
  const response: Response = await NextAuth(asked as never, context as never, authOptions());
  const location = response.headers.get("location");
  if (!location) return response;
  const headers = new Headers(response.headers);
  const page = pageOf(location);
  const waitSeconds = WAIT_SECONDS[new URL(page, NOWHERE).searchParams.get("error") ?? ""];
  if (waitSeconds !== undefined) return tooMany(headers, page, waitSeconds);
  headers.set("location", page);
  return new Response(response.body, { status: response.status, headers });
}

const NOWHERE = "http://here.invalid";
const WAIT_SECONDS: Readonly<Record<string, number>> = { throttled: 900, busy: 5 };

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
