import "server-only";
import { generateRegistrationOptions, verifyRegistrationResponse } from "@simplewebauthn/server";
import { withOrganization } from "@/lib/db";
import { newId } from "@/lib/ids";
import { changeOwn, isFresh, recordOwn, type Self, tellPerson } from "@/lib/mfa/own";
import { type NewPasskey, userHandle } from "@/lib/mfa/passkey-shape";
import { idOf, newChallenge, relyingParty, takeChallenge } from "@/lib/mfa/passkeys";
import { aboutSession } from "@/lib/mfa/send-code";
import { SECOND_STEP_WORDS } from "@/lib/mfa/words";
import { fail, ok, type Result } from "@/lib/result";

/** More than anybody carries. */
const PASSKEYS_MAX = 20;

/** What the browser is asked to make, for a session whose person has shown lately that it is them. */
export async function newPasskeyRequest({ person, home }: Self) {
  const { organizationId, userId, sessionId, username, name } = person;
  const owner = { organizationId, userId };
  const there = await withOrganization(organizationId, async (tx) =>
    sessionId && (await isFresh(tx, owner, sessionId, "signedIn"))
      ? tx.mfaMethod.findMany({ where: { ...owner, kind: "passkey" } })
      : null,
  );
  if (!there) return fail("conflict", SECOND_STEP_WORDS.stale);
  const { challenge, cookie } = newChallenge(aboutSession(sessionId ?? ""));
  const options = await generateRegistrationOptions({
    rpID: relyingParty().id,
    rpName: home.name,
    userID: userHandle(owner),
    userName: username,
    userDisplayName: name,
    challenge: new Uint8Array(Buffer.from(challenge, "base64url")),
    attestationType: "none",
    excludeCredentials: there.map(({ credentialId, transports }) => ({ id: idOf(credentialId), transports })),
    authenticatorSelection: { residentKey: "preferred", userVerification: "preferred" },
  });
  return ok({ options, cookie });
}

/** Keeps a passkey that the browser has made for this session's challenge, which it uses up. */
export async function addPasskey(
  self: Self,
  challengeCookie: string | null,
  answer: NewPasskey,
  name: string,
): Promise<Result<{ isFirst: boolean }>> {
  const challenge = await takeChallenge(challengeCookie, aboutSession(self.person.sessionId ?? ""));
  if (!challenge) return fail("invalid", SECOND_STEP_WORDS.wrong);
  const { id: rpId, origin } = relyingParty();
  const { authenticatorAttachment, ...sent } = answer;
  const verification = await verifyRegistrationResponse({
    response: { ...sent, ...(authenticatorAttachment ? { authenticatorAttachment } : {}) },
    expectedChallenge: challenge,
    expectedOrigin: origin,
    expectedRPID: rpId,
    requireUserVerification: false,
    // The library throws for whatever is not as it should be.
  }).catch(() => null);
  if (!verification?.verified) return fail("invalid", SECOND_STEP_WORDS.wrong);
  const { credential } = verification.registrationInfo;
  const credentialId = new Uint8Array(Buffer.from(credential.id, "base64url"));
  return changeOwn(self, "signedIn", async (own) => {
    const { tx, owner, user, policy } = own;
    if (policy === "off") return fail("conflict", SECOND_STEP_WORDS.off);
    if ((await tx.mfaMethod.count({ where: { ...owner, kind: "passkey" } })) >= PASSKEYS_MAX)
      return fail("conflict", `You have ${PASSKEYS_MAX} passkeys. Remove one first.`);
    const isTaken = await tx.mfaMethod.count({
      where: { organizationId: owner.organizationId, credentialId },
    });
    if (isTaken > 0) return fail("conflict", "This passkey is set up already.");
    const before = await tx.mfaMethod.count({ where: { ...owner, confirmedAt: { not: null } } });
    await tx.mfaMethod.create({
      data: {
        ...owner,
        id: newId(),
        kind: "passkey",
        name,
        credentialId,
        publicKey: new Uint8Array(credential.publicKey),
        counter: credential.counter,
        transports: credential.transports ?? [],
        confirmedAt: new Date(),
      },
      select: { id: true },
    });
    await recordOwn(own, "secondStep.added", { after: { secondStep: `Passkey “${name}”` } });
    await tellPerson(tx, owner, user.accessEmail);
    return ok({ isFirst: before === 0 });
  });
}
