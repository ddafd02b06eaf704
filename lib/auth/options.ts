import "server-only";
import type { NextAuthOptions } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import { endSessionInCookie } from "@/lib/auth/cookie";
import { safePath } from "@/lib/auth/safe-path";
import { endSession } from "@/lib/auth/session-row";
import { type SignInTry, signIn } from "@/lib/auth/sign-in";
import { isHttps, required } from "@/lib/env";
import { log } from "@/lib/log";
import { deviceCookies, setPendingCookie } from "@/lib/mfa/cookies";
import { networkOf } from "@/lib/network";
import { routes } from "@/lib/routes";
import { COOKIE_SECONDS } from "@/lib/sessions/length";

/** next-auth's part: the cookie holds which session row it is, and that row decides. */
export function authOptions(): NextAuthOptions {
  return {
    secret: required("NEXTAUTH_SECRET"),
    useSecureCookies: isHttps(),
    session: { strategy: "jwt", maxAge: COOKIE_SECONDS },
    pages: { signIn: "/sign-in", error: "/sign-in", signOut: "/account" },
    providers: [
      CredentialsProvider({
        name: "Rollcall",
        credentials: { username: { label: "Username" }, password: { label: "Password", type: "password" } },
        async authorize(credentials, request) {
          const headers = new Headers(request.headers as Record<string, string>);
          const result = await signInHere({
            username: textOf(credentials?.username),
            password: textOf(credentials?.password),
            ip: networkOf(headers),
            userAgent: headers.get("user-agent"),
            target: safePath(textOf(request.body?.callbackUrl)),
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
      // Whose second step is still to come goes there, and no cookie of a session is written.
      signIn: ({ user }) => (user.id === "" ? routes.secondStep() : true),
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

/**
 * Signs in, and ends the session that the same browser had before (OWASP ASVS 5.0, 7.2.4). Where a second step is to come,
 * the browser keeps what says so, and the session that it has ends after that.
 */
async function signInHere(given: SignInTry) {
  const result = await signIn({ ...given, deviceOf: await deviceCookies() });
  if (!result.ok) return result;
  if (result.value.pending) await setPendingCookie(result.value.pending);
  else await endSessionInCookie();
  return result;
}

// A form sends texts; whoever sends anything else has no such name and no such password.
const textOf = (given: unknown): string => (typeof given === "string" ? given : "");
