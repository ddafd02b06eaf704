import "server-only";
import type { Transaction } from "@/lib/db";
import type { Prisma } from "@/lib/generated/prisma/client";

type Whose = { organizationId: string } & Pick<Prisma.SessionWhereInput, "userId" | "id">;

/**
 * Ends the sessions of an organization, of one person, or one of them, that are not over yet: their next request is refused.
 * @returns how many there were
 */
export async function endSessions(tx: Transaction, whose: Whose): Promise<number> {
  const { count } = await tx.session.updateMany({
    where: { ...whose, endedAt: null },
    data: { endedAt: new Date() },
  });
  return count;
}

/** For those of a person but one, where there is one to be kept. */
export const butSession = (sessionId: string | null) => (sessionId ? { id: { not: sessionId } } : {});
