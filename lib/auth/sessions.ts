import "server-only";
import { headers } from "next/headers";
import { cache } from "react";
import { sessionInCookie } from "@/lib/auth/cookie";
import { readSession, type SignedIn } from "@/lib/auth/session-row";
import { networkOf } from "@/lib/network";

/** Who makes this request, or null. Reads the session's row each time, so that ending it works at once. */
export const signedIn = cache(async (): Promise<SignedIn | null> => {
  const session = await sessionInCookie();
  return session && readSession(session.oid, session.sid, networkOf(await headers()));
});
