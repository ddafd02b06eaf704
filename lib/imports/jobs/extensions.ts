import "server-only";
import type { Transaction } from "@/lib/db";
import { newId } from "@/lib/ids";
import { type ExtensionRow, extensionRows } from "@/lib/imports/extension-queries";
import type { Actor } from "@/lib/permissions/actor";
import { NEXT_EXTENSION } from "@/lib/telephony/cell";
import { holdersOf, nextFree, roomFor } from "@/lib/telephony/free";
import { freeExtensions } from "@/lib/telephony/free-commands";
import type { GivenExtensions } from "@/lib/telephony/given";
import { isInRanges } from "@/lib/telephony/numbers";
import { recordExtensions } from "@/lib/telephony/record-many";
import { recordedExtension } from "@/lib/telephony/recorded";
import { lockTelephony, type TelephonySettings } from "@/lib/telephony/settings";

/** Numbers that were free when they were first asked for are not any more: nothing of the transaction may stand. */
export class ExtensionsTaken extends Error {}

type Run = { organizationId: string; id: string };

/** Who gets which number: of an extension that is there, or of one that is made. */
type Given = { line: number; userId: string; username: string; number: string; id: string; isMade: boolean };

/**
 * Gives the people of an import the extensions that their rows say, with an event each. What somebody had before is
 * free. It stands towards a transaction's end: others wait for the lock of telephony.
 * @throws ExtensionsTaken
 */
export async function giveExtensions(
  tx: Transaction,
  { organizationId, id: importId }: Run,
  actor: Actor,
  { type, forceLogin }: GivenExtensions,
): Promise<void> {
  const rows = await extensionRows(tx, { organizationId, id: importId });
  if (rows.length === 0) return;
  const settings = await lockTelephony(tx, organizationId);
  const leaving = rows.filter(({ isNew }) => !isNew).map(({ userId }) => userId);
  await freeExtensions(tx, organizationId, actor, leaving);
  const given = await numbersFor(tx, organizationId, settings, rows);
  const made = given.filter(({ isMade }) => isMade);
  const room = await roomFor(tx, organizationId, settings, made.length);
  if (!room.ok) throw new ExtensionsTaken(room.error.message);
  await tx.$executeRaw`
    INSERT INTO extensions (organization_id, id, number, type, force_login, user_id, import_id)
    SELECT ${organizationId}::uuid, g.id, g.number, ${type}, ${forceLogin}, g.user_id, ${importId}::uuid
    FROM json_to_recordset(${listOf(made)}::json) AS g(id uuid, number text, user_id uuid)`;
  await tx.$executeRaw`
    UPDATE extensions e SET user_id = g.user_id, type = ${type}, force_login = ${forceLogin}, ha1_md5 = NULL,
      ha1_sha256 = NULL, secret_realm = NULL, secret_user = NULL, secret_at = NULL, version = e.version + 1
    FROM json_to_recordset(${listOf(given.filter(({ isMade }) => !isMade))}::json) AS g(id uuid, user_id uuid)
    WHERE e.organization_id = ${organizationId}::uuid AND e.id = g.id`;
  // What “next” has become, for the history and for an undo.
  await tx.$executeRaw`
    UPDATE import_rows r SET
      "values" = jsonb_set(r.values, '{extension}', to_jsonb(g.number)),
      changes = CASE WHEN r.changes IS NULL THEN NULL
        ELSE jsonb_set(r.changes, '{after,extension}', to_jsonb(g.number)) END
    FROM json_to_recordset(${listOf(given)}::json) AS g(line int, number text)
    WHERE r.organization_id = ${organizationId}::uuid AND r.import_id = ${importId}::uuid AND r.line = g.line`;
  const told = { displayName: "", voicemail: false, type, forceLogin };
  await recordExtensions(tx, organizationId, actor, "extension.assigned", given, ({ number, username }) => ({
    before: { assignedTo: null },
    after: { ...recordedExtension({ number, ...told }), assignedTo: username, importId },
  }));
}

const listOf = (given: readonly Given[]) =>
  JSON.stringify(given.map(({ line, id, number, userId }) => ({ line, id, number, user_id: userId })));

/** The number of each row: first those that are said, then the next free ones for the others. */
async function numbersFor(
  tx: Transaction,
  organizationId: string,
  settings: TelephonySettings,
  rows: readonly ExtensionRow[],
): Promise<Given[]> {
  const getting = rows.flatMap(({ wanted, ...row }) => (wanted === null ? [] : [{ ...row, wanted }]));
  const ids = getting.map(({ userId }) => userId);
  const people = await tx.$queryRaw<{ id: string; username: string }[]>`
    SELECT id, username FROM users WHERE organization_id = ${organizationId}::uuid AND id = ANY(${ids}::uuid[])`;
  const usernameOf = new Map(people.map(({ id, username }) => [id, username]));
  const said = getting.filter(({ wanted }) => wanted !== NEXT_EXTENSION);
  const numbers = new Set(said.map(({ wanted }) => wanted));
  const holders = await holdersOf(tx, organizationId, [...numbers]);
  const there = await tx.$queryRaw<{ id: string; number: string }[]>`
    SELECT id, number FROM extensions
    WHERE organization_id = ${organizationId}::uuid AND number = ANY(${[...numbers]}::text[])`;
  const isTaken = [...holders.values()].some((holder) => holder !== "nobody");
  const idOf = new Map(there.map(({ number, id }) => [number, id]));
  const isOutside = said.some(({ wanted }) => !idOf.has(wanted) && !isInRanges(wanted, settings.ranges));
  if (isTaken || isOutside || numbers.size < said.length)
    throw new ExtensionsTaken("Numbers were taken by somebody else meanwhile.");
  const waiting = getting.length - said.length;
  const free = (
    waiting === 0
      ? []
      : await nextFree(tx, organizationId, settings, { count: waiting + numbers.size, reuse: true })
  ).filter(({ number }) => !numbers.has(number));
  if (free.length < waiting) throw new ExtensionsTaken("There are not enough free numbers any more.");
  let turn = 0;
  return getting.map(({ line, userId, wanted }) => {
    const next = wanted === NEXT_EXTENSION ? free[turn++] : undefined;
    const number = next?.number ?? wanted;
    const earlier = next ? next.extensionId : idOf.get(number);
    const username = usernameOf.get(userId) ?? "";
    return { line, userId, username, number, id: earlier ?? newId(), isMade: !earlier };
  });
}

/**
 * Takes back what an import gave: extensions that it made go with whoever got them, unless somebody has done something
 * with them since; whoever was there before has again what they had. Which rows that is was judged before.
 */
export async function takeExtensionsBack(
  tx: Transaction,
  { organizationId, id: importId }: Run,
  actor: Actor,
  { removed, restored }: { removed: readonly string[]; restored: readonly string[] },
): Promise<void> {
  const rows = await tx.$queryRaw<{ userId: string; before: string | null }[]>`
    SELECT user_id AS "userId", changes->'before'->>'extension' AS before FROM import_rows
    WHERE organization_id = ${organizationId}::uuid AND import_id = ${importId}::uuid AND fate = 'update'
      AND user_id = ANY(${[...restored]}::uuid[]) AND changes->'after' ? 'extension'`;
  const whose = rows.map(({ userId }) => userId);
  const gone = await tx.$queryRaw<{ id: string; number: string; username: string }[]>`
    DELETE FROM extensions e USING users u
    WHERE e.organization_id = ${organizationId}::uuid AND e.import_id = ${importId}::uuid AND e.version = 1
      AND e.user_id = ANY(${[...removed, ...whose]}::uuid[])
      AND u.organization_id = e.organization_id AND u.id = e.user_id
      AND NOT EXISTS (SELECT FROM call_queue_members m
        WHERE m.organization_id = e.organization_id AND m.extension_id = e.id)
    RETURNING e.id, e.number, u.username`;
  await recordExtensions(tx, organizationId, actor, "extension.removed", gone, ({ number, username }) => ({
    before: { number, assignedTo: username },
    after: { importId },
  }));
  await freeExtensions(tx, organizationId, actor, whose);
  const back = JSON.stringify(
    rows.flatMap(({ userId, before }) => (before ? [{ user_id: userId, number: before }] : [])),
  );
  const returned = await tx.$queryRaw<{ id: string; number: string; username: string }[]>`
    UPDATE extensions e SET user_id = b.user_id, version = e.version + 1
    FROM json_to_recordset(${back}::json) AS b(user_id uuid, number text)
    JOIN users u ON u.organization_id = ${organizationId}::uuid AND u.id = b.user_id
    WHERE e.organization_id = ${organizationId}::uuid AND e.number = b.number
    RETURNING e.id, e.number, u.username`;
  await recordExtensions(tx, organizationId, actor, "extension.assigned", returned, ({ username }) => ({
    before: { assignedTo: null },
    after: { assignedTo: username, importId },
  }));
}
