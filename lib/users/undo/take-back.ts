import "server-only";
import type { Transaction } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { giveChosen } from "@/lib/grants/commands";
import { readGroups } from "@/lib/grants/queries";
import { moveChosen } from "@/lib/groups/members";
import { joiningByHash } from "@/lib/joins";
import type { Actor } from "@/lib/permissions/actor";
import type { Assignment } from "@/lib/permissions/grants";
import type { Role } from "@/lib/permissions/roles";
import { type GivenPolicy, sayChosen } from "@/lib/policies/bulk-commands";
import { type PropertyChange, setEach } from "@/lib/properties/bulk-commands";
import { heldProperties } from "@/lib/properties/queries";
import { fail, ok, type Result } from "@/lib/result";
import { changeChosen } from "@/lib/users/bulk-commands";
import type { BulkResult } from "@/lib/users/bulk-result";
import type { Undoable } from "@/lib/users/undo/kinds";
import { stillSql } from "@/lib/users/undo/still";

/** What is taken back is kept no more. */
const TERMS = { keep: null };

/** A change that is kept, and whom of its people it is about: all of them where `among` is not said. */
export type KeptChange = { id: string; change: Undoable; madeAt: Date; among?: readonly string[] };

/** Has those who are still as a change left them be as they were before it. @returns how many */
export async function takeBack(tx: Transaction, actor: Actor, kept: KeptChange): Promise<Result<number>> {
  const { change } = kept;
  if (change.kind === "setProperty") return giveValuesBack(tx, actor, kept, change);
  let changed = 0;
  for (const alike of await stillAlike(tx, actor, kept)) {
    const result = await backOf(tx, actor, change, alike);
    if (!result.ok) return result;
    changed += result.value.changed;
  }
  return ok(changed);
}

/** Who is still as a change left them. */
export async function whoIsStill(tx: Transaction, actor: Actor, kept: KeptChange): Promise<string[]> {
  const rows = await joiningByHash(
    tx,
    () => tx.$queryRaw<{ id: string }[]>`SELECT u.id FROM ${stillThere(actor, kept)}`,
  );
  return rows.map(({ id }) => id);
}

/** People who were alike before a change and are still as it left them. */
type Alike = { was: unknown; ids: string[] };

const stillAlike = (tx: Transaction, actor: Actor, kept: KeptChange): Promise<Alike[]> =>
  joiningByHash(
    tx,
    () => tx.$queryRaw<Alike[]>`
      SELECT p.was, array_agg(u.id ORDER BY u.id) AS ids FROM ${stillThere(actor, kept)}
      GROUP BY p.was ORDER BY min(u.id::text)`,
  );

/**
 * As tables and a condition: people `u`, and what is kept of them `p`. Statistics know nothing yet of people who have just
 * come, so whoever reads it joins by hash: else each would be looked for among all of them.
 */
const stillThere = (actor: Actor, { id, change, among }: KeptChange): Prisma.Sql => Prisma.sql`
  bulk_change_people p
  JOIN bulk_changes c ON c.organization_id = p.organization_id AND c.id = p.change_id
  JOIN users u ON u.organization_id = p.organization_id AND u.id = p.user_id
  WHERE p.organization_id = ${actor.organization.id}::uuid AND p.change_id = ${id}::uuid AND ${stillSql(change)}
    ${among ? Prisma.sql`AND p.user_id = ANY(${[...among]}::uuid[]) AND u.id = ANY(${[...among]}::uuid[])` : Prisma.empty}`;

const BACK = { suspend: "reactivate", reactivate: "suspend", remove: "restore", restore: "remove" } as const;

async function backOf(
  tx: Transaction,
  actor: Actor,
  change: Exclude<Undoable, PropertyChange>,
  { was, ids }: Alike,
): Promise<Result<BulkResult>> {
  const people = { ids };
  switch (change.kind) {
    case "joinGroup":
    case "leaveGroup": {
      const kind = change.kind === "joinGroup" ? "leaveGroup" : "joinGroup";
      return moveChosen(tx, actor, people, { ...change, kind }, TERMS);
    }
    case "giveRights": {
      const earlier = await withGroupsThere(tx, actor, was as Assignment);
      return giveChosen(tx, actor, people, { by: "role", ...earlier }, TERMS);
    }
    case "sayPolicy": {
      const earlier = was as Pick<GivenPolicy, "value" | "isInherited">;
      return sayChosen(tx, actor, people, { key: change.policy.key, ...earlier }, TERMS);
    }
    case "changeRole": {
      const { role } = was as { role: Role };
      return changeChosen(tx, actor, people, { kind: "changeRole", role }, TERMS);
    }
    default:
      return changeChosen(tx, actor, people, { kind: BACK[change.kind] }, TERMS);
  }
}

/** A group that is gone by now cannot be given back. */
async function withGroupsThere(tx: Transaction, actor: Actor, { groups, permissions, ...rest }: Assignment) {
  const there = await readGroups(tx, actor.organization.id, groups);
  return { ...rest, groups: there.map(({ id }) => id), permissions: [...permissions] };
}

/** Of values each may have had another, so all are given back by one statement. */
async function giveValuesBack(
  tx: Transaction,
  actor: Actor,
  kept: KeptChange,
  change: PropertyChange,
): Promise<Result<number>> {
  if (!(await isAsItWas(tx, actor.organization.id, change.propertyId, kept.madeAt))) return propertyChanged();
  const given = Prisma.sql`SELECT u.id, nullif(p.was ->> 'value', '') AS value FROM ${stillThere(actor, kept)}`;
  const result = await joiningByHash(tx, () => setEach(tx, actor, change, given, TERMS));
  return result.ok ? ok(result.value.changed) : result;
}

export const propertyChanged = () =>
  fail("conflict", "The property itself has been changed or deleted since.");

/** Whether a property takes what it took at a moment; until the end nobody changes what it takes. */
export async function isAsItWas(
  tx: Transaction,
  organizationId: string,
  id: string,
  at: Date,
): Promise<boolean> {
  await heldProperties(tx, organizationId);
  const property = await tx.property.findUnique({ where: { organizationId_id: { organizationId, id } } });
  return property !== null && property.updatedAt <= at;
}
