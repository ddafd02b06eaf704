import "server-only";
import { refuseInStep } from "@/lib/auth/answer-time";
import { refusalOfPlace } from "@/lib/auth/away";
import { SIGN_IN_WORDS } from "@/lib/auth/sign-in-words";
import { lockPerson } from "@/lib/credentials/lock-person";
import { withOrganization } from "@/lib/db";
import { isId } from "@/lib/ids";
import { policyIn } from "@/lib/mfa/asked";
import { type Finish, type Finished, finish, refuse, SECOND_STEP_MS, startConfirmed } from "@/lib/mfa/finish";
import { type PasskeyAnswer, readUserHandle } from "@/lib/mfa/passkey-shape";
import { passkeyRequest, takeChallenge, takePasskey } from "@/lib/mfa/passkeys";
import { findPending, readPendingCookie } from "@/lib/mfa/pending";
import { aboutSignIn } from "@/lib/mfa/send-code";
import { countPasskeyTry, forgetTries } from "@/lib/mfa/throttle";
import { fail, ok, type Result } from "@/lib/result";
import { isPasswordRefused } from "@/lib/sso/required";
import { statusOf } from "@/lib/users/status";

const ALONE = "sign-in";

/** What the browser is asked for, at a second step. */
export async function secondStepRequest(cookie: string | null) {
  const known = readPendingCookie(cookie);
  if (!known) return refuse("gone");
  const { organizationId, token } = known;
  const found = await withOrganization(organizationId, async (tx) => {
    const pending = await findPending(tx, organizationId, token);
    if (!pending) return null;
    const { id, userId } = pending;
    const passkeys = await tx.mfaMethod.findMany({
      where: { organizationId, userId, kind: "passkey", confirmedAt: { not: null } },
    });
    return { id, passkeys };
  });
  if (!found || found.passkeys.length === 0) return refuse("gone");
  return ok(await passkeyRequest(aboutSignIn(found.id), found.passkeys));
}

/** Finishes a sign-in by a passkey. The challenge is used up, whatever comes of it. */
export function finishByPasskey(
  cookie: string | null,
  challengeCookie: string | null,
  answer: PasskeyAnswer,
  from: Finish,
): Promise<Result<Finished>> {
  return finish(cookie, from, async ({ id }) => {
    const challenge = await takeChallenge(challengeCookie, aboutSignIn(id));
    return async (tx, { organizationId, userId }) =>
      challenge !== null &&
      takePasskey(tx, { organizationId, userId }, answer, { challenge, isOnlyStep: false });
  });
}

/** What the browser is asked for where a passkey is the only step: any that it has for this place. */
export async function onlyStepRequest(ip: string) {
  if ((await countPasskeyTry(ip)) !== null) return refuse("throttled");
  return ok(await passkeyRequest(ALONE, []));
}

/**
 * Signs in by a passkey alone, where the authenticator has verified the person: what they have and what they know or are.
 * Whatever is wrong gets the same answer at the same time.
 */
export async function signInByPasskey(
  challengeCookie: string | null,
  answer: PasskeyAnswer,
  from: Omit<Finish, "remember">,
): Promise<Result<Omit<Finished, "target">>> {
  if ((await countPasskeyTry(from.ip)) !== null) return refuse("throttled");
  const owner = readUserHandle(answer.response.userHandle);
  return refuseInStep(SECOND_STEP_MS, async () => {
    const challenge = await takeChallenge(challengeCookie, ALONE);
    if (!challenge || !owner || !isId(owner.organizationId) || !isId(owner.userId)) return wrong();
    // Not counted for the person: nobody guesses a signature, and whoever sent junk would shut them out.
    const { organizationId, userId: id } = owner;
    const started = await withOrganization(organizationId, async (tx) => {
      await lockPerson(tx, organizationId, id);
      const user = await tx.user.findFirst({ where: { organizationId, id, removedAt: null } });
      const away = await refusalOfPlace(tx, user, from.ip, wrong);
      if (away) return away;
      const organization = await tx.organization.findFirst({ select: { suspendedAt: true } });
      if (!user || !organization || organization.suspendedAt) return wrong();
      if (statusOf(user, new Date()) !== "active") return wrong();
      if ((await policyIn(tx, { organizationId, userId: id })) === "off") return wrong();
      if (!(await takePasskey(tx, owner, answer, { challenge, isOnlyStep: true }))) return wrong();
      if (await isPasswordRefused(tx, user)) return fail("provider", SIGN_IN_WORDS.provider);
      return ok(await startConfirmed(tx, user, { ...from, remember: false }));
    });
    if (started.ok) await forgetTries(owner, from.ip);
    return started;
  });
}

const wrong = () => fail("unauthenticated", SIGN_IN_WORDS.unauthenticated);
