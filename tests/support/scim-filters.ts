import fc from "fast-check";
import type { Attribute, ResourceType } from "@/lib/scim/attribute";
import { ownAttributes } from "@/lib/scim/attribute";
import { type Filter, type FilterValue, OPERATORS, type Operator } from "@/lib/scim/filter";
import type { AttributePath } from "@/lib/scim/path";

/** Texts that are alike, so that filters meet people. */
export const SOME_TEXTS = [
  "",
  "a",
  "A",
  "Ab",
  "ba",
  "B%",
  "_b",
  "é",
  "Éa",
  "b\\",
  'q"',
  "O'M",
  "ß",
  "日本",
  "work",
  "home",
];
export const SOME_MOMENTS = ["2020-01-01T00:00:00Z", "2026-11-24T00:00:00.5Z", "2040-01-01T00:00:00+01:00"];

const EQUALITY: readonly Operator[] = ["eq", "ne"];
const ORDER: readonly Operator[] = [...EQUALITY, "gt", "ge", "lt", "le"];

type Leaf = { path: AttributePath; attribute: Attribute };

/** Filters over all that resources of a kind have, each of which can be bound. */
export function someFilter(type: ResourceType, texts: readonly string[] = SOME_TEXTS): fc.Arbitrary<Filter> {
  const leaves = leavesOf(type);
  const severals = ownAttributes(type).filter((each) => each.multiValued && each.subAttributes);
  const leaf = fc.constantFrom(...leaves).chain((each) => someComparison(each, texts));
  const each = fc.constantFrom(...severals).chain((attribute) => {
    const parts = (attribute.subAttributes ?? []).map((sub) => ({
      attribute: sub,
      path: { uri: null, name: sub.name, sub: null },
    }));
    const inside = fc.constantFrom(...parts).chain((part) => someComparison(part, texts));
    const path = { uri: null, name: attribute.name, sub: null };
    return combined(inside, 1).map((filter): Filter => ({ kind: "each", path, filter }));
  });
  return combined(fc.oneof({ weight: 4, arbitrary: leaf }, { weight: 1, arbitrary: each }), 3);
}

function combined(leaf: fc.Arbitrary<Filter>, depth: number): fc.Arbitrary<Filter> {
  if (depth === 0) return leaf;
  const inner = combined(leaf, depth - 1);
  return fc.oneof(
    { weight: 3, arbitrary: leaf },
    {
      weight: 2,
      arbitrary: fc
        .tuple(fc.constantFrom("and" as const, "or" as const), inner, inner)
        .map(([kind, left, right]): Filter => ({ kind, left, right })),
    },
    { weight: 1, arbitrary: inner.map((filter): Filter => ({ kind: "not", filter })) },
  );
}

function leavesOf(type: ResourceType): Leaf[] {
  const of = (attributes: readonly Attribute[], uri: string | null) =>
    attributes.flatMap((attribute): Leaf[] => {
      const { name, subAttributes } = attribute;
      const whole: Leaf = { path: { uri, name, sub: null }, attribute };
      const parts = (subAttributes ?? []).map((sub) => ({
        path: { uri, name, sub: sub.name },
        attribute: sub,
      }));
      return [whole, ...parts];
    });
  return [
    ...of(ownAttributes(type), null),
    ...type.extensions.flatMap(({ id, attributes }) => of(attributes, id)),
  ];
}

function someComparison({ path, attribute }: Leaf, texts: readonly string[]): fc.Arbitrary<Filter> {
  const present = fc.constant<Filter>({ kind: "present", path });
  const value = attribute.subAttributes?.find(({ name }) => name === "value");
  if (attribute.type === "complex" && !value) return present;
  const { type } = value ?? attribute;
  const operators =
    type === "boolean"
      ? EQUALITY
      : type === "dateTime" || type === "decimal"
        ? ORDER
        : type === "binary"
          ? EQUALITY
          : OPERATORS;
  const values: fc.Arbitrary<FilterValue> =
    type === "boolean"
      ? fc.boolean()
      : type === "decimal"
        ? fc.constantFrom(-1, 0, 0.5, 7, 1000)
        : fc.constantFrom(...(type === "dateTime" ? SOME_MOMENTS : texts));
  const comparison = fc
    .tuple(fc.constantFrom(...operators), values)
    .map(([operator, wanted]): Filter => ({ kind: "compare", path, operator, value: wanted }));
  const withNull = fc
    .constantFrom(...EQUALITY)
    .map((operator): Filter => ({ kind: "compare", path, operator, value: null }));
  return fc.oneof(
    { weight: 6, arbitrary: comparison },
    { weight: 1, arbitrary: withNull },
    { weight: 1, arbitrary: present },
  );
}

/** A filter as somebody would write it. */
export function filterText(filter: Filter): string {
  switch (filter.kind) {
    case "and":
      return `${within(filter.left, "or")} and ${within(filter.right, "or", "and")}`;
    case "or":
      return `${filterText(filter.left)} or ${within(filter.right, "or")}`;
    case "not":
      return `not (${filterText(filter.filter)})`;
    case "present":
      return `${pathText(filter.path)} pr`;
    case "compare":
      return `${pathText(filter.path)} ${filter.operator} ${JSON.stringify(filter.value)}`;
    case "each":
      return `${pathText(filter.path)}[${filterText(filter.filter)}]`;
  }
}

const within = (filter: Filter, ...kinds: Filter["kind"][]) =>
  kinds.includes(filter.kind) ? `(${filterText(filter)})` : filterText(filter);

const pathText = ({ uri, name, sub }: AttributePath) =>
  `${uri ? `${uri}:` : ""}${name}${sub ? `.${sub}` : ""}`;
