import "server-only";
import type { Transaction } from "@/lib/db";
import { peopleNamed } from "@/lib/properties/people";
import { readProperty } from "@/lib/properties/read";
import type { Property } from "@/lib/properties/types";

/** What becomes of people's values: how many there are, and how many of them are lost. */
export type Touched = { values: number; lost: number };

type Become = Pick<Property, "name" | "type" | "choices" | "isUserProperty">;

export type Conversion = Touched & { changes: { old: string; value: string | null }[] };

/** What people's values become when a property becomes another: each is read anew, as if somebody wrote it. */
export async function convertValues(
  tx: Transaction,
  organizationId: string,
  before: Property,
  after: Become | null,
): Promise<Conversion> {
  const found = await tx.$queryRaw<{ value: string; count: number }[]>`
    SELECT properties ->> ${before.id}::text AS value, count(*)::int AS count FROM users
    WHERE organization_id = ${organizationId}::uuid AND properties ->> ${before.id}::text IS NOT NULL GROUP BY 1`;
  const texts = await asTexts(tx, organizationId, before, found);
  const findPerson =
    after?.type === "person" ? await peopleNamed(tx, organizationId, [...texts.values()]) : undefined;
  const become = (old: string): string | null => {
    if (!after?.isUserProperty) return null;
    if (after.type === before.type && after.type !== "choice") return old;
    const reading = readProperty(texts.get(old) ?? "", after, findPerson ? { findPerson } : {});
    return (reading.ok && reading.value) || null;
  };
  const all = found.map(({ value, count }) => ({ old: value, value: become(value), count }));
  const sum = (some: typeof all) => some.reduce((total, { count }) => total + count, 0);
  return {
    values: sum(all),
    lost: sum(all.filter(({ value }) => value === null)),
    changes: all.filter(({ old, value }) => old !== value).map(({ old, value }) => ({ old, value })),
  };
}

/** Writes what they become; whoever has the person's form open is told that somebody has changed them. */
export async function writeConversion(
  tx: Transaction,
  organizationId: string,
  propertyId: string,
  { changes }: Conversion,
): Promise<void> {
  if (changes.length === 0) return;
  await tx.$executeRaw`
    UPDATE users u SET version = u.version + 1, updated_at = now(), properties = CASE WHEN c.value IS NULL
      THEN u.properties - ${propertyId}::text ELSE jsonb_set(u.properties, ARRAY[${propertyId}::text], to_jsonb(c.value)) END
    FROM json_to_recordset(${JSON.stringify(changes)}::json) AS c(old text, value text)
    WHERE u.organization_id = ${organizationId}::uuid AND u.properties ->> ${propertyId}::text = c.old`;
}

/** Values as somebody would write them: of a person their username. */
async function asTexts(
  tx: Transaction,
  organizationId: string,
  { type }: Property,
  found: readonly { value: string }[],
): Promise<ReadonlyMap<string, string>> {
  const values = found.map(({ value }) => value);
  if (type === "yesNo") return new Map(values.map((value) => [value, value === "true" ? "Yes" : "No"]));
  if (type !== "person") return new Map(values.map((value) => [value, value]));
  const people = await tx.$queryRaw<{ id: string; username: string }[]>`
    SELECT id, username FROM users WHERE organization_id = ${organizationId}::uuid AND id = ANY(${values}::uuid[])`;
  return new Map(people.map(({ id, username }) => [id, username]));
}
