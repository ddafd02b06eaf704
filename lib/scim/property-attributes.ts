import type { Property } from "@/lib/properties/types";
import { type Attribute, attribute, attributeNamed } from "@/lib/scim/attribute";

type Own = { attribute: Attribute; property: Property };

/**
 * The attributes that properties are read and written by: named as the property is, in the letters that SCIM allows in a
 * name. One whose name is taken gets a number.
 */
export function propertyAttributes(properties: readonly Property[], others: readonly Attribute[]): Own[] {
  const made: Own[] = [];
  for (const property of properties) {
    const taken = [...others, ...made.map((each) => each.attribute)];
    made.push({ attribute: attributeOf(property, freeName(nameOf(property.name), taken)), property });
  }
  return made;
}

const TYPES = { number: "decimal", yesNo: "boolean" } as const;

function attributeOf({ name, type, help, choices, isUnique }: Property, attributeName: string): Attribute {
  return attribute(attributeName, help ? `${name}: ${help}` : name, {
    type: type === "number" || type === "yesNo" ? TYPES[type] : "string",
    uniqueness: isUnique ? "server" : "none",
    caseExact: type === "person",
    ...(type === "choice" ? { canonicalValues: choices } : {}),
  });
}

function nameOf(name: string): string {
  const words =
    name
      .normalize("NFKD")
      .replace(/\p{M}/gu, "")
      .match(/[A-Za-z0-9]+/g) ?? [];
  const [first = "", ...rest] = words;
  const camel =
    first.charAt(0).toLowerCase() +
    first.slice(1) +
    rest.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
  return /^[a-z]/i.test(camel) ? camel : `property${camel.charAt(0).toUpperCase()}${camel.slice(1)}`;
}

function freeName(name: string, taken: readonly Attribute[]): string {
  let free = name;
  for (let number = 2; attributeNamed(free, taken); number += 1) free = `${name}${number}`;
  return free;
}
