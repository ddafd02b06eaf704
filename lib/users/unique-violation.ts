import "server-only";
import { Prisma } from "@/lib/generated/prisma/client";

/** Whether the database refused a row because another one has its key (SQLSTATE 23505). */
export function isUniqueViolation(error: unknown): boolean {
  return (
    error instanceof Prisma.PrismaClientKnownRequestError &&
    /23505|[Uu]nique/.test(`${error.code} ${error.message} ${JSON.stringify(error.meta)}`)
  );
}

const TRIES_MAX = 3;

/**
 * Runs a whole command again when somebody else took a key between its look and its write: this time it sees who, and
 * says so.
 */
export async function againIfTaken<T>(run: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await run();
    } catch (error) {
      if (!isUniqueViolation(error) || attempt === TRIES_MAX) throw error;
    }
  }
}
