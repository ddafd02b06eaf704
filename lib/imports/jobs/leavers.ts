import "server-only";
import { recordingSql } from "@/lib/audit/record";
import { reviveActor } from "@/lib/auth/revive";
import { actAs, RightsLost } from "@/lib/auth/standing";
import { type Transaction, withOrganization } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import type { LeaversChoice } from "@/lib/imports/leavers/guard";
import { enqueue, type ImportJob } from "@/lib/jobs/queue";
import type { Actor } from "@/lib/permissions/actor";
import { can } from "@/lib/permissions/can";
import { oneselfSql, reachSql } from "@/lib/permissions/reach";
import { hasInsider, LASTING_ADMIN } from "@/lib/policies/insiders";
import { activeSql, adminSql } from "@/lib/users/active-sql";
import { lockAdmins } from "@/lib/users/admins";

const PEOPLE_AT_ONCE = 1000;
const TIMEOUT_MS = 60_000;

/**
 * Suspends the people whom somebody has chosen to suspend because they are not in an import's file, some at a time and
 * each with an event. A killed process leaves each of them as before or suspended; run again, it goes on.
 */
export async function suspendChosen(job: ImportJob): Promise<void> {
  for (;;) {
    if (!(await takeTurn(job))) return;
  }
}

/** @returns whether there may be more to do */
async function takeTurn(job: ImportJob): Promise<boolean> {
  try {
    return await withOrganization(job.organizationId, (tx) => suspendSome(tx, job), {
      timeoutMs: TIMEOUT_MS,
    });
  } catch (error) {
    // The next turn asks for the rights anew.
    if (error instanceof RightsLost) return true;
    throw error;
  }
}

/** Goes on with it after an undo that has come to nothing: while that was under way nobody was suspended. */
export async function resumeLeavers(
  tx: Transaction,
  { organizationId, id: importId, leavers }: { organizationId: string; id: string; leavers: unknown },
): Promise<void> {
  const choice = leavers as LeaversChoice | null;
  if (choice && !choice.result) {
    await enqueue(tx, "import.leavers", { organizationId, importId }, importId);
  }
}

async function suspendSome(tx: Transaction, { organizationId, importId }: ImportJob): Promise<boolean> {
  // Whoever takes the import back waits for these few, and then no more are suspended.
  await tx.$queryRaw`SELECT 1 FROM imports WHERE organization_id = ${organizationId}::uuid AND id = ${importId}::uuid FOR UPDATE`;
  const found = await tx.import.findUnique({
    where: { organizationId_id: { organizationId, id: importId }, state: "done" },
    select: { leavers: true },
  });
  const choice = found?.leavers as LeaversChoice | null | undefined;
  if (!choice || choice.result) return false;
  const actor = await reviveActor(choice.by, organizationId);
  if (actor) await actAs(tx, actor);
  await lockAdmins(tx, organizationId);
  const may = actor && can(actor, "users.suspend") && can(actor, "users.import.commit");
  const done = may
    ? await suspend(tx, { organizationId, importId }, actor)
    : await leaveAll(tx, { organizationId, importId });
  if (done > 0) return true;
  const leavers = { ...choice, result: await resultOf(tx, { organizationId, importId }) };
  await tx.import.update({
    where: { organizationId_id: { organizationId, id: importId } },
    data: { leavers: leavers as object },
    select: { id: true },
  });
  return false;
}

/** @returns how many were looked at; 0 when all have been. */
async function suspend(
  tx: Transaction,
  { organizationId, importId }: ImportJob,
  actor: Actor,
): Promise<number> {
  const events = Prisma.sql`
    SELECT id, username, jsonb_build_object('before', '{"suspended": false}'::jsonb,
      'after', jsonb_build_object('suspended', true, 'importId', ${importId}::text)) AS changes
    FROM old`;
  const adminsMayGo = await keepsInsider(tx, { organizationId, importId }, actor);
  // An admin goes only where one stays who was not chosen, and whom the sign-in networks let in.
  const mayGo = Prisma.sql`u.removed_at IS NULL AND u.suspended_at IS NULL AND u.legacy_status IS NULL
    AND NOT ${oneselfSql(actor, "u")} AND ${reachSql(actor, "u")} AND (u.role <> 'admin' OR ${adminsMayGo} AND EXISTS (
      SELECT 1 FROM (SELECT * FROM users WHERE organization_id = ${organizationId}::uuid AND ${adminSql("users")}) u
      WHERE ${activeSql("u")} AND NOT EXISTS (SELECT 1 FROM import_leavers l WHERE l.organization_id = ${organizationId}::uuid
        AND l.import_id = ${importId}::uuid AND l.user_id = u.id)))`;
  return tx.$executeRaw`
    WITH lot AS MATERIALIZED (
      SELECT user_id FROM import_leavers WHERE organization_id = ${organizationId}::uuid
        AND import_id = ${importId}::uuid AND outcome IS NULL ORDER BY user_id LIMIT ${PEOPLE_AT_ONCE}),
    old AS MATERIALIZED (
      SELECT u.id, u.username FROM users u JOIN lot ON lot.user_id = u.id
      WHERE u.organization_id = ${organizationId}::uuid AND ${mayGo} ORDER BY u.id FOR UPDATE OF u),
    changed AS (
      UPDATE users SET suspended_at = now(), version = users.version + 1, updated_at = now() FROM old
      WHERE users.organization_id = ${organizationId}::uuid AND users.id = old.id RETURNING users.id, users.version),
    ended AS (
      UPDATE sessions SET ended_at = now() FROM old
      WHERE sessions.organization_id = ${organizationId}::uuid AND sessions.user_id = old.id AND sessions.ended_at IS NULL),
    events AS (${recordingSql(organizationId, actor, "user.suspended", events)})
    UPDATE import_leavers l SET outcome = CASE WHEN changed.id IS NULL THEN 'left' ELSE 'suspended' END,
      user_version = changed.version
    FROM lot LEFT JOIN changed ON changed.id = lot.user_id
    WHERE l.organization_id = ${organizationId}::uuid AND l.import_id = ${importId}::uuid AND l.user_id = lot.user_id`;
}

/** Whether an admin who gets in, where there is one, is among those who were not chosen. */
async function keepsInsider(
  tx: Transaction,
  { organizationId, importId }: Pick<ImportJob, "organizationId" | "importId">,
  actor: Actor,
): Promise<boolean> {
  const among = Prisma.sql`${LASTING_ADMIN} AND NOT EXISTS (SELECT 1 FROM import_leavers l
    WHERE l.organization_id = u.organization_id AND l.import_id = ${importId}::uuid AND l.user_id = u.id)`;
  return (
    (await hasInsider(tx, organizationId, { actor, among })) ||
    !(await hasInsider(tx, organizationId, { actor }))
  );
}

async function leaveAll(tx: Transaction, { organizationId, importId }: ImportJob): Promise<number> {
  const { count } = await tx.importLeaver.updateMany({
    where: { organizationId, importId, outcome: null },
    data: { outcome: "left" },
  });
  return count;
}

async function resultOf(
  tx: Transaction,
  { organizationId, importId }: ImportJob,
): Promise<NonNullable<LeaversChoice["result"]>> {
  const of = (outcome: string) => tx.importLeaver.count({ where: { organizationId, importId, outcome } });
  return { suspended: await of("suspended"), left: await of("left") };
}
