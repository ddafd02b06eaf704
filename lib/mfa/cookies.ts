import "server-only";
import { createHash } from "node:crypto";
import { cookies } from "next/headers";
import { isHttps } from "@/lib/env";
import { CHALLENGE_MINUTES } from "@/lib/mfa/challenge";
import { DEVICE_DAYS } from "@/lib/mfa/devices";
import { PENDING_MINUTES } from "@/lib/mfa/pending";

const DAY_SECONDS = 86_400;

/** The sign-in that waits for its second step. */
export const pendingCookie = (): Promise<string | null> => read("sign-in");
export const setPendingCookie = (value: string): Promise<void> =>
  write("sign-in", value, PENDING_MINUTES * 60);
export const deletePendingCookie = (): Promise<void> => erase("sign-in");

/** The challenge that a passkey is to sign, used up by reading it. */
export const setChallengeCookie = (value: string): Promise<void> =>
  write("passkey", value, CHALLENGE_MINUTES * 60);
export async function takeChallengeCookie(): Promise<string | null> {
  const value = await read("passkey");
  await erase("passkey");
  return value;
}

/** Reads what this browser keeps of devices that people had remembered: each person has a cookie of their own. */
export async function deviceCookies(): Promise<(userId: string) => string | null> {
  const jar = await cookies();
  return (userId) => jar.get(nameOf(deviceOf(userId)))?.value ?? null;
}

export const setDeviceCookie = (userId: string, token: string): Promise<void> =>
  write(deviceOf(userId), token, DEVICE_DAYS * DAY_SECONDS);

const deviceOf = (userId: string) =>
  `device-${createHash("sha256").update(userId).digest("hex").slice(0, 16)}`;

const nameOf = (what: string) => `${isHttps() ? "__Secure-" : ""}rollcall.${what}`;

const read = async (what: string) => (await cookies()).get(nameOf(what))?.value ?? null;

async function write(what: string, value: string, maxAge: number): Promise<void> {
  const cookie = { httpOnly: true, sameSite: "lax" as const, path: "/", secure: isHttps(), maxAge };
  (await cookies()).set(nameOf(what), value, cookie);
}

// A browser takes nothing back from a cookie that says Secure by one that does not.
const erase = (what: string): Promise<void> => write(what, "", 0);
