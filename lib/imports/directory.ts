import "server-only";
import type { Transaction } from "@/lib/db";
import { freeNameCandidates, offerFreeNames } from "@/lib/imports/plan/free-names";
import { type Directory, keysOf, type PlannedRow } from "@/lib/imports/plan/plan";
import type { JudgedRow } from "@/lib/imports/rows/judge";

const KEYS_AT_ONCE = 20_000;
const FREE_NAMES_MAX = 40_000;

/** What the organization already has, of the keys that rows mention. */
export async function directoryFor(
  tx: Transaction,
  organizationId: string,
  rows: readonly JudgedRow[],
): Promise<Directory> {
  const keys = keysOf(rows);
  return {
    usernames: await findKeys(tx, organizationId, "username", keys.usernames),
    accessEmails: await findKeys(tx, organizationId, "access_email", keys.accessEmails),
    customerCodes: await findKeys(tx, organizationId, "customer_code", keys.customerCodes),
  };
}

/** The rows with the next free username offered where theirs is taken. */
export async function withFreeNames(
  tx: Transaction,
  organizationId: string,
  rows: readonly PlannedRow[],
): Promise<PlannedRow[]> {
  const candidates = freeNameCandidates(rows);
  const taken = await findKeys(tx, organizationId, "username", candidates.slice(0, FREE_NAMES_MAX));
  // What was not looked up is not offered.
  return offerFreeNames(rows, new Set([...taken, ...candidates.slice(FREE_NAMES_MAX)]));
}

const COLUMNS = ["username", "access_email", "customer_code"] as const;

async function findKeys(
  tx: Transaction,
  organizationId: string,
  column: (typeof COLUMNS)[number],
  keys: readonly string[],
): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for (let at = 0; at < keys.length; at += KEYS_AT_ONCE) {
    const rows = await tx.$queryRawUnsafe<{ key: string }[]>(
      `SELECT ${column} AS key FROM users
       WHERE organization_id = $1::uuid AND removed_at IS NULL AND ${column} = ANY($2::text[])`,
      organizationId,
      keys.slice(at, at + KEYS_AT_ONCE),
    );
    for (const { key } of rows) found.add(key);
  }
  return found;
}
