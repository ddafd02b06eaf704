import "server-only";
import type { NextAuthOptions } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import { safePath } from "@/lib/auth/safe-path";
import { endSession } from "@/lib/auth/session-row";
import { signIn } from "@/lib/auth/sign-in";
import { publicUrl, required } from "@/lib/env";
import { log } from "@/lib/log";
import { networkOf } from "@/lib/network";

const SESSION_SECONDS_MAX = 12 * 3600;

/** next-auth's part: the cookie holds which session row it is, and that row decides. */
export function authOptions(): NextAuthOptions {
  return {
    secret: required("NEXTAUTH_SECRET"),
    useSecureCookies: publicUrl().startsWith("https://"),
    session: { strategy: "jwt", maxAge: SESSION_SECONDS_MAX },
    pages: { signIn: "/sign-in", error: "/sign-in", signOut: "/account" },
    providers: [
      CredentialsProvider({
        name: "Rollcall",
        credentials: { username: { label: "Username" }, password: { label: "Password", type: "password" } },
        async authorize(credentials, request) {
          const headers = new Headers(request.headers as Record<string, string>);
          const result = await signIn({
            username: credentials?.username ?? "",
            password: credentials?.password ?? "",
            ip: networkOf(headers),
            userAgent: headers.get("user-agent"),
          }).catch((error: unknown) => {
            // next-auth would show the words of the error in the address.
            log.error({ error }, "Nobody can sign in.");
            throw new Error("unavailable");
          });
          if (!result.ok) throw new Error(result.error.code);
          return { id: result.value.sessionId, organizationId: result.value.organizationId };
        },
      }),
    ],
    callbacks: {
      jwt({ token, user }) {
        if (!user) return token;
        return { sid: user.id, oid: (user as { organizationId?: string }).organizationId };
      },
      session({ session, token }) {
        return { expires: session.expires, sid: token.sid, oid: token.oid } as typeof session;
      },
      redirect({ url }) {
        return safePath(url);
      },
    },
    events: {
      async signOut({ token }) {
        if (typeof token?.sid === "string" && typeof token.oid === "string")
          await endSession(token.oid, token.sid);
      },
    },
  };
}
