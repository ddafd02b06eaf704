import {
  type Attribute,
  attributeNamed,
  extensionOf,
  ownAttributes,
  type Resource,
  type ResourceType,
} from "@/lib/scim/attribute";
import { readBoolean, readMoment } from "@/lib/scim/bind";
import { isPresent } from "@/lib/scim/evaluate";
import { badRequest } from "@/lib/scim/refusal";
import { isStorable } from "@/lib/storable";

const TEXT_MAX = 100_000;
const ELEMENTS_MAX = 50_000;

export const isObject = (value: unknown): value is Resource =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * A resource as somebody sent it, by the names and types of its schemas. What no schema has, and what only Rollcall says, is
 * left out (RFC 7644, 3.3); what has no value is too.
 * @throws Refusal `invalidValue`
 */
export function canonicalResource(type: ResourceType, body: Resource): Resource {
  const resource: Resource = {};
  for (const [key, value] of Object.entries(body)) {
    const extension = extensionOf(type, key);
    if (extension) {
      if (!isObject(value)) throw badRequest("invalidValue", `“${key}” takes an object.`);
      const within = canonicalObject(extension.attributes, value);
      if (isPresent(within)) resource[extension.id] = within;
      continue;
    }
    const attribute = attributeNamed(key, ownAttributes(type));
    if (!attribute || attribute.mutability === "readOnly") continue;
    const read = canonicalValue(attribute, value);
    if (read !== undefined) resource[attribute.name] = read;
  }
  return resource;
}

function canonicalObject(attributes: readonly Attribute[], given: Resource): Resource {
  const entries = Object.entries(given).flatMap(([key, value]): [string, unknown][] => {
    const attribute = attributeNamed(key, attributes);
    if (!attribute || attribute.mutability === "readOnly") return [];
    const read = canonicalValue(attribute, value);
    return read === undefined ? [] : [[attribute.name, read]];
  });
  return Object.fromEntries(entries);
}

/** A value as an attribute's type has it; undefined for none (RFC 7643, 2.5). @throws Refusal `invalidValue` */
export function canonicalValue(attribute: Attribute, given: unknown): unknown {
  if (!attribute.multiValued) return one(attribute, given);
  if (given === null || given === undefined) return undefined;
  const list = Array.isArray(given) ? given : [given];
  if (list.length > ELEMENTS_MAX)
    throw badRequest("invalidValue", `“${attribute.name}” takes at most ${ELEMENTS_MAX} values.`);
  const read = list.map((each) => one(attribute, each)).filter(isPresent);
  if (read.filter((each) => isObject(each) && each.primary === true).length > 1)
    throw badRequest("invalidValue", `Only one of “${attribute.name}” can be the primary one.`);
  return read.length > 0 ? read : undefined;
}

function one(attribute: Attribute, given: unknown): unknown {
  if (given === null || given === undefined || given === "") return undefined;
  // Some programs wrap a single value as if there could be several.
  if (Array.isArray(given)) {
    if (given.length > 1) throw refuse(attribute);
    return one(attribute, given[0]);
  }
  if (attribute.type === "complex") {
    const parts = attribute.subAttributes ?? [];
    const whole = isObject(given) ? given : { value: given };
    if (!isObject(given) && !attributeNamed("value", parts)) throw refuse(attribute);
    const read = canonicalObject(parts, whole);
    return isPresent(read) ? read : undefined;
  }
  return plain(attribute, isObject(given) && "value" in given ? given.value : given);
}

function plain(attribute: Attribute, given: unknown): unknown {
  if (given === null || given === undefined || given === "") return undefined;
  switch (attribute.type) {
    case "boolean": {
      const read = readBoolean(given);
      if (read === null) throw refuse(attribute);
      return read;
    }
    case "decimal": {
      const read = typeof given === "string" || typeof given === "number" ? Number(given) : Number.NaN;
      if (!Number.isFinite(read)) throw refuse(attribute);
      return read;
    }
    case "dateTime":
      if (readMoment(given) === null) throw refuse(attribute);
      return given;
    default: {
      if (typeof given !== "string" && typeof given !== "number" && typeof given !== "boolean")
        throw refuse(attribute);
      const text = String(given);
      if (text.length > TEXT_MAX || !isStorable(text)) throw refuse(attribute);
      return text;
    }
  }
}

const WANTED: Record<Attribute["type"], string> = {
  string: "a text",
  reference: "a text",
  binary: "a text",
  boolean: "true or false",
  decimal: "a number",
  dateTime: "a date and time",
  complex: "an object",
};

const refuse = ({ name, type }: Attribute) => badRequest("invalidValue", `“${name}” takes ${WANTED[type]}.`);
