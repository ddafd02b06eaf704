import { type Attribute, attributeNamed, type ResourceType, type Schema } from "@/lib/scim/attribute";
import type { Filter, FilterValue, Operator } from "@/lib/scim/filter";
import { type AttributePath, targetOf } from "@/lib/scim/path";
import { badRequest } from "@/lib/scim/refusal";

/** An attribute, or a part of one, that a filter asks about. */
export type Place = { extension: Schema | null; attribute: Attribute; sub: Attribute | null };

/** A value as the attribute's type has it: moments as milliseconds since 1970. */
export type BoundValue = string | number | boolean | null;

/** A filter whose names are attributes of one kind of resource; those within `each` are of its elements. */
export type Bound =
  | { kind: "and" | "or"; left: Bound; right: Bound }
  | { kind: "not"; filter: Bound }
  | { kind: "nothing" }
  | { kind: "present"; place: Place }
  | { kind: "compare"; place: Place; leaf: Attribute; operator: Operator; value: BoundValue }
  | { kind: "each"; place: Place; filter: Bound };

type Find = (path: AttributePath) => Place | null;

/**
 * Says which attributes a filter is about.
 * @param isStrict without it, what a kind of resource does not have is what none of them has: for queries over several kinds
 * @throws Refusal `invalidFilter` for an attribute that there is not, or a comparison that it does not allow
 */
export function bindFilter(filter: Filter, type: ResourceType, isStrict = true): Bound {
  const find: Find = (path) => {
    const target = targetOf(type, path);
    return target?.attribute ? { ...target, attribute: target.attribute } : null;
  };
  return bind(filter, find, isStrict);
}

/** The same for what stands in the brackets behind an attribute. */
export function bindElements(filter: Filter, { subAttributes, name }: Attribute): Bound {
  if (!subAttributes) throw badRequest("invalidFilter", `“${name}” has no parts to filter by.`);
  const find: Find = ({ uri, name: part, sub }) => {
    const found = uri === null && sub === null ? attributeNamed(part, subAttributes) : undefined;
    return found ? { extension: null, attribute: found, sub: null } : null;
  };
  return bind(filter, find, true);
}

function bind(filter: Filter, find: Find, isStrict: boolean): Bound {
  switch (filter.kind) {
    case "and":
    case "or":
      return {
        ...filter,
        left: bind(filter.left, find, isStrict),
        right: bind(filter.right, find, isStrict),
      };
    case "not":
      return { kind: "not", filter: bind(filter.filter, find, isStrict) };
  }
  const place = find(filter.path);
  if (!place) {
    if (!isStrict) return { kind: "nothing" };
    throw badRequest("invalidFilter", `There is no attribute “${inWords(filter.path)}” to filter by.`);
  }
  switch (filter.kind) {
    case "present":
      return { kind: "present", place };
    case "each":
      return { kind: "each", place, filter: bindElements(filter.filter, place.attribute) };
    case "compare":
      return compare(place, filter.operator, filter.value);
  }
}

function compare(place: Place, operator: Operator, value: FilterValue): Bound {
  const { attribute, sub } = place;
  const whole = sub ?? attribute;
  const part = whole.type === "complex" ? (attributeNamed("value", whole.subAttributes) ?? null) : sub;
  const leaf = part ?? whole;
  if (leaf.type === "complex") throw badRequest("invalidFilter", `“${whole.name}” has no value to compare.`);
  const bound = { kind: "compare", place: { ...place, sub: part }, leaf, operator } as const;
  if (value === null) {
    if (operator === "eq" || operator === "ne") return { ...bound, value };
    throw badRequest("invalidFilter", `“${operator}” cannot compare with null.`);
  }
  return { ...bound, value: valueFor(leaf, operator, value) };
}

const TEXTUAL: readonly Operator[] = ["co", "sw", "ew"];
const ORDERED: readonly Operator[] = ["gt", "ge", "lt", "le"];

function valueFor(
  { name, type }: Attribute,
  operator: Operator,
  value: string | number | boolean,
): BoundValue {
  const refuse = () =>
    badRequest(
      "invalidFilter",
      `“${name}” cannot be compared by “${operator}” with ${JSON.stringify(value)}.`,
    );
  const isTextual = TEXTUAL.includes(operator);
  if (type === "boolean") {
    const read = readBoolean(value);
    if (read === null || isTextual || ORDERED.includes(operator)) throw refuse();
    return read;
  }
  if (type === "binary" && ORDERED.includes(operator)) throw refuse();
  if (type === "decimal") {
    const read = typeof value === "boolean" || value === "" ? Number.NaN : Number(value);
    if (!Number.isFinite(read) || isTextual) throw refuse();
    return read;
  }
  if (type === "dateTime") {
    const read = readMoment(value);
    if (read === null || isTextual) throw refuse();
    return read;
  }
  if (typeof value === "string" && value.includes("\0")) throw refuse();
  return String(value);
}

/** Some programs write truth as a text, and capitalize it. */
export function readBoolean(value: unknown): boolean | null {
  if (typeof value === "boolean") return value;
  const text = typeof value === "string" ? value.toLowerCase() : "";
  return text === "true" ? true : text === "false" ? false : null;
}

const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?$/i;

/** Milliseconds since 1970 of an xsd:dateTime; without a zone it is UTC. Null for what is none. */
export function readMoment(value: unknown): number | null {
  if (typeof value !== "string" || !MOMENT.test(value)) return null;
  const read = Date.parse(/(?:Z|[+-]\d\d:\d\d)$/i.test(value) ? value : `${value}Z`);
  return Number.isNaN(read) ? null : read;
}

const inWords = ({ uri, name, sub }: AttributePath) =>
  `${uri ? `${uri}:` : ""}${name}${sub ? `.${sub}` : ""}`.slice(0, 200);
