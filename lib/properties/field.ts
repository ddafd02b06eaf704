import { isId } from "@/lib/id-shape";
import type { PropertyValues } from "@/lib/properties/types";

/** A property where fields of a person are named: in a file's matching, in an address, in a program's request. */
export type PropertyField = `property.${string}`;

const PREFIX = "property.";

export const propertyField = (id: string): PropertyField => `${PREFIX}${id}`;

export const isPropertyField = (field: string): field is PropertyField =>
  field.startsWith(PREFIX) && isId(field.slice(PREFIX.length));

/** The id of the property that a field names. */
export const propertyIdOf = (field: PropertyField): string => field.slice(PREFIX.length);

/** Values of properties as parameters of an address. */
export const propertyParams = (properties: PropertyValues = {}): Record<string, string> =>
  Object.fromEntries(Object.entries(properties).map(([id, value]) => [propertyField(id), value]));
