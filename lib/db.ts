import "server-only";
import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { env, required } from "@/lib/env";
import { Prisma, PrismaClient } from "@/lib/generated/prisma/client";
import { isId } from "@/lib/ids";
import { log } from "@/lib/log";

export type Transaction = Prisma.TransactionClient;

const held = globalThis as { rollcallPool?: pg.Pool; rollcallPrisma?: PrismaClient };

/** The connections of this process, of which all that asks the database takes. */
export function pool(): pg.Pool {
  held.rollcallPool ??= makePool(required("DATABASE_APP_URL"), env().DATABASE_POOL_SIZE);
  return held.rollcallPool;
}

/** Tells of each new connection which process serves it on the database's machine. */
export function onConnection(listener: (processId: number) => void): void {
  pool().on("connect", (client) => listener((client as pg.PoolClient & { processID: number }).processID));
}

/**
 * The client outside of any organization. Row-level security hides every tenant's rows from it: it serves the few
 * look-ups that cross the tenant wall and the tables that belong to nobody.
 */
export function db(): PrismaClient {
  held.rollcallPrisma ??= clientOf(pool());
  return held.rollcallPrisma;
}

/** A client of its own for a connection string, as tests and the command line need it. */
export function createClient(url: string, poolSize: number): PrismaClient {
  return clientOf(makePool(url, poolSize));
}

const TRANSACTION_MS = 15_000;

const clientOf = (connections: pg.Pool) =>
  new PrismaClient({
    adapter: new PrismaPg(connections, { disposeExternalPool: true }),
    transactionOptions: { timeout: TRANSACTION_MS, maxWait: TRANSACTION_MS },
  });

function makePool(url: string, size: number): pg.Pool {
  const made = new pg.Pool({ connectionString: url, max: size, pipeline: true });
  // A connection that is lost while nobody uses it, as when the database restarts, would otherwise end the process.
  made.on("error", (error) => log.warn({ error: error.message }, "A database connection was lost."));
  return made;
}

/** How long a transaction waits for what another one holds: it has a connection meanwhile that everybody else may need. */
const LOCK_MS_MAX = 30_000;
const lockMsWithin = (timeoutMs: number) => Math.min(LOCK_MS_MAX, Math.ceil((timeoutMs * 2) / 3));

/** How long one statement outside of any transaction of Prisma's may take: far longer than anybody waits for a page. */
const STATEMENT_MS = 60_000;

type TransactionOptions = {
  /** How long all of it may take; each statement is ended by the database after that time. */
  timeoutMs?: number;
  /** How long it waits for a lock, where that is not what suits a request. */
  lockMs?: number;
  client?: PrismaClient;
  /** What whoever acts may not give: nobody comes by it through a rule (decision 33). Not said, no rule gives any right. */
  lacks?: readonly string[];
  /** Who acts, as an event has them, for what the database does by itself. Not said, it is the product. */
  by?: EventBy;
};

/** The columns of an event that say who did it. */
export type EventBy = {
  actorKind: string;
  actorOrganizationId: string | null;
  actorUserId: string | null;
  actorName: string;
  ip: string | null;
};

/**
 * Runs `work` in one transaction that sees and writes the rows of one organization and of no other. The setting is
 * local to the transaction, so a pooler in transaction mode is fine.
 */
export function withOrganization<T>(
  organizationId: string,
  work: (tx: Transaction) => Promise<T>,
  {
    timeoutMs = TRANSACTION_MS,
    lockMs = lockMsWithin(timeoutMs),
    client = db(),
    lacks,
    by,
  }: TransactionOptions = {},
): Promise<T> {
  return client.$transaction(
    async (tx) => {
      await enter(tx, organizationId, { lacks, by }, limits(timeoutMs, lockMs));
      return work(tx);
    },
    { timeout: timeoutMs },
  );
}

/** Turns a transaction to an organization, until its end or the next call. */
export async function enterOrganization(
  tx: Transaction,
  organizationId: string,
  lacks?: readonly string[],
  by?: EventBy,
): Promise<void> {
  await enter(tx, organizationId, { lacks, by });
}

async function enter(
  tx: Transaction,
  organizationId: string,
  { lacks, by }: { lacks?: readonly string[] | undefined; by?: EventBy | undefined },
  more = Prisma.empty,
): Promise<void> {
  // Prisma writes and reads moments in UTC without saying so; a server may stand in another time zone.
  await tx.$queryRaw`
    SELECT set_config('app.organization_id', ${organizationId}, true), set_config('timezone', 'UTC', true),
      set_config('app.lacks', ${lacksSetting(lacks)}, true), set_config('app.by', ${by ? JSON.stringify(by) : ""}, true)${more}`;
}

/** Where Prisma gives a transaction up, its statement would go on and keep the connection. */
const limits = (timeoutMs: number, lockMs: number) => Prisma.sql`,
  set_config('statement_timeout', ${String(timeoutMs)}, true), set_config('lock_timeout', ${String(lockMs)}, true)`;

/** As `follow_rules` reads it. */
const lacksSetting = (lacks: readonly string[] | undefined): string =>
  lacks === undefined ? "" : lacks.join(" ") || "-";

/**
 * Reads with one statement as one organization, for the pages that are asked for most: what is one round trip here is a
 * fifth of such a page's time through an interactive transaction of Prisma's. It can write nothing.
 * @param inOrder whether an index has the rows in the order that is asked for. While an import is carried out, statistics
 * know nothing of its many rows, and sorting would step over all of them.
 * @param compiled off where compiling the statement would take longer than it does
 * @returns rows with the columns' names and the driver's types: moments as `Date`, `bigint` as text
 */
export async function readRows<Row extends object>(
  organizationId: string,
  statement: Prisma.Sql,
  { inOrder = false, compiled = true } = {},
): Promise<Row[]> {
  const settings = `${inOrder ? "; SET LOCAL enable_sort = off" : ""}${compiled ? "" : "; SET LOCAL jit = off"}`;
  return (await inOneTrip<Row>(organizationId, "BEGIN READ ONLY", settings, statement)).rows;
}

/**
 * Writes with one statement as one organization. It is for bytes, which Prisma's client would make a text of on the way.
 * @returns how many rows were written
 */
export async function writeRows(organizationId: string, statement: Prisma.Sql): Promise<number> {
  return (await inOneTrip(organizationId, "BEGIN", "", statement)).rowCount ?? 0;
}

/** The three are sent at once; the database carries them out one after the other. */
async function inOneTrip<Row extends object>(
  organizationId: string,
  begin: string,
  settings: string,
  statement: Prisma.Sql,
): Promise<pg.QueryResult<Row>> {
  if (!isId(organizationId)) throw new Error("That is no organization's id.");
  const connection = await pool().connect();
  const begun = connection.query(
    `${begin}; SET LOCAL app.organization_id = '${organizationId}'; SET LOCAL timezone = 'UTC';
      SET LOCAL statement_timeout = ${STATEMENT_MS}; SET LOCAL lock_timeout = ${lockMsWithin(TRANSACTION_MS)}${settings}`,
  );
  const done = connection.query<Row>(statement.text, statement.values);
  // What has failed is rolled back by it.
  const ended = connection.query("COMMIT");
  const [beginning, result, ending] = await Promise.allSettled([begun, done, ended]);
  connection.release(ending.status === "rejected");
  for (const each of [beginning, result, ending]) if (each.status === "rejected") throw each.reason;
  return done;
}

/** Asks one of the look-ups that cross the tenant wall, with no organization set. */
export async function lookUp<Row extends object>(statement: Prisma.Sql): Promise<Row[]> {
  return (await pool().query<Row>(statement.text, statement.values)).rows;
}
