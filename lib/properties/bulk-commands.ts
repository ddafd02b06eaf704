import "server-only";
import { recordingSql } from "@/lib/audit/record";
import { command } from "@/lib/command";
import type { Transaction } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import type { Actor } from "@/lib/permissions/actor";
import { reachSql } from "@/lib/permissions/reach";
import { propertyField } from "@/lib/properties/field";
import { peopleNamed, textsOfPeople } from "@/lib/properties/people";
import { heldProperties } from "@/lib/properties/queries";
import { readProperties } from "@/lib/properties/read";
import { fail, ok, type Result } from "@/lib/result";
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

/** A value of one property for many people; a blank one takes theirs away. */
export type PropertyChange = { kind: "setProperty"; propertyId: string; value: string };

/** What it would come to, told by the same conditions that carry it out. */
export function planProperties(
  actor: Actor,
  selection: Selection,
  change: PropertyChange,
): Promise<Result<BulkResult>> {
  return command(
    actor,
    "users.update",
    async (tx) => {
      const value = await judge(tx, actor, change);
      if (!value.ok) return value;
      const [counted] = await tx.$queryRaw<Counted[]>`
        WITH ${chosenAndOld(actor, oneForAll(actor, selection, value.value), change.propertyId)}
        SELECT (SELECT count(*) FROM chosen)::int AS chosen, (SELECT count(*) FROM old)::int AS changed`;
      return ok(resultOf(counted));
    },
    BULK_OPTIONS,
  );
}

/** Gives the chosen a value, with an event for each; nobody is changed when another number than `expected` would be. */
export function setProperties(
  actor: Actor,
  selection: Selection,
  change: PropertyChange,
  expected?: number,
): Promise<Result<BulkResult>> {
  return keptChange(actor, "users.update", async (tx, keep) => {
    const canonical = await canonicalChange(tx, actor, change);
    if (!canonical.ok) return canonical;
    return setChosen(tx, actor, selection, canonical.value, { expected, keep });
  });
}

/** The change with its value as it is kept, or why it cannot be given to many. */
export async function canonicalChange(
  tx: Transaction,
  actor: Actor,
  change: PropertyChange,
): Promise<Result<PropertyChange>> {
  const judged = await judge(tx, actor, change);
  return judged.ok ? ok({ ...change, value: judged.value ?? "" }) : judged;
}

/**
 * The same within a transaction of somebody who has asked for the permission, with a value that has been judged: in its
 * canonical form, blank for none.
 */
export const setChosen = (
  tx: Transaction,
  actor: Actor,
  selection: Selection,
  change: PropertyChange,
  terms: Terms,
): Promise<Result<BulkResult>> =>
  setEach(tx, actor, change, oneForAll(actor, selection, change.value || null), terms);

/** As `setChosen`, and each has a value of their own. @param given a query of `id` and `value`, null for none */
export async function setEach(
  tx: Transaction,
  actor: Actor,
  change: PropertyChange,
  given: Prisma.Sql,
  { expected, keep }: Terms,
): Promise<Result<BulkResult>> {
  const { propertyId } = change;
  const { id: organizationId } = actor.organization;
  const field = propertyField(propertyId);
  const was = Prisma.sql`SELECT id, jsonb_build_object('value', coalesce(value, '')) AS was FROM old`;
  const words = (value: Prisma.Sql) =>
    Prisma.sql`property_words(${organizationId}::uuid, jsonb_build_object(${field}::text, ${value}))`;
  const events = Prisma.sql`
    SELECT id, username, jsonb_build_object('before', ${words(Prisma.sql`value`)}, 'after', ${words(Prisma.sql`becomes`)}) AS changes
    FROM old`;
  const [counted] = await tx.$queryRaw<Counted[]>`
    WITH ${chosenAndOld(actor, given, propertyId)},
    written AS (
      UPDATE users u SET version = u.version + 1, updated_at = now(),
        properties = with_properties(u.properties, jsonb_build_object(${field}::text, old.becomes))
      FROM old WHERE u.organization_id = ${organizationId}::uuid AND u.id = old.id RETURNING u.id),
    events AS (${recordingSql(organizationId, actor, "user.updated", events)})${keepingSql(actor, keep, change, was)}
    SELECT (SELECT count(*) FROM chosen)::int AS chosen, (SELECT count(*) FROM written)::int AS changed`;
  return confirmedResult(counted, expected);
}

const oneForAll = (actor: Actor, selection: Selection, value: string | null): Prisma.Sql =>
  Prisma.sql`SELECT id, ${value}::text AS value FROM users WHERE ${chosenSql(actor, selection)}`;

/** The canonical value, null for none. What no two may have the same of is nothing to give to many. */
async function judge(
  tx: Transaction,
  actor: Actor,
  { propertyId, value }: PropertyChange,
): Promise<Result<string | null>> {
  const { id: organizationId } = actor.organization;
  const properties = await heldProperties(tx, organizationId);
  const property = properties.find(({ id }) => id === propertyId);
  if (property?.isUnique && value.trim() !== "")
    return fail("invalid", `No two people have the same “${property.name}”: set it on each of their pages.`);
  const texts = { [propertyId]: value };
  const findPerson = await peopleNamed(tx, organizationId, textsOfPeople(texts, properties));
  const { values, issues } = readProperties(texts, properties, {}, { findPerson });
  const [issue] = issues;
  return issue
    ? fail("invalid", issue.message, [{ path: "value", message: issue.message }])
    : ok(values[propertyId] ?? null);
}

/** Those whom it makes a difference to stay locked until the end. */
function chosenAndOld(actor: Actor, given: Prisma.Sql, propertyId: string): Prisma.Sql {
  const { id: organizationId } = actor.organization;
  return Prisma.sql`
    chosen AS MATERIALIZED (${given}),
    old AS MATERIALIZED (
      SELECT u.id, u.username, u.properties ->> ${propertyId}::text AS value, chosen.value AS becomes
      FROM users u JOIN chosen ON chosen.id = u.id
      WHERE u.organization_id = ${organizationId}::uuid AND u.removed_at IS NULL
        AND u.properties ->> ${propertyId}::text IS DISTINCT FROM chosen.value AND ${reachSql(actor, "u")}
      ORDER BY u.id FOR UPDATE OF u)`;
}
