import "server-only";
import type { Transaction } from "@/lib/db";
import { fail, ok, type Result } from "@/lib/result";
import type { TelephonySettings } from "@/lib/telephony/settings";

/** A number that is free: of an extension that nobody has, or of none yet. */
export type FreeNumber = { number: string; extensionId: string | null };

type Options = {
  count: number;
  /** The lowest number to begin with. */
  first?: string | null;
  /** Whether an extension that is there and nobody's will do, or it has to be a number of none. */
  reuse: boolean;
};

/**
 * The next numbers of the ranges that are free, as many as there are of those asked for. What somebody had who was removed
 * comes last, so that it is still there when that is taken back; what has a name of its own is meant for something.
 */
export async function nextFree(
  tx: Transaction,
  organizationId: string,
  { ranges }: TelephonySettings,
  { count, first = null, reuse }: Options,
): Promise<FreeNumber[]> {
  return tx.$queryRaw<FreeNumber[]>`
    SELECT n::text AS number, e.id AS "extensionId"
    FROM jsonb_to_recordset(${JSON.stringify(ranges)}::jsonb) AS range("from" int, "to" int)
    CROSS JOIN LATERAL generate_series(range."from", range."to") AS n
    LEFT JOIN extensions e ON e.organization_id = ${organizationId}::uuid AND e.number = n::text
    LEFT JOIN users u ON u.organization_id = e.organization_id AND u.id = e.user_id
    WHERE n >= ${first === null ? 0 : Number(first)}
      AND (e.id IS NULL OR (${reuse} AND e.display_name = '' AND (e.user_id IS NULL OR u.removed_at IS NOT NULL)))
      AND NOT EXISTS (SELECT FROM call_queues q WHERE q.organization_id = ${organizationId}::uuid AND q.number = n::text)
    ORDER BY e.user_id IS NOT NULL, n LIMIT ${count}`;
}

/** Whether so many extensions more may be made. */
export async function roomFor(
  tx: Transaction,
  organizationId: string,
  { extensionsMax }: TelephonySettings,
  more: number,
): Promise<Result<null>> {
  const there = await tx.extension.count({ where: { organizationId } });
  if (there + more <= extensionsMax) return ok(null);
  const left = Math.max(0, extensionsMax - there);
  return fail(
    "conflict",
    `The organization may have ${extensionsMax.toLocaleString("en")} extensions and has ${there.toLocaleString("en")}: there is room for ${left.toLocaleString("en")} more.`,
  );
}

/** What has each of these numbers, of those that are there: nobody, where somebody who was removed has it. */
export async function holdersOf(
  tx: Transaction,
  organizationId: string,
  numbers: readonly string[],
): Promise<Map<string, "nobody" | "person" | "queue">> {
  const found = await tx.$queryRaw<{ number: string; holder: "nobody" | "person" | "queue" }[]>`
    SELECT e.number, CASE WHEN u.id IS NULL THEN 'nobody' ELSE 'person' END AS holder FROM extensions e
    LEFT JOIN users u ON u.organization_id = e.organization_id AND u.id = e.user_id AND u.removed_at IS NULL
    WHERE e.organization_id = ${organizationId}::uuid AND e.number = ANY(${[...numbers]}::text[])
    UNION ALL SELECT number, 'queue' FROM call_queues
    WHERE organization_id = ${organizationId}::uuid AND number = ANY(${[...numbers]}::text[])`;
  return new Map(found.map(({ number, holder }) => [number, holder]));
}

/** Who or what has a number, in words; null where it is free. */
export async function holderOf(
  tx: Transaction,
  organizationId: string,
  number: string,
): Promise<string | null> {
  const where = { organizationId_number: { organizationId, number } };
  const extension = await tx.extension.findUnique({ where, select: { id: true } });
  if (extension) return `There is an extension ${number} already.`;
  const queue = await tx.callQueue.findUnique({ where, select: { name: true } });
  return queue && `The queue “${queue.name}” has the number ${number}.`;
}
