import "server-only";
import { PrismaPg } from "@prisma/adapter-pg";
import { env, required } from "@/lib/env";
import { type Prisma, PrismaClient } from "@/lib/generated/prisma/client";

export type Transaction = Prisma.TransactionClient;

const held = globalThis as { rollcallPrisma?: PrismaClient };

/**
 * The client outside of any organization. Row-level security hides every tenant's rows from it: it serves the few
 * look-ups that cross the tenant wall and the tables that belong to nobody.
 */
export function db(): PrismaClient {
  held.rollcallPrisma ??= createClient(required("DATABASE_APP_URL"), env().DATABASE_POOL_SIZE);
  return held.rollcallPrisma;
}

/** A client of its own for a connection string, as tests and the command line need it. */
export function createClient(url: string, poolSize: number): PrismaClient {
  return new PrismaClient({ adapter: new PrismaPg({ connectionString: url, max: poolSize }) });
}

type TransactionOptions = { timeoutMs?: number; client?: PrismaClient };

/**
 * Runs `work` in one transaction that sees and writes the rows of one organization and of no other. The setting is
 * local to the transaction, so a pooler in transaction mode is fine.
 */
export function withOrganization<T>(
  organizationId: string,
  work: (tx: Transaction) => Promise<T>,
  { timeoutMs = 15_000, client = db() }: TransactionOptions = {},
): Promise<T> {
  return client.$transaction(
    async (tx) => {
      await enterOrganization(tx, organizationId);
      return work(tx);
    },
    { timeout: timeoutMs, maxWait: 15_000 },
  );
}

/** Turns a transaction to an organization, until its end or the next call. */
export async function enterOrganization(tx: Transaction, organizationId: string): Promise<void> {
  // Prisma writes and reads moments in UTC without saying so; a server may stand in another time zone.
  await tx.$queryRaw`
    SELECT set_config('app.organization_id', ${organizationId}, true), set_config('timezone', 'UTC', true)`;
}
