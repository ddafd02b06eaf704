import "server-only";
import type { Transaction } from "@/lib/db";
import { log } from "@/lib/log";
import { canonicalDigits, canonicalRecoveryCode } from "@/lib/mfa/codes";
import { hashCode, type Owner } from "@/lib/mfa/keyed-hash";
import { openSecret } from "@/lib/mfa/sealed-secret";
import { stepOfCode } from "@/lib/mfa/totp";
import type { CodeWay } from "@/lib/mfa/words";

export type CodeGiven = { way: CodeWay; code: string };

/**
 * Takes a code of a person whose row the transaction has locked: it works once, and for no second request at the same time.
 * @param about what a code by SMS was sent for: the sign-in or the session that asked for it
 * @param isSetUp whether the way is still being set up
 * @returns whether it was right
 */
export function takeCode(
  tx: Transaction,
  owner: Owner,
  { way, code }: CodeGiven,
  about: string,
  isSetUp = false,
): Promise<boolean> {
  if (way === "recovery") return isSetUp ? Promise.resolve(false) : takeRecoveryCode(tx, owner, code);
  const take = way === "totp" ? takeTotp : takeSmsCode;
  return take(tx, owner, canonicalDigits(code), about, isSetUp);
}

const standing = (isSetUp: boolean) => ({ confirmedAt: isSetUp ? null : { not: null } });

async function takeTotp(
  tx: Transaction,
  owner: Owner,
  code: string,
  _: string,
  isSetUp: boolean,
): Promise<boolean> {
  const method = await tx.mfaMethod.findFirst({ where: { ...owner, kind: "totp", ...standing(isSetUp) } });
  if (!method?.secret) return false;
  const last = method.lastStep === null ? null : Number(method.lastStep);
  const now = new Date();
  const secret = opened(method.id, method.secret);
  const step = secret && stepOfCode(secret, code, now, last);
  if (step === null) return false;
  const { count } = await tx.mfaMethod.updateMany({
    where: { ...owner, id: method.id, OR: [{ lastStep: null }, { lastStep: { lt: step } }] },
    data: { lastStep: step, lastUsedAt: now },
  });
  return count === 1;
}

/** The secret, or null where it was sealed under another secret of the installation's. */
function opened(methodId: string, sealed: Uint8Array): Uint8Array | null {
  try {
    return openSecret(methodId, sealed);
  } catch {
    log.warn(
      { methodId },
      "An authenticator app’s secret cannot be opened. Has NEXTAUTH_SECRET been replaced?",
    );
    return null;
  }
}

async function takeSmsCode(
  tx: Transaction,
  owner: Owner,
  code: string,
  about: string,
  isSetUp: boolean,
): Promise<boolean> {
  const now = new Date();
  const method = await tx.mfaMethod.findFirst({
    where: { ...owner, kind: "sms", ...standing(isSetUp), codeExpiresAt: { gt: now } },
  });
  if (!method) return false;
  const { count } = await tx.mfaMethod.updateMany({
    where: { ...owner, id: method.id, codeHash: hashCode(owner, about, code), codeExpiresAt: { gt: now } },
    data: { codeHash: null, codeExpiresAt: null, lastUsedAt: now },
  });
  return count === 1;
}

async function takeRecoveryCode(tx: Transaction, owner: Owner, typed: string): Promise<boolean> {
  const hash = hashCode(owner, "recovery", canonicalRecoveryCode(typed));
  const { count } = await tx.mfaRecoveryCode.updateMany({
    where: { ...owner, hash, usedAt: null },
    data: { usedAt: new Date() },
  });
  return count === 1;
}
