import "server-only";
import { randomInt } from "node:crypto";
import type { Transaction } from "@/lib/db";
import { queueMessage } from "@/lib/messages/queue-one";
import { newSmsCode, SMS_CODE_MINUTES } from "@/lib/mfa/codes";
import { hashCode, type Owner } from "@/lib/mfa/keyed-hash";

/** What a code by SMS is sent for: it is good for that alone. */
export const aboutSignIn = (pendingId: string) => `sign-in ${pendingId}`;
export const aboutSession = (sessionId: string) => `session ${sessionId}`;

/** Makes a new code for a person's phone in place of the last one, and queues its message. */
export async function writeCode(
  tx: Transaction,
  owner: Owner,
  method: { id: string; phone: string },
  about: string,
): Promise<void> {
  const code = newSmsCode((end) => randomInt(end));
  const codeExpiresAt = new Date(Date.now() + SMS_CODE_MINUTES * 60_000);
  await tx.mfaMethod.updateMany({
    where: { ...owner, id: method.id },
    data: { codeHash: hashCode(owner, about, code), codeExpiresAt },
  });
  const until = codeExpiresAt.toISOString();
  await queueMessage(tx, { ...owner, kind: "signInCode", address: method.phone, code: { code, until } });
}
