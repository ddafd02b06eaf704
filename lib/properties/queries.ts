import "server-only";
import { readRows, type Transaction, withOrganization } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { isId } from "@/lib/ids";
import { forget, kept } from "@/lib/kept";
import type { Actor } from "@/lib/permissions/actor";
import { demand } from "@/lib/permissions/demand";
import { SHOWN_PROPERTIES } from "@/lib/properties/changing";
import { namesOfPeople } from "@/lib/properties/people";
import { PROPERTY_TYPES, type Property, propertyValuesOf } from "@/lib/properties/types";
import { valueInWords } from "@/lib/properties/words";

const IN_ORDER = [{ position: "asc" }, { id: "asc" }] satisfies Prisma.PropertyOrderByWithRelationInput[];

/** `values`: how many people have one; `shown`: the organization's own, in words. */
export type PropertyListed = Property & { values: number; shown: string };

/** Every property of the actor's organization, in the order in which forms show them. */
export function listProperties(actor: Actor): Promise<PropertyListed[]> {
  demand(actor, "settings.read");
  const { id: organizationId } = actor.organization;
  return withOrganization(organizationId, async (tx) => {
    const rows = await tx.property.findMany({ where: { organizationId }, orderBy: IN_ORDER });
    return withValues(tx, organizationId, rows.map(propertyOf));
  });
}

/** One property; null when there is none. */
export async function findProperty(actor: Actor, id: string): Promise<PropertyListed | null> {
  demand(actor, "settings.read");
  if (!isId(id)) return null;
  const { id: organizationId } = actor.organization;
  return withOrganization(organizationId, async (tx) => {
    const row = await tx.property.findUnique({ where: { organizationId_id: { organizationId, id } } });
    const [found] = row ? await withValues(tx, organizationId, [propertyOf(row)]) : [];
    return found ?? null;
  });
}

/** Those whose removal can be taken back have their values still, so they count. */
async function withValues(
  tx: Transaction,
  organizationId: string,
  properties: readonly Property[],
): Promise<PropertyListed[]> {
  if (properties.length === 0) return [];
  const counted = await tx.$queryRaw<{ id: string; people: number }[]>`
    SELECT key AS id, count(*)::int AS people FROM users, jsonb_object_keys(properties) AS key
    WHERE organization_id = ${organizationId}::uuid AND properties <> '{}' GROUP BY 1`;
  const own = properties.map(
    ({ id, value }): Record<string, string> => (value === null ? {} : { [id]: value }),
  );
  const people = await namesOfPeople(tx, organizationId, properties, own);
  return properties.map((property) => ({
    ...property,
    values: counted.find(({ id }) => id === property.id)?.people ?? 0,
    shown: valueInWords(property.value ?? undefined, property, people),
  }));
}

const USER_PROPERTIES_FOR = ["users.read", "users.export", "users.update", "users.import.read"] as const;

/** What the actor's organization keeps of its people, for whoever may see them. */
export function listUserProperties(actor: Actor): Promise<Property[]> {
  demand(actor, ...USER_PROPERTIES_FOR);
  const { id } = actor.organization;
  return readRows<Property>(
    id,
    Prisma.sql`SELECT id, name, type, choices, is_user_property AS "isUserProperty", is_required AS "isRequired",
        is_unique AS "isUnique", default_value AS "defaultValue", help, value, version
      FROM properties WHERE organization_id = ${id}::uuid AND is_user_property ORDER BY position, id`,
  );
}

/**
 * The same for pages that show them: for some seconds what they were, unless this process has heard of a change.
 * @param named ids that are asked for; where one is unknown, all are read anew
 */
export async function shownUserProperties(actor: Actor, named: readonly string[]): Promise<Property[]> {
  demand(actor, ...USER_PROPERTIES_FOR);
  const { id } = actor.organization;
  const read = () => listUserProperties(actor);
  const properties = await kept(SHOWN_PROPERTIES, id, read);
  if (named.every((each) => properties.some((property) => property.id === each))) return properties;
  forget(SHOWN_PROPERTIES, id);
  return kept(SHOWN_PROPERTIES, id, read);
}

/** The fields that every person of the organization has beyond the usual ones, in order. */
export async function userProperties(tx: Transaction, organizationId: string): Promise<Property[]> {
  const where = { organizationId, isUserProperty: true };
  return (await tx.property.findMany({ where, orderBy: IN_ORDER })).map(propertyOf);
}

/**
 * The same for whoever writes values that were judged by them: until the transaction ends nobody changes what the
 * properties are.
 */
export async function heldProperties(tx: Transaction, organizationId: string): Promise<Property[]> {
  await tx.$queryRaw`SELECT share_properties(${organizationId}::uuid)::text`;
  return userProperties(tx, organizationId);
}

/** A person's values of all user properties, in words; blank where there is none. */
export async function shownProperties(
  actor: Actor,
  user: { properties: unknown },
): Promise<{ name: string; shown: string }[]> {
  demand(actor, "users.read");
  const { id } = actor.organization;
  const values = propertyValuesOf(user.properties);
  return withOrganization(id, async (tx) => {
    const properties = await userProperties(tx, id);
    const people = await namesOfPeople(tx, id, properties, [values]);
    return properties.map((property) => ({
      name: property.name,
      shown: valueInWords(values[property.id], property, people),
    }));
  });
}

/** What people are called who are values of one person's properties. */
export async function propertyPeople(
  actor: Actor,
  properties: readonly Property[],
  user: { properties: unknown },
): Promise<Record<string, string>> {
  demand(actor, "users.read", "users.update");
  const { id } = actor.organization;
  const values = propertyValuesOf(user.properties);
  const people = await withOrganization(id, (tx) => namesOfPeople(tx, id, properties, [values]));
  const person = { type: "person" as const };
  return Object.fromEntries([...people.keys()].map((each) => [each, valueInWords(each, person, people)]));
}

/** A property as its row has it. @throws Error for a type that there is not */
export function propertyOf(row: Prisma.PropertyGetPayload<object>): Property {
  const type = PROPERTY_TYPES.find((each) => each === row.type);
  if (!type) throw new Error("A property has a type that there is not.");
  const { id, name, choices, isUserProperty, isRequired, isUnique, defaultValue, help, value, version } = row;
  return {
    id,
    name,
    type,
    choices,
    isUserProperty,
    isRequired,
    isUnique,
    defaultValue,
    help,
    value,
    version,
  };
}
