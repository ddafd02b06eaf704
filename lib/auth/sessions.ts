import "server-only";
import { headers } from "next/headers";
import { getServerSession } from "next-auth";
import { cache } from "react";
import { authOptions } from "@/lib/auth/options";
import { readSession, type SignedIn } from "@/lib/auth/session-row";
import { networkOf } from "@/lib/network";

/** Who makes this request, or null. Reads the session's row each time, so that ending it works at once. */
export const signedIn = cache(async (): Promise<SignedIn | null> => {
  const session = (await getServerSession(authOptions())) as { sid?: unknown; oid?: unknown } | null;
  if (typeof session?.sid !== "string" || typeof session.oid !== "string") return null;
  return readSession(session.oid, session.sid, networkOf(await headers()));
});
