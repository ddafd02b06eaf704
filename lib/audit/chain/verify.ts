import "server-only";
import { checkEnd, checkSeal, type Fault } from "@/lib/audit/chain/check";
import { sealKeys } from "@/lib/audit/chain/keys";
import { readEnd, readSealedEvents, readSeals } from "@/lib/audit/chain/rows";
import { BEGINNING, NO_SEAL, type Place, type Seal } from "@/lib/audit/chain/seal";
import type { Transaction } from "@/lib/db";

/** What a check has come to. */
export type ChainState = {
  /** The first thing that is wrong; null when nothing is. */
  fault: Fault | null;
  /** How many events were looked at, and how many are sealed in all. */
  checked: number;
  sealed: number;
  /** Events that are not sealed yet. */
  waiting: number;
  /** Up to when all that was looked at is as it was sealed; null before anything is. */
  unbrokenTo: Date | null;
  /** The last seal, in hex, to compare with what somebody wrote down. */
  seal: string | null;
};

const SEALS_AT_ONCE = 20;

/**
 * Goes along an organization's chain and compares each event with what was sealed of it. The transaction has to be in the
 * organization.
 * @param newest about how many of the newest events to look at; all of them, when null
 */
export async function verifyChain(
  tx: Transaction,
  organizationId: string,
  { newest }: { newest: number | null },
): Promise<ChainState> {
  const keys = sealKeys();
  const [end, [last]] = [
    await readEnd(tx, organizationId),
    await readSeals(tx, organizationId, { last: true, limit: 1 }),
  ];
  const waiting = await countWaiting(tx, organizationId, last?.through ?? BEGINNING);
  const state: ChainState = {
    fault: null,
    checked: 0,
    sealed: Number(end?.events ?? 0),
    waiting,
    unbrokenTo: null,
    seal: last ? Buffer.from(last.seal).toString("hex") : null,
  };
  let previous = await startOf(tx, organizationId, newest, last);
  for (;;) {
    const seals = await readSeals(tx, organizationId, { from: previous.number + 1, limit: SEALS_AT_ONCE });
    if (seals.length === 0) break;
    for (const seal of seals) {
      const events = await readSealedEvents(tx, organizationId, previous.through, { through: seal.through });
      const fault = checkSeal(keys, organizationId, previous, seal, events);
      if (fault) return { ...state, fault };
      state.checked += seal.events;
      state.unbrokenTo = seal.sealedAt;
      previous = seal;
    }
  }
  return { ...state, fault: checkEnd(keys, organizationId, previous, end) };
}

type Previous = { number: number; seal: Uint8Array; through: Place };

/** The seal behind which the newest events begin. */
async function startOf(
  tx: Transaction,
  organizationId: string,
  newest: number | null,
  last: Seal | undefined,
): Promise<Previous> {
  const start = { number: 0, seal: NO_SEAL, through: BEGINNING };
  if (newest === null || !last) return start;
  const [found] = await tx.$queryRaw<{ number: number }[]>`
    SELECT number FROM (
      SELECT number, sum(events) OVER (ORDER BY number DESC) AS newer FROM audit_seals
      WHERE organization_id = ${organizationId}::uuid) seals
    WHERE newer > ${newest} ORDER BY number DESC LIMIT 1`;
  if (!found) return start;
  const [seal] = await readSeals(tx, organizationId, {
    from: Math.min(found.number, last.number - 1),
    limit: 1,
  });
  return seal ?? start;
}

async function countWaiting(tx: Transaction, organizationId: string, after: Place): Promise<number> {
  const [row] = await tx.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM (
      SELECT FROM audit_events WHERE organization_id = ${organizationId}::uuid
        AND (transaction, id) > (${after.transaction}::bigint, ${after.id}::uuid) LIMIT 1000000) AS waiting`;
  return row?.count ?? 0;
}
