import "server-only";
import { recordingSql } from "@/lib/audit/record";
import { command } from "@/lib/command";
import { revocation, withoutOpenLink } from "@/lib/credentials/revoke";
import type { Transaction } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import type { Actor } from "@/lib/permissions/actor";
import { canGive } from "@/lib/permissions/can";
import { oneselfSql, reachSql } from "@/lib/permissions/reach";
import { ROLE_LABELS, type Role } from "@/lib/permissions/roles";
import { fail, ok, type Result } from "@/lib/result";
import { freeSeatsOf, giveSeatsBack } from "@/lib/services/leaving";
import { adminsThere, lockAdmins, lostAdmin } from "@/lib/users/admins";
import { type BulkChange, type ChangeParts, partsOf } from "@/lib/users/bulk-changes";
import {
  BULK_OPTIONS,
  type BulkResult,
  type Counted,
  confirmedResult,
  keptChange,
  resultOf,
  type Terms,
} from "@/lib/users/bulk-result";
import { chosenSql, type Selection } from "@/lib/users/chosen";
import { keepingSql } from "@/lib/users/undo/keep";
import { isUniqueViolation } from "@/lib/users/unique-violation";

export const suspendUsers = (actor: Actor, selection: Selection) =>
  changeUsers(actor, selection, { kind: "suspend" });
export const reactivateUsers = (actor: Actor, selection: Selection) =>
  changeUsers(actor, selection, { kind: "reactivate" });
export const removeUsers = (actor: Actor, selection: Selection) =>
  changeUsers(actor, selection, { kind: "remove" });
export const restoreUsers = (actor: Actor, selection: Selection) =>
  changeUsers(actor, selection, { kind: "restore" });
export const changeRoles = (actor: Actor, selection: Selection, role: Role) =>
  changeUsers(actor, selection, { kind: "changeRole", role });

/**
 * One statement changes everyone and writes an event for each, whether they are one or a hundred thousand. Nobody is
 * changed when `expected` is given and another number would be: what was confirmed is what is done.
 */
export async function changeUsers(
  actor: Actor,
  selection: Selection,
  change: BulkChange,
  expected?: number,
): Promise<Result<BulkResult>> {
  try {
    return await keptChange(actor, partsOf(change).permission, (tx, keep) =>
      changeChosen(tx, actor, selection, change, { expected, keep }),
    );
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    return findClash(actor, selection, change);
  }
}

/** What a bulk change would come to, told by the same conditions that carry it out. */
export function planUsers(
  actor: Actor,
  selection: Selection,
  change: BulkChange,
): Promise<Result<BulkResult>> {
  const parts = partsOf(change);
  const run = async (tx: Transaction) => {
    if (change.kind === "changeRole" && !canGive(actor, change.role)) return cannotGive(change.role);
    const [counted] = await tx.$queryRaw<Counted[]>`
      WITH ${chosenAndOld(actor, selection, parts)}
      SELECT (SELECT count(*) FROM chosen)::int AS chosen, (SELECT count(*) FROM old)::int AS changed`;
    return ok(resultOf(counted));
  };
  return command(actor, parts.permission, run, BULK_OPTIONS);
}

/** The same within a transaction of somebody who has asked for the change's permission. */
export async function changeChosen(
  tx: Transaction,
  actor: Actor,
  selection: Selection,
  change: BulkChange,
  { expected, keep }: Terms,
): Promise<Result<BulkResult>> {
  if (change.kind === "changeRole" && !canGive(actor, change.role)) return cannotGive(change.role);
  const parts = partsOf(change);
  const { id: organizationId } = actor.organization;
  await lockAdmins(tx, organizationId);
  // Whoever comes or goes takes or leaves values that nobody else may have.
  if (parts.holdsValues) await tx.$queryRaw`SELECT share_properties(${organizationId}::uuid)::text`;
  const had = await adminsThere(tx, actor);
  const set = parts.endsLinks ? Prisma.sql`${parts.set}, ${withoutOpenLink("users")}` : parts.set;
  const links = parts.endsLinks
    ? Prisma.sql`, ${revocation(organizationId, actor, Prisma.sql`SELECT id, username FROM changed`)}`
    : Prisma.empty;
  const events = Prisma.sql`SELECT old.id, old.username, ${parts.changes} AS changes FROM old`;
  const [counted] = await tx.$queryRaw<(Counted & { ids: string[] })[]>`
    WITH ${chosenAndOld(actor, selection, parts)},
    changed AS (
      UPDATE users SET ${set}, version = users.version + 1, updated_at = now() FROM old
      WHERE users.organization_id = old.organization_id AND users.id = old.id
      RETURNING users.id, users.username),
    events AS (${recordingSql(organizationId, actor, parts.action, events)})${links}${keepingSql(actor, keep, change, Prisma.sql`SELECT old.id, ${parts.changes} -> 'before' AS was FROM old`)}
    SELECT (SELECT count(*) FROM chosen)::int AS chosen, (SELECT count(*) FROM changed)::int AS changed,
      ${parts.movesSeats ? Prisma.sql`array(SELECT id FROM changed)` : Prisma.sql`'{}'::uuid[]`} AS ids`;
  const result = confirmedResult(counted, expected);
  if (!result.ok) return result;
  const lost = await lostAdmin(tx, actor, had);
  if (lost) return lost;
  if (parts.endsSessions) await endSessions(tx, organizationId);
  const people = counted?.ids ?? [];
  if (parts.movesSeats === "out") await freeSeatsOf(tx, organizationId, actor, people);
  if (parts.movesSeats !== "in") return result;
  const seatsMissing = await giveSeatsBack(tx, organizationId, actor, people);
  return seatsMissing > 0 ? ok({ ...result.value, seatsMissing }) : result;
}

const cannotGive = (role: Role) => fail("forbidden", `You may not give the role “${ROLE_LABELS[role]}”.`);

type Clash = { name: string; other: string; what: string; is_chosen: boolean };

/** Says of the first of the chosen who else has their username, customer code or value of a property by now. */
export function findClash(actor: Actor, selection: Selection, change: BulkChange): Promise<Result<never>> {
  const parts = partsOf(change);
  return command(actor, parts.permission, async (tx) => {
    const [clash] = await tx.$queryRaw<Clash[]>`
      WITH ${chosenAndOld(actor, selection, parts)},
      others AS (
        SELECT id, first_name, last_name, username, customer_code, false AS is_chosen FROM users
        WHERE organization_id = ${actor.organization.id}::uuid AND removed_at IS NULL
        UNION ALL SELECT id, first_name, last_name, username, customer_code, true FROM old),
      wanted AS (
        SELECT old.id, p.id AS property_id, p.name, old.properties ->> p.id::text AS value FROM old
        JOIN properties p ON p.organization_id = old.organization_id AND p.is_unique
        WHERE old.properties ->> p.id::text IS NOT NULL),
      clashes AS (
        SELECT old.id, others.id AS other_id, 'username ' || old.username AS what FROM old JOIN others USING (username)
        UNION ALL
        SELECT old.id, others.id, 'customer code ' || old.customer_code FROM old JOIN others USING (customer_code)
        UNION ALL
        SELECT wanted.id, held.user_id, wanted.name || ' “' || held.value || '”' FROM wanted
        JOIN (SELECT property_id, value, user_id FROM property_values
          WHERE organization_id = ${actor.organization.id}::uuid
          UNION ALL SELECT property_id, value, id FROM wanted) held USING (property_id, value))
      SELECT old.first_name || ' ' || old.last_name AS name, what, others.is_chosen,
        others.first_name || ' ' || others.last_name AS other
      FROM clashes JOIN old ON old.id = clashes.id JOIN others ON others.id = other_id AND others.id <> old.id
      ORDER BY old.username, old.id, what DESC, is_chosen LIMIT 1`;
    if (!clash) return fail("conflict", "Somebody was faster. Look again, then confirm.");
    const { name, other, what, is_chosen } = clash;
    return is_chosen
      ? fail("conflict", `${name} and ${other} both have the ${what}: take back one of them.`)
      : fail("conflict", `${other} has the ${what} of ${name} by now. Edit ${other} first.`);
  });
}

function chosenAndOld(actor: Actor, selection: Selection, parts: ChangeParts): Prisma.Sql {
  return Prisma.sql`
    chosen AS MATERIALIZED (SELECT * FROM users WHERE ${chosenSql(actor, selection)}),
    old AS MATERIALIZED (SELECT * FROM chosen AS old WHERE ${parts.applies} AND ${changeableSql(actor, parts)})`;
}

/** Those within reach; nobody shuts themselves out. */
function changeableSql(actor: Actor, parts: ChangeParts): Prisma.Sql {
  const oneself = parts.endsSessions ? Prisma.sql`AND NOT ${oneselfSql(actor, "old")}` : Prisma.empty;
  return Prisma.sql`${reachSql(actor, "old")} ${oneself}`;
}

async function endSessions(tx: Transaction, organizationId: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE sessions SET ended_at = now() FROM users
    WHERE sessions.organization_id = ${organizationId}::uuid AND sessions.ended_at IS NULL
      AND users.organization_id = sessions.organization_id AND users.id = sessions.user_id
      AND (users.suspended_at IS NOT NULL OR users.removed_at IS NOT NULL)`;
}
