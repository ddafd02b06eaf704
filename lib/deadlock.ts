import "server-only";
import { Prisma } from "@/lib/generated/prisma/client";

const TRIES_MAX = 4;
const WAIT_MS = 40;

/** Whether the database ended a transaction only because another one stood in its way (SQLSTATE 40P01 and 40001). */
export function isDeadlock(error: unknown): boolean {
  return (
    error instanceof Prisma.PrismaClientKnownRequestError &&
    (error.code === "P2034" || /\b(?:40P01|40001)\b/.test(`${error.message} ${JSON.stringify(error.meta)}`))
  );
}

/**
 * Runs a whole transaction again when it came to nothing for that reason alone: nothing of it was written, and the other
 * one is through by then. Locks are taken in one order (decision 33); what triggers do for many rows cannot always be.
 */
export async function againIfDeadlocked<T>(run: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await run();
    } catch (error) {
      if (!isDeadlock(error) || attempt === TRIES_MAX) throw error;
      await new Promise((resolve) => setTimeout(resolve, WAIT_MS * attempt * (1 + Math.random())));
    }
  }
}
