import { newId } from "@/lib/ids";
import type { Actor } from "@/lib/permissions/actor";
import { createProperty } from "@/lib/properties/commands";
import { propertyField } from "@/lib/properties/field";
import type { PropertyInput } from "@/lib/properties/input";
import { unwrap } from "@/tests/support/product-people";

let made = 0;

export function propertyGiven(fields: Partial<PropertyInput> = {}): PropertyInput {
  made += 1;
  return {
    name: `Property ${made}`,
    type: "text",
    choices: [],
    isUserProperty: true,
    isRequired: false,
    isUnique: false,
    defaultValue: null,
    help: "",
    value: null,
    ...fields,
  };
}

/** A property of the actor's organization. */
export async function makeProperty(actor: Actor, fields: Partial<PropertyInput> = {}) {
  const input = propertyGiven(fields);
  const { id } = unwrap(await createProperty(actor, input, newId()));
  return { id, field: propertyField(id), input };
}
