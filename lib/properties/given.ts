import "server-only";
import { changesBetween, type Fields } from "@/lib/audit/changes";
import type { Transaction } from "@/lib/db";
import { namesOfPeople, peopleNamed, textsOfPeople } from "@/lib/properties/people";
import { heldProperties } from "@/lib/properties/queries";
import { type GivenProperties, readProperties } from "@/lib/properties/read";
import type { Property, PropertyValues } from "@/lib/properties/types";
import { valueInWords } from "@/lib/properties/words";
import { type FieldIssue, invalidFields, ok, type Result } from "@/lib/result";

/** What a person's values become, and how an event tells of it. */
export type ToWrite = { values: PropertyValues; changes: ReturnType<typeof changesBetween> };

/**
 * Judges texts by the properties as they are now, which nobody changes until the transaction ends. Whoever is new gets
 * the defaults of what is not named; where nothing is given at all, nothing is asked for.
 */
export async function propertiesToWrite(
  tx: Transaction,
  organizationId: string,
  { id, current }: { id: string | null; current: PropertyValues | null },
  given: GivenProperties | undefined,
): Promise<Result<ToWrite>> {
  const before = current ?? {};
  if (given === undefined && current !== null) return ok({ values: before, changes: null });
  const properties = await heldProperties(tx, organizationId);
  const texts = current === null ? withDefaults(properties, given) : (given ?? {});
  const findPerson = await peopleNamed(tx, organizationId, textsOfPeople(texts, properties));
  const { values, issues } = readProperties(texts, properties, before, { findPerson });
  const taken = await takenValues(tx, organizationId, id, properties, values);
  if (issues.length + taken.length > 0) return invalidFields([...issues, ...taken]);
  const after = merged(before, values);
  return ok({ values: after, changes: await tellChanges(tx, organizationId, properties, before, after) });
}

function withDefaults(properties: readonly Property[], given?: GivenProperties): GivenProperties {
  const defaults = properties.flatMap(({ id, defaultValue, isRequired }) => {
    if (defaultValue !== null) return [[id, defaultValue] as const];
    return isRequired && given ? [[id, ""] as const] : [];
  });
  return { ...Object.fromEntries(defaults), ...given };
}

function merged(before: PropertyValues, given: GivenProperties): PropertyValues {
  const values = Object.entries({ ...before, ...given });
  return Object.fromEntries(values.filter((entry): entry is [string, string] => entry[1] !== null));
}

/** Who holds a value that nobody else may have. The table's key stands behind it, for two at the same moment. */
async function takenValues(
  tx: Transaction,
  organizationId: string,
  userId: string | null,
  properties: readonly Property[],
  values: GivenProperties,
): Promise<FieldIssue[]> {
  const asked = properties.flatMap(({ id, isUnique }) => {
    const value = values[id];
    return isUnique && value ? [{ id, value }] : [];
  });
  if (asked.length === 0) return [];
  const holders = await tx.$queryRaw<{ id: string; name: string }[]>`
    SELECT v.property_id AS id, u.first_name || ' ' || u.last_name AS name
    FROM json_to_recordset(${JSON.stringify(asked)}::json) AS a(id uuid, value text)
    JOIN property_values v ON v.organization_id = ${organizationId}::uuid AND v.property_id = a.id AND v.value = a.value
    JOIN users u ON u.organization_id = v.organization_id AND u.id = v.user_id
    WHERE v.user_id IS DISTINCT FROM ${userId}::uuid`;
  return holders.map(({ id, name }) => ({
    path: `properties.${id}`,
    message: `${name} has this value already.`,
  }));
}

/** Values as an event tells them: by the property's name, in words that outlive it. */
async function tellChanges(
  tx: Transaction,
  organizationId: string,
  properties: readonly Property[],
  before: PropertyValues,
  after: PropertyValues,
) {
  const people = await namesOfPeople(tx, organizationId, properties, [before, after]);
  const told = (values: PropertyValues): Fields =>
    Object.fromEntries(
      properties.flatMap((property) => {
        const value = values[property.id];
        return value === undefined
          ? []
          : [[`property.${property.name}`, valueInWords(value, property, people)]];
      }),
    );
  return changesBetween(told(before), told(after));
}
