import "server-only";
import { randomBytes } from "node:crypto";
import { generateAuthenticationOptions, verifyAuthenticationResponse } from "@simplewebauthn/server";
import type { Transaction } from "@/lib/db";
import { publicUrl } from "@/lib/env";
import type { MfaMethod } from "@/lib/generated/prisma/client";
import { openChallenge, sealChallenge } from "@/lib/mfa/challenge";
import { installationKey, type Owner } from "@/lib/mfa/keyed-hash";
import type { PasskeyAnswer } from "@/lib/mfa/passkey-shape";
import { spendChallenge } from "@/lib/mfa/throttle";

/** The relying party: the host that people use, and the only origin that answers count from (WebAuthn Level 3 §13.4.9). */
export const relyingParty = () => {
  const { hostname, origin } = new URL(publicUrl());
  return { id: hostname, origin };
};

const CHALLENGE_BYTES = 32;

/** A new challenge, and what the browser's cookie keeps of it. */
export const newChallenge = (about: string) =>
  sealChallenge(installationKey("passkey challenges"), randomBytes(CHALLENGE_BYTES), about, new Date());

/** The challenge that a cookie holds, used up by it: null where there is none, or it was used before. */
export async function takeChallenge(cookie: string | null, about: string): Promise<string | null> {
  const challenge = openChallenge(installationKey("passkey challenges"), cookie ?? "", about, new Date());
  return challenge && (await spendChallenge(challenge)) ? challenge : null;
}

/**
 * What the browser is asked for.
 * @param among the passkeys that count; none for whichever the person has for this place
 */
export async function passkeyRequest(
  about: string,
  among: readonly Pick<MfaMethod, "credentialId" | "transports">[],
) {
  const { challenge, cookie } = newChallenge(about);
  const options = await generateAuthenticationOptions({
    rpID: relyingParty().id,
    challenge: new Uint8Array(Buffer.from(challenge, "base64url")),
    userVerification: among.length > 0 ? "preferred" : "required",
    allowCredentials: among.map(({ credentialId, transports }) => ({ id: idOf(credentialId), transports })),
  });
  return { options, cookie };
}

export const idOf = (credentialId: Uint8Array | null): string =>
  Buffer.from(credentialId ?? []).toString("base64url");

/**
 * Whether a passkey of the person's signed the challenge, by the person being there; its counter goes on. A counter that
 * goes back tells of a copy and is refused (WebAuthn Level 3 §6.1.1).
 * @param isOnlyStep whether the authenticator must have verified the person, so that it stands for two factors
 */
export async function takePasskey(
  tx: Transaction,
  owner: Owner,
  answer: PasskeyAnswer,
  { challenge, isOnlyStep }: { challenge: string; isOnlyStep: boolean },
): Promise<boolean> {
  const credentialId = new Uint8Array(Buffer.from(answer.id, "base64url"));
  const method = await tx.mfaMethod.findFirst({
    where: { ...owner, kind: "passkey", credentialId, confirmedAt: { not: null } },
  });
  if (!method?.publicKey || method.counter === null) return false;
  const { id: rpId, origin } = relyingParty();
  const { authenticatorAttachment, ...sent } = answer;
  const { userHandle, ...signed } = answer.response;
  const verification = await verifyAuthenticationResponse({
    response: {
      ...sent,
      response: userHandle === undefined ? signed : { ...signed, userHandle },
      ...(authenticatorAttachment ? { authenticatorAttachment } : {}),
    },
    expectedChallenge: challenge,
    expectedOrigin: origin,
    expectedRPID: rpId,
    requireUserVerification: isOnlyStep,
    credential: {
      id: idOf(method.credentialId),
      publicKey: new Uint8Array(method.publicKey),
      counter: Number(method.counter),
      transports: method.transports,
    },
    // The library throws for whatever is not as it should be.
  }).catch(() => null);
  if (!verification?.verified) return false;
  const { count } = await tx.mfaMethod.updateMany({
    where: { ...owner, id: method.id, counter: method.counter },
    data: { counter: verification.authenticationInfo.newCounter, lastUsedAt: new Date() },
  });
  return count === 1;
}
