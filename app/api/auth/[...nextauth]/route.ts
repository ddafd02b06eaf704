import NextAuth from "next-auth";
import { authOptions } from "@/lib/auth/options";
import { safePath } from "@/lib/auth/safe-path";

type Context = { params: Promise<{ nextauth: string[] }> };

/**
 * next-auth's own endpoints. It answers with addresses on NEXTAUTH_URL; made relative here, so that people stay on the
 * host they came by, and no host of a request's choosing is ever written.
 */
async function handle(request: Request, context: Context): Promise<Response> {
  const response: Response = await NextAuth(request as never, context as never, authOptions());
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
