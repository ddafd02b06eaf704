import "server-only";
import { type Transaction, withOrganization } from "@/lib/db";
import type { Prisma } from "@/lib/generated/prisma/client";
import type { Actor } from "@/lib/permissions/actor";
import { demand } from "@/lib/permissions/demand";
import { PROPERTY_TYPES, type Property } from "@/lib/properties/types";

const IN_ORDER = [{ position: "asc" }, { id: "asc" }] satisfies Prisma.PropertyOrderByWithRelationInput[];

/** Every property of the actor's organization, in the order in which forms show them. */
export function listProperties(actor: Actor): Promise<Property[]> {
  demand(actor, "settings.read");
  const { id: organizationId } = actor.organization;
  return withOrganization(organizationId, async (tx) => {
    const rows = await tx.property.findMany({ where: { organizationId }, orderBy: IN_ORDER });
    return rows.map(propertyOf);
  });
}

/** What the actor's organization keeps of its people, for whoever may see them. */
export function listUserProperties(actor: Actor): Promise<Property[]> {
  demand(actor, "users.read");
  const { id } = actor.organization;
  return withOrganization(id, (tx) => userProperties(tx, id));
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
