import { attributeNamed, type Resource, type ResourceType } from "@/lib/scim/attribute";
import { type Bound, bindFilter, type Place } from "@/lib/scim/bind";
import { isObject } from "@/lib/scim/canonical";
import { parseFilter } from "@/lib/scim/filter";
import { readPath, targetOf } from "@/lib/scim/path";
import { badRequest } from "@/lib/scim/refusal";

export const COUNT_MAX = 200;
export const COUNT_USUAL = 100;

/** What a request asks for, as an address or the body of a search says it (RFC 7644, 3.4.2 and 3.4.3). */
export type Asked = {
  filter: string | null;
  sortBy: string | null;
  isDescending: boolean;
  startIndex: number;
  count: number;
  attributes: string[];
  excludedAttributes: string[];
};

/** The same for one kind of resource. */
export type Query = Omit<Asked, "filter" | "sortBy"> & { filter: Bound | null; sort: Place | null };

/** @throws Refusal for what is no number, no order */
export function askedByAddress(params: URLSearchParams): Asked {
  const named = new Map([...params].map(([key, value]) => [key.toLowerCase(), value]));
  return asked((name) => named.get(name.toLowerCase()));
}

/** @throws Refusal */
export function askedByBody(body: unknown): Asked {
  if (!isObject(body)) throw badRequest("invalidSyntax", "A search is an object.");
  const named = new Map(Object.entries(body).map(([key, value]) => [key.toLowerCase(), value]));
  return asked((name) => named.get(name.toLowerCase()));
}

function asked(get: (name: string) => unknown): Asked {
  const attributes = namesOf(get("attributes"), "attributes");
  const excludedAttributes = namesOf(get("excludedAttributes"), "excludedAttributes");
  if (attributes.length > 0 && excludedAttributes.length > 0)
    throw badRequest("invalidValue", "“attributes” and “excludedAttributes” do not go together.");
  const order = textOf(get("sortOrder"), "sortOrder")?.toLowerCase() ?? "ascending";
  if (order !== "ascending" && order !== "descending")
    throw badRequest("invalidValue", "“sortOrder” is ascending or descending.");
  return {
    filter: textOf(get("filter"), "filter"),
    sortBy: textOf(get("sortBy"), "sortBy"),
    isDescending: order === "descending",
    // Less than there is means the least there is (RFC 7644, 3.4.2.4).
    startIndex: Math.max(1, numberOf(get("startIndex"), "startIndex") ?? 1),
    count: Math.min(COUNT_MAX, Math.max(0, numberOf(get("count"), "count") ?? COUNT_USUAL)),
    attributes,
    excludedAttributes,
  };
}

function textOf(given: unknown, name: string): string | null {
  if (given === undefined || given === null || given === "") return null;
  if (typeof given !== "string" || given.includes("\0"))
    throw badRequest("invalidValue", `“${name}” is a text.`);
  return given;
}

function numberOf(given: unknown, name: string): number | null {
  if (given === undefined || given === null || given === "") return null;
  const text = typeof given === "string" || typeof given === "number" ? String(given).trim() : "";
  if (!/^-?\d{1,9}$/.test(text)) throw badRequest("invalidValue", `“${name}” is a whole number.`);
  return Number(text);
}

const NAMES_MAX = 200;

function namesOf(given: unknown, name: string): string[] {
  if (given === undefined || given === null) return [];
  const list = Array.isArray(given) ? given : typeof given === "string" ? given.split(",") : [undefined];
  if (list.length > NAMES_MAX || list.some((each) => typeof each !== "string"))
    throw badRequest("invalidValue", `“${name}” is a list of attributes.`);
  return (list as string[]).map((each) => each.trim()).filter((each) => each !== "");
}

/**
 * A question about one kind of resource.
 * @param isStrict without it, an attribute that the kind does not have is one that nothing of it has
 * @throws Refusal `invalidFilter`, `invalidPath`
 */
export function queryFor(type: ResourceType, { filter, sortBy, ...rest }: Asked, isStrict = true): Query {
  return {
    ...rest,
    filter: filter === null ? null : bindFilter(parseFilter(filter), type, isStrict),
    sort: sortBy === null ? null : sortPlace(type, sortBy, isStrict),
  };
}

function sortPlace(type: ResourceType, text: string, isStrict: boolean): Place | null {
  const path = readPath(text);
  const target = path && targetOf(type, path);
  if (!target?.attribute) {
    if (path && !isStrict) return null;
    throw badRequest("invalidPath", `There is no attribute “${text.slice(0, 200)}” to sort by.`);
  }
  const place = { ...target, attribute: target.attribute };
  const whole = place.sub ?? place.attribute;
  if (whole.type !== "complex") return place;
  const value = attributeNamed("value", whole.subAttributes);
  if (!value) throw badRequest("invalidPath", `“${whole.name}” has no order.`);
  return { ...place, sub: value };
}

/** A resource with the attributes that were asked for, or without those that were not (RFC 7644, 3.9). */
export function projected(
  type: ResourceType,
  resource: Resource,
  { attributes, excludedAttributes }: Pick<Asked, "attributes" | "excludedAttributes">,
): Resource {
  if (attributes.length > 0) return only(type, resource, attributes);
  const result = { ...resource };
  for (const name of excludedAttributes) leaveOut(type, result, name);
  return result;
}

const ALWAYS = ["schemas", "id"];

function only(type: ResourceType, resource: Resource, names: readonly string[]): Resource {
  const result: Resource = {};
  for (const name of ALWAYS) if (name in resource) result[name] = resource[name];
  for (const text of names) {
    const extension = type.extensions.find(({ id }) => id.toLowerCase() === text.toLowerCase());
    if (extension) {
      if (resource[extension.id] !== undefined) result[extension.id] = resource[extension.id];
      continue;
    }
    const path = readPath(text);
    const target = path && targetOf(type, path);
    if (!target?.attribute) continue;
    const { extension: within, attribute, sub } = target;
    const from = (within ? resource[within.id] : resource) as Resource | undefined;
    const value = from?.[attribute.name];
    if (value === undefined) continue;
    const into = within ? { ...(result[within.id] as Resource | undefined) } : result;
    if (within) result[within.id] = into;
    into[attribute.name] = sub ? withParts(into[attribute.name], value, sub.name) : value;
  }
  return result;
}

/** An attribute with one more of its parts than it has so far. */
function withParts(sofar: unknown, value: unknown, part: string): unknown {
  if (Array.isArray(value))
    return value.map((each, index) => withParts(Array.isArray(sofar) ? sofar[index] : undefined, each, part));
  if (!isObject(value)) return value;
  const before = isObject(sofar) ? sofar : {};
  return part in value ? { ...before, [part]: value[part] } : before;
}

function leaveOut(type: ResourceType, resource: Resource, text: string): void {
  const extension = type.extensions.find(({ id }) => id.toLowerCase() === text.toLowerCase());
  if (extension) return void delete resource[extension.id];
  const path = readPath(text);
  const target = path && targetOf(type, path);
  if (!target?.attribute || target.attribute.returned === "always") return;
  const { extension: within, attribute, sub } = target;
  const container = within ? { ...(resource[within.id] as Resource | undefined) } : resource;
  if (within && resource[within.id] !== undefined) resource[within.id] = container;
  const value = container[attribute.name];
  if (!sub || value === undefined) return void delete container[attribute.name];
  const without = (each: unknown) => {
    if (!isObject(each)) return each;
    const { [sub.name]: _, ...rest } = each;
    return rest;
  };
  container[attribute.name] = Array.isArray(value) ? value.map(without) : without(value);
}

/** Whether an attribute is read at all for an answer. */
export function isAsked(
  type: ResourceType,
  name: string,
  { attributes, excludedAttributes }: Pick<Asked, "attributes" | "excludedAttributes">,
): boolean {
  const isIt = (text: string) => {
    const path = readPath(text);
    return path !== null && targetOf(type, path)?.attribute?.name === name;
  };
  if (attributes.length > 0) return attributes.some(isIt);
  return !excludedAttributes.some((text) => isIt(text) && !text.includes("."));
}
