import "server-only";
import { hashToken, newToken } from "@/lib/credentials/token";
import type { Transaction } from "@/lib/db";
import { newId } from "@/lib/ids";
import type { Owner } from "@/lib/mfa/keyed-hash";

/** For how long a device is remembered, from when it was asked for. */
export const DEVICE_DAYS = 30;

const DAY_MS = 86_400_000;

type From = { ip: string; userAgent: string | null };

/** Remembers a device: its next sign-ins ask for no second step. @returns the token for its cookie, which is nowhere else */
export async function rememberDevice(
  tx: Transaction,
  owner: Owner,
  { ip, userAgent }: From,
): Promise<string> {
  const token = newToken();
  const expiresAt = new Date(Date.now() + DEVICE_DAYS * DAY_MS);
  const from = { ip, userAgent: userAgent?.slice(0, 300) ?? null };
  await tx.rememberedDevice.create({
    data: { ...owner, id: newId(), tokenHash: hashToken(token), expiresAt, ...from },
    select: { id: true },
  });
  return token;
}

/** Whether a cookie's token is that of a device of the person's that is remembered still. */
export async function isRemembered(tx: Transaction, owner: Owner, token: string | null): Promise<boolean> {
  if (!token) return false;
  const now = new Date();
  const { count } = await tx.rememberedDevice.updateMany({
    where: { ...owner, tokenHash: hashToken(token), endedAt: null, expiresAt: { gt: now } },
    data: { lastUsedAt: now },
  });
  return count > 0;
}

/** Forgets one device of a person's, or all of them. @returns how many were remembered */
export async function forgetDevices(tx: Transaction, owner: Owner, id?: string): Promise<number> {
  const { count } = await tx.rememberedDevice.updateMany({
    where: { ...owner, ...(id === undefined ? {} : { id }), endedAt: null, expiresAt: { gt: new Date() } },
    data: { endedAt: new Date() },
  });
  return count;
}
