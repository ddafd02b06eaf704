import { isId } from "@/lib/ids";

/** A property where fields of a person are named: in a file's matching, in an address, in a program's request. */
export type PropertyField = `property.${string}`;

const PREFIX = "property.";

export const propertyField = (id: string): PropertyField => `${PREFIX}${id}`;

export const isPropertyField = (field: string): field is PropertyField =>
  field.startsWith(PREFIX) && isId(field.slice(PREFIX.length));

/** The id of the property that a field names. */
export const propertyIdOf = (field: PropertyField): string => field.slice(PREFIX.length);
