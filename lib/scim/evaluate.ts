import type { Attribute, Resource } from "@/lib/scim/attribute";
import { type Bound, type BoundValue, type Place, readMoment } from "@/lib/scim/bind";
import type { Operator } from "@/lib/scim/filter";

/** Whether a filter means a resource, or an element of one. What `filterSql` asks of rows, asked of JSON. */
export function matches(filter: Bound, resource: Resource): boolean {
  switch (filter.kind) {
    case "and":
      return matches(filter.left, resource) && matches(filter.right, resource);
    case "or":
      return matches(filter.left, resource) || matches(filter.right, resource);
    case "not":
      return !matches(filter.filter, resource);
    case "nothing":
      return false;
    case "present":
      return instancesOf(resource, filter.place).some(isPresent);
    case "each":
      return elementsOf(resource, filter.place).some(
        (each) => isObject(each) && matches(filter.filter, each),
      );
    case "compare": {
      const { place, leaf, operator, value } = filter;
      const instances = instancesOf(resource, place);
      if (value === null) {
        const isUnassigned = (each: unknown) => each === undefined || each === null;
        if (operator === "ne") return !instances.every(isUnassigned);
        return instances.length === 0 || instances.some(isUnassigned);
      }
      return instances.some((each) => compares(leaf, operator, each ?? null, value));
    }
  }
}

const isObject = (value: unknown): value is Resource =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Whether something has a value at all (RFC 7643, 2.5). */
export function isPresent(value: unknown): boolean {
  if (value === undefined || value === null || value === "") return false;
  if (Array.isArray(value)) return value.some(isPresent);
  return isObject(value) ? Object.values(value).some(isPresent) : true;
}

/** What an attribute holds, as a list; what is not there is nothing. */
export function elementsOf(resource: Resource, { extension, attribute }: Place): unknown[] {
  const container = extension ? resource[extension.id] : resource;
  const held = isObject(container) ? container[attribute.name] : undefined;
  if (Array.isArray(held)) return held;
  return held === undefined || held === null ? [] : [held];
}

// Of an attribute with one value there is always one instance, though it may be nothing.
function instancesOf(resource: Resource, place: Place): unknown[] {
  const elements = elementsOf(resource, place);
  const { attribute, sub } = place;
  const all = attribute.multiValued || elements.length > 0 ? elements : [undefined];
  return sub ? all.map((each) => (isObject(each) ? each[sub.name] : undefined)) : all;
}

function compares(leaf: Attribute, operator: Operator, held: unknown, wanted: BoundValue): boolean {
  if (held === null) return operator === "ne";
  if (leaf.type === "boolean") return operator === "eq" ? held === wanted : held !== wanted;
  if (leaf.type === "decimal") return ordered(operator, Number(held) - Number(wanted));
  if (leaf.type === "dateTime") return ordered(operator, (readMoment(held) ?? 0) - Number(wanted));
  const fold = (text: unknown) => (leaf.caseExact ? String(text) : String(text).toLowerCase());
  const [one, other] = [fold(held), fold(wanted)];
  switch (operator) {
    case "co":
      return one.includes(other);
    case "sw":
      return one.startsWith(other);
    case "ew":
      return one.endsWith(other);
    default:
      return ordered(operator, byCodePoints(one, other));
  }
}

function ordered(operator: Operator, difference: number): boolean {
  switch (operator) {
    case "eq":
      return difference === 0;
    case "ne":
      return difference !== 0;
    case "gt":
      return difference > 0;
    case "ge":
      return difference >= 0;
    case "lt":
      return difference < 0;
    default:
      return difference <= 0;
  }
}

/** As the database orders texts byte by byte, which in UTF-8 is by code points. */
export function byCodePoints(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other));
}
