import "server-only";
import { randomInt } from "node:crypto";
import { verifyPassword } from "@/lib/auth/passwords";
import { SIGN_IN_WORDS } from "@/lib/auth/sign-in-words";
import { withOrganization } from "@/lib/db";
import { isId, newId } from "@/lib/ids";
import { canonicalRecoveryCode, newRecoveryCode, RECOVERY_CODES } from "@/lib/mfa/codes";
import { forgetDevices } from "@/lib/mfa/devices";
import { hashCode } from "@/lib/mfa/keyed-hash";
import { changeOwn, isFresh, recordOwn, type Self, tellPerson } from "@/lib/mfa/own";
import { aboutSession } from "@/lib/mfa/send-code";
import { type CodeGiven, takeCode } from "@/lib/mfa/take-code";
import { countTry, forgetTries } from "@/lib/mfa/throttle";
import { SECOND_STEP_WORDS } from "@/lib/mfa/words";
import { fail, notFound, ok, type Result } from "@/lib/result";
import { isKeeper } from "@/lib/sso/required";
import { TooBusy } from "@/lib/turns";

/** Shows in a session, by the password or by a code, that it is the person: what is asked before their second step changes. */
export async function confirmIdentity(
  self: Self,
  given: { password: string } | { code: CodeGiven },
): Promise<Result<null>> {
  const { organizationId, userId, ip } = self.person;
  const owner = { organizationId, userId };
  if ((await countTry(owner, ip ?? "unknown")) !== null)
    return fail("throttled", SECOND_STEP_WORDS.throttled);
  const password = "password" in given ? await passwordMatches(self, given.password) : null;
  if (password === "busy") return fail("busy", SIGN_IN_WORDS.busy);
  const result = await changeOwn(self, null, async (own): Promise<Result<null>> => {
    const isRight =
      "code" in given
        ? await takeCode(own.tx, owner, given.code, aboutSession(own.sessionId))
        : password === "right";
    if (!isRight) return fail("invalid", SECOND_STEP_WORDS.wrong);
    if ("code" in given && given.code.way === "recovery") await recordOwn(own, "secondStep.codeUsed");
    await own.tx.session.updateMany({
      where: { ...owner, id: own.sessionId, endedAt: null },
      data: { confirmedAt: new Date() },
    });
    return ok(null);
  });
  if (result.ok) await forgetTries(owner, ip ?? "unknown");
  return result;
}

async function passwordMatches({ person }: Self, typed: string): Promise<"right" | "wrong" | "busy"> {
  const { organizationId, userId } = person;
  const key = { organizationId_userId: { organizationId, userId } };
  const stored = await withOrganization(organizationId, (tx) => tx.password.findUnique({ where: key }));
  try {
    return (await verifyPassword(typed, stored?.hash ?? null)) ? "right" : "wrong";
  } catch (error) {
    if (error instanceof TooBusy) return "busy";
    throw error;
  }
}

/** Takes a way away. The last one stays where the organization asks for one; with it go recovery codes and devices. */
export function removeWay(self: Self, methodId: string): Promise<Result<null>> {
  return changeOwn(self, "confirmed", async (own) => {
    const { tx, owner, user, policy } = own;
    const found = isId(methodId) && (await tx.mfaMethod.findFirst({ where: { ...owner, id: methodId } }));
    if (!found) return notFound("way of a second step");
    const others = await tx.mfaMethod.count({
      where: { ...owner, id: { not: methodId }, confirmedAt: { not: null } },
    });
    if (others === 0 && policy === "required")
      return fail(
        "conflict",
        "Your organization asks for a second step. Add another way before you remove this one.",
      );
    if (others === 0 && (await isKeeper(tx, user))) return fail("conflict", SECOND_STEP_WORDS.keeper);
    await tx.mfaMethod.deleteMany({ where: { ...owner, id: methodId } });
    if (others === 0) {
      await tx.mfaRecoveryCode.deleteMany({ where: owner });
      await forgetDevices(tx, owner);
    }
    await recordOwn(own, "secondStep.removed", { before: { secondStep: found.name } });
    await tellPerson(tx, owner, user.accessEmail);
    return ok(null);
  });
}

/** Gives a passkey another name. */
export function renamePasskey(self: Self, methodId: string, name: string): Promise<Result<null>> {
  return changeOwn(self, null, async (own) => {
    const { tx, owner } = own;
    const found =
      isId(methodId) &&
      (await tx.mfaMethod.findFirst({ where: { ...owner, id: methodId, kind: "passkey" } }));
    if (!found) return notFound("passkey");
    if (found.name === name) return ok(null);
    await tx.mfaMethod.updateMany({ where: { ...owner, id: methodId }, data: { name } });
    await recordOwn(own, "secondStep.renamed", {
      before: { secondStep: found.name },
      after: { secondStep: name },
    });
    return ok(null);
  });
}

/** Makes recovery codes in place of those there were. They are in the answer and nowhere else. */
export function makeRecoveryCodes(self: Self): Promise<Result<{ codes: string[] }>> {
  return changeOwn(self, null, async (own) => {
    const { tx, owner, user, sessionId } = own;
    const methods = await tx.mfaMethod.count({ where: { ...owner, confirmedAt: { not: null } } });
    if (methods === 0)
      return fail("conflict", "Set up another way first: recovery codes are for when it is lost.");
    const earlier = await tx.mfaRecoveryCode.count({ where: owner });
    if (!(await isFresh(tx, owner, sessionId, earlier > 0 ? "confirmed" : "signedIn")))
      return fail("conflict", SECOND_STEP_WORDS.stale);
    await tx.mfaRecoveryCode.deleteMany({ where: owner });
    const codes = Array.from({ length: RECOVERY_CODES }, () => newRecoveryCode((end) => randomInt(end)));
    const hashed = codes.map((code) => hashCode(owner, "recovery", canonicalRecoveryCode(code)));
    await tx.mfaRecoveryCode.createMany({ data: hashed.map((hash) => ({ ...owner, id: newId(), hash })) });
    await recordOwn(own, "secondStep.codesMade");
    await tellPerson(tx, owner, user.accessEmail);
    return ok({ codes });
  });
}

/** Has a device, or every one, asked for the second step again. */
export function forgetOwnDevices(self: Self, deviceId: string | null): Promise<Result<null>> {
  return changeOwn(self, null, async (own) => {
    if (deviceId !== null && !isId(deviceId)) return notFound("device");
    const count = await forgetDevices(own.tx, own.owner, deviceId ?? undefined);
    if (count > 0) await recordOwn(own, "secondStep.devicesForgotten", { after: { devices: count } });
    return ok(null);
  });
}

/** Puts setting a second step up off until the next sign-in, as long as the days of grace last. */
export function postponeSetUp(self: Self): Promise<Result<null>> {
  return changeOwn(self, null, async ({ tx, owner, sessionId }) => {
    await tx.session.updateMany({
      where: { ...owner, id: sessionId, endedAt: null },
      data: { mfaPostponedAt: new Date() },
    });
    return ok(null);
  });
}
