import "server-only";
import { demandStill } from "@/lib/auth/still";
import { type Transaction, withOrganization } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { isId } from "@/lib/ids";
import type { LeaversChoice, StaysReason } from "@/lib/imports/leavers/guard";
import {
  countUnreadable,
  type LeaversScope,
  LIVE,
  leaversScope,
  leaversSql,
} from "@/lib/imports/leavers/people";
import type { Actor } from "@/lib/permissions/actor";
import { demand } from "@/lib/permissions/demand";
import { patternOf, searchWords } from "@/lib/users/search";

export type Leaver = {
  id: string;
  name: string;
  username: string;
  accessEmail: string;
  stays: StaysReason | null;
};

/** Where a page of leavers begins: behind the person with this sorted name and id. */
export type LeaverCursor = { value: string; id: string };

export type LeaversPage = {
  /** Rows whose person cannot be told: as long as there are some, nobody can be said to have left. */
  unreadable: number;
  /** How many are not in the file, how many of those can be suspended, and how many active people there are. */
  counts: { all: number; suspendable: number; active: number };
  people: Leaver[];
  next: LeaverCursor | null;
  /** Set when suspending them has been chosen, with how far that has come. */
  choice: (LeaversChoice & { done: number }) | null;
};

export const LEAVERS_PAGE_SIZE = 50;
const TIMEOUT_MS = 60_000;

/**
 * The people who are in the directory but not in an import's file, a page of those whom a search finds; null for an
 * import that only adds people.
 */
export async function listLeavers(
  actor: Actor,
  importId: string,
  { search, after }: { search: string; after: LeaverCursor | null },
): Promise<LeaversPage | null> {
  return read(actor, importId, async (tx, scope) => {
    const unreadable = await countUnreadable(tx, scope);
    const choice = await readChoice(tx, scope);
    if (unreadable > 0 || choice) return { ...NOBODY, unreadable, choice };
    const counts = await countLeavers(tx, scope);
    const found = await tx.$queryRaw<Listed[]>(
      pageSql(scope, { search, after, limit: LEAVERS_PAGE_SIZE + 1 }),
    );
    const people = found.slice(0, LEAVERS_PAGE_SIZE);
    const last = found.length > LEAVERS_PAGE_SIZE ? people.at(-1) : undefined;
    return {
      unreadable,
      choice,
      counts,
      people: people.map(leaverOf),
      next: last ? { value: last.sort_name, id: last.id } : null,
    };
  });
}

const NOBODY = { counts: { all: 0, suspendable: 0, active: 0 }, people: [], next: null };

const EXPORTED_AT_ONCE = 1000;

/** All of them in batches, for a file. */
export async function* eachLeaver(actor: Actor, importId: string): AsyncGenerator<Leaver[]> {
  for (let after: LeaverCursor | null = null; ; ) {
    const found: Listed[] =
      (await read(actor, importId, (tx, scope) =>
        tx.$queryRaw<Listed[]>(pageSql(scope, { search: "", after, limit: EXPORTED_AT_ONCE })),
      )) ?? [];
    if (found.length > 0) yield found.map(leaverOf);
    const last = found.length === EXPORTED_AT_ONCE ? found.at(-1) : undefined;
    if (!last) return;
    after = { value: last.sort_name, id: last.id };
    await demandStill(actor, "users.export");
  }
}

/** How many leavers there are, of how many people. */
export async function countLeavers(tx: Transaction, scope: LeaversScope): Promise<LeaversPage["counts"]> {
  const rows = await tx.$queryRaw<LeaversPage["counts"][]>`
    WITH ${leaversSql(scope)}
    SELECT count(*)::int AS "all", (count(*) FILTER (WHERE stays IS NULL))::int AS suspendable,
      (SELECT count(*)::int FROM users u
       WHERE u.organization_id = ${scope.found.organizationId}::uuid AND u.removed_at IS NULL AND ${LIVE}) AS active
    FROM leaver`;
  return rows[0] ?? NOBODY.counts;
}

async function readChoice(tx: Transaction, { found }: LeaversScope): Promise<LeaversPage["choice"]> {
  const choice = found.leavers as LeaversChoice | null;
  if (!choice) return null;
  const { organizationId, id: importId } = found;
  const done = await tx.importLeaver.count({ where: { organizationId, importId, outcome: { not: null } } });
  return { ...choice, done };
}

type Listed = Omit<Leaver, "name"> & { first_name: string; last_name: string; sort_name: string };

function pageSql(
  scope: LeaversScope,
  { search, after, limit }: { search: string; after: LeaverCursor | null; limit: number },
): Prisma.Sql {
  const conditions = searchWords(search).map((word) => Prisma.sql`search_text LIKE ${patternOf(word)}`);
  if (after) conditions.push(Prisma.sql`(sort_name, id) > (${after.value}::text, ${after.id}::uuid)`);
  const where = conditions.length > 0 ? Prisma.sql`WHERE ${Prisma.join(conditions, " AND ")}` : Prisma.empty;
  return Prisma.sql`
    WITH ${leaversSql(scope)}
    SELECT id, first_name, last_name, username, access_email AS "accessEmail", stays, sort_name
    FROM leaver ${where} ORDER BY sort_name, id LIMIT ${limit}`;
}

const leaverOf = ({ id, first_name, last_name, username, accessEmail, stays }: Listed): Leaver => ({
  id,
  name: `${first_name} ${last_name}`,
  username,
  accessEmail,
  stays,
});

function read<T>(
  actor: Actor,
  importId: string,
  work: (tx: Transaction, scope: LeaversScope) => Promise<T>,
): Promise<T | null> {
  demand(actor, "users.import.read");
  demand(actor, "users.read");
  const { id: organizationId } = actor.organization;
  return withOrganization(
    organizationId,
    async (tx) => {
      const found = isId(importId)
        ? await tx.import.findUnique({ where: { organizationId_id: { organizationId, id: importId } } })
        : null;
      const scope = found && found.state === "done" && (await leaversScope(tx, found, actor));
      return scope ? work(tx, scope) : null;
    },
    { timeoutMs: TIMEOUT_MS },
  );
}
