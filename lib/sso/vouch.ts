import "server-only";
import type { Transaction } from "@/lib/db";
import type { SignOnProvider } from "@/lib/generated/prisma/client";

/** Writes that a provider vouches for a session, and what it has to be told at its end. */
export async function vouchFor(
  tx: Transaction,
  { organizationId, id: providerId, ownSecondStep }: SignOnProvider,
  { sessionId }: { sessionId: string },
  signOut: Uint8Array<ArrayBuffer> | null,
): Promise<void> {
  await tx.signOnSession.create({
    data: { organizationId, sessionId, providerId, ownSecondStep, signOut },
    select: { sessionId: true },
  });
}
