import "server-only";
import { type Transaction, withOrganization } from "@/lib/db";
import { isId } from "@/lib/ids";
import type { Actor } from "@/lib/permissions/actor";
import { can } from "@/lib/permissions/can";
import { demand } from "@/lib/permissions/demand";
import type { Failure } from "@/lib/result";
import { NEXT_EXTENSION } from "@/lib/telephony/cell";
import { holdersOf, nextFree, roomFor } from "@/lib/telephony/free";
import { isInRanges } from "@/lib/telephony/numbers";
import { readTelephonySettings, type TelephonySettings } from "@/lib/telephony/settings";

type Run = { organizationId: string; id: string };

/** What a selected row says of its person's extension: a number, “next”, or null for none; and what was. */
export type ExtensionRow = {
  line: number;
  userId: string;
  isNew: boolean;
  wanted: string | null;
  before: string | null;
};

/** The rows of a plan that give somebody an extension, or take one, in the order of their lines. */
export function extensionRows(tx: Transaction, { organizationId, id }: Run): Promise<ExtensionRow[]> {
  return tx.$queryRaw<ExtensionRow[]>`
    SELECT line, user_id AS "userId", fate = 'create' AS "isNew",
      nullif((CASE fate WHEN 'create' THEN "values" ELSE changes->'after' END)->>'extension', '') AS wanted,
      changes->'before'->>'extension' AS before
    FROM import_rows
    WHERE organization_id = ${organizationId}::uuid AND import_id = ${id}::uuid AND selected
      AND (fate = 'create' AND coalesce("values"->>'extension', '') <> ''
        OR fate = 'update' AND changes->'after' ? 'extension')
    ORDER BY line`;
}

/** How many rows of a plan give their person an extension. */
export function countExtensions(actor: Actor, importId: string): Promise<number> {
  demand(actor, "users.import.read");
  const { id: organizationId } = actor.organization;
  if (!isId(importId)) return Promise.resolve(0);
  return withOrganization(organizationId, async (tx) => {
    const rows = await extensionRows(tx, { organizationId, id: importId });
    return rows.filter(({ wanted }) => wanted !== null).length;
  });
}

/** Why people cannot be given these extensions as things stand, counted over all of them; null when they can. */
export async function extensionsProblem(
  tx: Transaction,
  actor: Actor,
  rows: readonly Pick<ExtensionRow, "wanted">[],
): Promise<Failure | null> {
  if (rows.length === 0) return null;
  if (!can(actor, "telephony.update"))
    return { code: "forbidden", message: "You may not give people extensions. Leave their column out." };
  const { id: organizationId } = actor.organization;
  const settings = await readTelephonySettings(tx, organizationId);
  const numbers = new Set(
    rows.flatMap(({ wanted }) => (wanted && wanted !== NEXT_EXTENSION ? [wanted] : [])),
  );
  const next = rows.filter(({ wanted }) => wanted === NEXT_EXTENSION).length;
  const there = await holdersOf(tx, organizationId, [...numbers]);
  const free = (await nextFree(tx, organizationId, settings, { count: next + numbers.size, reuse: true }))
    .filter(({ number }) => !numbers.has(number))
    .slice(0, next);
  if (free.length < next) return { code: "conflict", message: fewNumbers(next, free.length) };
  const fresh = free.filter(({ extensionId }) => extensionId === null).length + numbers.size - there.size;
  const room = await roomFor(tx, organizationId, settings, fresh);
  return room.ok ? null : room.error;
}

/** How many of these rows no longer mean what was reviewed: another number, or one that is not free any more. */
export async function countMoved(tx: Transaction, run: Run): Promise<number> {
  const rows = await extensionRows(tx, run);
  if (rows.length === 0) return 0;
  const { organizationId } = run;
  const settings = await readTelephonySettings(tx, organizationId);
  const numbers = rows.flatMap(({ wanted }) => (wanted && wanted !== NEXT_EXTENSION ? [wanted] : []));
  const holders = await holdersOf(tx, organizationId, numbers);
  const there = rows.filter(({ isNew }) => !isNew).map(({ userId }) => userId);
  const had = await tx.$queryRaw<{ userId: string; number: string }[]>`
    SELECT user_id AS "userId", number FROM extensions
    WHERE organization_id = ${organizationId}::uuid AND user_id = ANY(${there}::uuid[])`;
  const numberOf = new Map(had.map(({ userId, number }) => [userId, number]));
  return rows.filter(
    ({ isNew, userId, before, wanted }) =>
      (!isNew && (numberOf.get(userId) ?? null) !== before) ||
      (wanted && wanted !== NEXT_EXTENSION && !mayHave(wanted, holders, settings)),
  ).length;
}

const mayHave = (
  number: string,
  holders: ReadonlyMap<string, "nobody" | "person" | "queue">,
  { ranges }: TelephonySettings,
) => (holders.has(number) ? holders.get(number) === "nobody" : isInRanges(number, ranges));

const fewNumbers = (wanted: number, free: number): string =>
  `${wanted.toLocaleString("en")} ${wanted === 1 ? "row wants" : "rows want"} the next free extension, and ${free.toLocaleString("en")} ${free === 1 ? "is" : "are"} free. Telephony’s settings have the ranges.`;
