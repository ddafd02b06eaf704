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
  headers.set("location", pageOf(location));
  return new Response(response.body, { status: response.status, headers });
}

function pageOf(location: string): string {
  const url = new URL(location, "http://here.invalid");
  const isError = url.pathname === "/api/auth/error";
  return safePath(isError ? `/sign-in${url.search}` : location);
}

export { handle as GET, handle as POST };
