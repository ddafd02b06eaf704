import "server-only";
import { Prisma } from "@/lib/generated/prisma/client";
import type { Attribute } from "@/lib/scim/attribute";
import type { Bound, BoundValue, Place } from "@/lib/scim/bind";
import type { Operator } from "@/lib/scim/filter";

/** A value of a row as SQL has it. `isLower` says that it holds no capitals, so that an index may serve. */
export type Scalar = {
  sql: Prisma.Sql;
  kind: "text" | "uuid" | "boolean" | "number" | "moment";
  isLower?: boolean;
};

/** Where the attributes of a kind of resource stand in the database. */
export type Columns = {
  scalar: (place: Place) => Scalar;
  /** Rows of one column `e` (jsonb), an element each. */
  elements: (place: Place) => Prisma.Sql;
  /** A condition that says the same of an attribute with several values, and that an index serves; null where there is none. */
  quick?: (place: Place, value: string) => Prisma.Sql | null;
};

/** A filter as a condition that is true or false of every row, never unknown. */
export function filterSql(filter: Bound, columns: Columns): Prisma.Sql {
  switch (filter.kind) {
    case "and":
      return Prisma.sql`(${filterSql(filter.left, columns)} AND ${filterSql(filter.right, columns)})`;
    case "or":
      return Prisma.sql`(${filterSql(filter.left, columns)} OR ${filterSql(filter.right, columns)})`;
    case "not":
      return Prisma.sql`(NOT ${filterSql(filter.filter, columns)})`;
    case "nothing":
      return Prisma.sql`false`;
    case "present":
      return presentSql(filter.place, columns);
    case "each":
      return eachSql(filter.place, filter.filter, columns);
    case "compare":
      return compareSql(filter, columns);
  }
}

function presentSql(place: Place, columns: Columns): Prisma.Sql {
  const { attribute, sub } = place;
  if (attribute.multiValued) {
    const has = sub ? Prisma.sql`e ->> ${sub.name}::text IS NOT NULL` : Prisma.sql`true`;
    return Prisma.sql`EXISTS (SELECT FROM (${columns.elements(place)}) AS each(e) WHERE ${has})`;
  }
  if (attribute.type !== "complex" || sub) return Prisma.sql`(${columns.scalar(place).sql} IS NOT NULL)`;
  const parts = (attribute.subAttributes ?? []).map((each) => columns.scalar({ ...place, sub: each }).sql);
  return Prisma.sql`(num_nonnulls(${Prisma.join(parts)}) > 0)`;
}

function eachSql(place: Place, filter: Bound, columns: Columns): Prisma.Sql {
  if (place.attribute.multiValued)
    return Prisma.sql`EXISTS (SELECT FROM (${columns.elements(place)}) AS each(e) WHERE ${filterSql(filter, ELEMENT)})`;
  const inside: Columns = {
    scalar: ({ attribute }) => columns.scalar({ ...place, sub: attribute }),
    elements: columns.elements,
  };
  return Prisma.sql`(${presentSql({ ...place, sub: null }, columns)} AND ${filterSql(filter, inside)})`;
}

/** The parts of an element. */
const ELEMENT: Columns = {
  scalar: ({ attribute: { name, type } }) =>
    type === "boolean"
      ? { sql: Prisma.sql`(e ->> ${name}::text)::boolean`, kind: "boolean" }
      : { sql: Prisma.sql`(e ->> ${name}::text)`, kind: "text" },
  elements: () => Prisma.sql`SELECT NULL::jsonb AS e WHERE false`,
};

function compareSql(
  { place, leaf, operator, value }: Extract<Bound, { kind: "compare" }>,
  columns: Columns,
): Prisma.Sql {
  const { attribute, sub } = place;
  if (!attribute.multiValued) return scalarSql(columns.scalar(place), leaf, operator, value);
  const quick = operator === "eq" && typeof value === "string" ? columns.quick?.(place, value) : null;
  const held: Scalar = sub
    ? ELEMENT.scalar({ extension: null, attribute: sub, sub: null })
    : { sql: Prisma.sql`(e #>> '{}')`, kind: "text" };
  const elements = columns.elements(place);
  const some = Prisma.sql`EXISTS (SELECT FROM (${elements}) AS each(e) WHERE ${scalarSql(held, leaf, operator, value)})`;
  if (value === null && operator === "eq")
    return Prisma.sql`(${some} OR NOT EXISTS (SELECT FROM (${elements}) AS each(e)))`;
  return quick ?? some;
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const COMPARISONS = {
  eq: Prisma.sql`=`,
  gt: Prisma.sql`>`,
  ge: Prisma.sql`>=`,
  lt: Prisma.sql`<`,
  le: Prisma.sql`<=`,
} as const;

function scalarSql(scalar: Scalar, leaf: Attribute, operator: Operator, value: BoundValue): Prisma.Sql {
  const { sql, kind } = scalar;
  if (value === null)
    return operator === "eq" ? Prisma.sql`(${sql} IS NULL)` : Prisma.sql`(${sql} IS NOT NULL)`;
  if (operator === "ne") return Prisma.sql`(NOT ${scalarSql(scalar, leaf, "eq", value)})`;
  const held = (condition: Prisma.Sql) => Prisma.sql`(${sql} IS NOT NULL AND ${condition})`;
  if (kind === "boolean") return held(Prisma.sql`${sql} = ${value === true}`);
  if (kind === "number" || kind === "moment") {
    if (operator === "co" || operator === "sw" || operator === "ew") return Prisma.sql`false`;
    const wanted =
      kind === "number"
        ? Prisma.sql`${String(value)}::numeric`
        : Prisma.sql`${new Date(Number(value)).toISOString()}::timestamptz`;
    return held(Prisma.sql`${sql} ${COMPARISONS[operator]} ${wanted}`);
  }
  if (kind === "uuid" && operator === "eq") {
    const id = String(value);
    return UUID.test(id) ? held(Prisma.sql`${sql} = ${id}::uuid`) : Prisma.sql`false`;
  }
  const text = kind === "uuid" ? Prisma.sql`${sql}::text` : sql;
  const one = leaf.caseExact || scalar.isLower ? text : Prisma.sql`lower(${text})`;
  const wanted = leaf.caseExact
    ? Prisma.sql`${String(value)}::text`
    : Prisma.sql`${String(value).toLowerCase()}::text`;
  switch (operator) {
    case "co":
      return held(Prisma.sql`strpos(${one}, ${wanted}) > 0`);
    case "sw":
      return held(Prisma.sql`starts_with(${one}, ${wanted})`);
    case "ew":
      return held(Prisma.sql`right(${one}, length(${wanted})) = ${wanted}`);
    case "eq":
      return held(Prisma.sql`${one} = ${wanted}`);
    default:
      return held(Prisma.sql`${one} COLLATE "C" ${COMPARISONS[operator]} ${wanted} COLLATE "C"`);
  }
}
