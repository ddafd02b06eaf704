import "server-only";
import { randomBytes } from "node:crypto";
import { withOrganization } from "@/lib/db";
import { newId } from "@/lib/ids";
import { base32 } from "@/lib/mfa/base32";
import { phoneInPart } from "@/lib/mfa/codes";
import type { Owner } from "@/lib/mfa/keyed-hash";
import { changeOwn, isFresh, type Own, recordOwn, type Self, tellPerson } from "@/lib/mfa/own";
import { findOwnPhone, keepProvenPhone, type OwnPhone, PHONE_MOVED } from "@/lib/mfa/own-phone";
import { openSecret, sealSecret } from "@/lib/mfa/sealed-secret";
import { aboutSession, writeCode } from "@/lib/mfa/send-code";
import { takeCode } from "@/lib/mfa/take-code";
import { countSent, countTry, countUnproven, forgetTries } from "@/lib/mfa/throttle";
import { TOTP_SECRET_BYTES, totpAddress } from "@/lib/mfa/totp";
import { METHOD_LABELS, SECOND_STEP_WORDS } from "@/lib/mfa/words";
import { fail, ok, type Result } from "@/lib/result";

/** For how long setting an authenticator app up may take. */
const SET_UP_MINUTES = 30;

type Typed = "totp" | "sms";

/** Begins to set an authenticator app up, with a new secret. Nothing is asked for by it until a code has shown that it works. */
export function beginApp(self: Self): Promise<Result<null>> {
  return changeOwn(self, "signedIn", async (own) => {
    const refusal = await refusalOf(own, "totp");
    if (refusal) return refusal;
    const id = newId();
    const secret = sealSecret(id, randomBytes(TOTP_SECRET_BYTES));
    await own.tx.mfaMethod.create({
      data: { ...own.owner, id, kind: "totp", name: METHOD_LABELS.totp, secret },
      select: { id: true },
    });
    return ok(null);
  });
}

/** What an app is to be told while it is being set up; null when nothing is, or it is too long ago. */
export function readApp({ person, home }: Self): Promise<{ address: string; secret: string } | null> {
  const { organizationId, userId, sessionId, username } = person;
  const owner = { organizationId, userId };
  return withOrganization(organizationId, async (tx) => {
    if (!sessionId || !(await isFresh(tx, owner, sessionId, "signedIn"))) return null;
    const since = new Date(Date.now() - SET_UP_MINUTES * 60_000);
    const method = await tx.mfaMethod.findFirst({
      where: { ...owner, kind: "totp", confirmedAt: null, createdAt: { gt: since } },
    });
    if (!method?.secret) return null;
    const secret = openSecret(method.id, method.secret);
    return { address: totpAddress(secret, { issuer: home.name, account: username }), secret: base32(secret) };
  });
}

/**
 * Begins to set codes by SMS up: sends one to the phone on file, or to the number that somebody without one types.
 * @param typed the number; without it, another code goes where the last one went
 */
export async function beginSms(self: Self, typed?: string): Promise<Result<{ phone: string }>> {
  const { organizationId, userId, sessionId, ip } = self.person;
  const counted = { organizationId, userId };
  const found = await findOwnPhone(counted, typed);
  if (!found.ok) return found;
  const { phone, isOnFile } = found.value;
  if ((await countSent(counted, ip ?? "unknown")) !== null) return throttled();
  if (!isOnFile && (await countUnproven(phone)) !== null) return throttled();
  return changeOwn(self, "signedIn", async (own) => {
    const refusal = await refusalOf(own, "sms");
    if (refusal) return refusal;
    if (own.user.mobilePhone !== (isOnFile ? phone : null)) return fail("conflict", PHONE_MOVED);
    const id = newId();
    await own.tx.mfaMethod.create({
      data: { ...own.owner, id, kind: "sms", name: METHOD_LABELS.sms, phone },
      select: { id: true },
    });
    await writeCode(own.tx, own.owner, { id, phone }, aboutSession(sessionId ?? ""));
    return ok({ phone });
  });
}

/** The phone, in part, that SMS codes are being set up for, and whether it is on file; null when they are not. */
export const readSms = (owner: Owner): Promise<OwnPhone | null> =>
  withOrganization(owner.organizationId, async (tx) => {
    const method = await tx.mfaMethod.findFirst({
      where: { ...owner, kind: "sms", confirmedAt: null },
      select: { phone: true, user: { select: { mobilePhone: true } } },
    });
    if (!method?.phone) return null;
    return { phone: phoneInPart(method.phone), isOnFile: method.phone === method.user.mobilePhone };
  });

/**
 * Takes the first code of a way that is being set up: from then on it is asked for. A phone that was not on file is the
 * person's own with it.
 */
export async function confirmWay(
  self: Self,
  kind: Typed,
  code: string,
): Promise<Result<{ isFirst: boolean }>> {
  const { organizationId, userId, sessionId, ip } = self.person;
  const counted = { organizationId, userId };
  if ((await countTry(counted, ip ?? "unknown")) !== null) return throttled();
  const result = await changeOwn(self, "signedIn", async (own): Promise<Result<{ isFirst: boolean }>> => {
    const { tx, owner, user } = own;
    const isRight = await takeCode(tx, owner, { way: kind, code }, aboutSession(sessionId ?? ""), true);
    if (!isRight)
      return fail("invalid", SECOND_STEP_WORDS.wrong, [{ path: "code", message: SECOND_STEP_WORDS.wrong }]);
    const refusal = kind === "sms" ? await keepProvenPhone(own) : null;
    if (refusal) return refusal;
    const before = await tx.mfaMethod.count({ where: { ...owner, confirmedAt: { not: null } } });
    await tx.mfaMethod.updateMany({
      where: { ...owner, kind, confirmedAt: null },
      data: { confirmedAt: new Date() },
    });
    await recordOwn(own, "secondStep.added", { after: { secondStep: METHOD_LABELS[kind] } });
    await tellPerson(tx, owner, user.accessEmail);
    return ok({ isFirst: before === 0 });
  });
  if (result.ok) await forgetTries(counted, ip ?? "unknown");
  return result;
}

/** Why a way cannot be set up; where it can, what was begun before is taken away. */
async function refusalOf({ tx, owner, policy }: Own, kind: Typed): Promise<Result<never> | null> {
  if (policy === "off") return fail("conflict", SECOND_STEP_WORDS.off);
  await tx.mfaMethod.deleteMany({ where: { ...owner, kind, confirmedAt: null } });
  const there = await tx.mfaMethod.count({ where: { ...owner, kind } });
  return there > 0
    ? fail("conflict", "You have set this up already. Remove it first to set it up anew.")
    : null;
}

const throttled = () => fail("throttled", SECOND_STEP_WORDS.throttled);
