/** A JSON Schema as the API's document has them. */
export type Schema = {
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  anyOf?: Schema[];
  oneOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
  propertyNames?: Schema;
  items?: Schema;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  maxItems?: number;
  pattern?: string;
  format?: string;
};

/** Something that a schema does not allow, and what is wrong with it. */
export type Variant = { what: string; value: unknown };

const SAMPLES: Record<string, unknown> = {
  string: "text",
  number: 1.5,
  boolean: true,
  array: [],
  object: {},
  null: null,
};

/** Everything that breaks a schema in one place: what is missing, too much, of another type, or out of range. */
export function variantsOf(schema: Schema, base: unknown): Variant[] {
  const { properties = {}, required = [], additionalProperties, items, propertyNames } = schema;
  const whole = ownVariants(schema);
  if (schema.properties || typeof additionalProperties === "object") {
    const given = isRecord(base) ? base : {};
    const within = Object.entries(properties).flatMap(([name, each]) =>
      variantsOf(each, given[name]).map(({ what, value }) => ({
        what: `${name}: ${what}`,
        value: { ...given, [name]: value },
      })),
    );
    const missing = required.map((name) => ({ what: `${name} missing`, value: without(given, name) }));
    const extra =
      additionalProperties === false ? [{ what: "one more", value: { ...given, notThere: 1 } }] : [];
    const named =
      typeof additionalProperties === "object"
        ? variantsOf(additionalProperties, undefined).map(({ what, value }) => ({
            what: `a value: ${what}`,
            value: { [ID]: value },
          }))
        : [];
    const names = propertyNames ? [{ what: "a name", value: { "not a name": "text" } }] : [];
    return [...whole, ...missing, ...extra, ...within, ...named, ...names];
  }
  if (items)
    return [
      ...whole,
      ...variantsOf(items, undefined).map(({ what, value }) => ({ what: `in it: ${what}`, value: [value] })),
    ];
  return whole;
}

const ID = "01997a1c-5b00-7000-8000-0000000000ff";

function ownVariants(schema: Schema): Variant[] {
  const { minLength, maxLength, minimum, maximum, minItems, maxItems, items, pattern, format } = schema;
  const branches = schema.anyOf ?? schema.oneOf;
  if (branches) {
    const allowed = branches.flatMap(typesOf);
    const other = branches.filter((branch) => !typesOf(branch).includes("null"));
    return [...wrongTypes(allowed), ...(other.length === 1 && other[0] ? inRange(other[0]) : [])];
  }
  return [...wrongTypes(typesOf(schema)), ...inRange(schema)];

  function inRange(each: Schema): Variant[] {
    if (each !== schema)
      return variantsOf(each, undefined).filter(({ value }) => value !== null && !isWrongType(each, value));
    return [
      ...(schema.enum ? [{ what: "none of these", value: "none-of-these" }] : []),
      ...(minLength ? [{ what: "too short", value: "" }] : []),
      ...(maxLength ? [{ what: "too long", value: "x".repeat(maxLength + 1) }] : []),
      ...(minimum === undefined ? [] : [{ what: "too small", value: minimum - 1 }]),
      ...(maximum === undefined ? [] : [{ what: "too large", value: maximum + 1 }]),
      ...(minItems ? [{ what: "too few", value: [] }] : []),
      ...(maxItems ? [{ what: "too many", value: Array(maxItems + 1).fill(sampleOf(items)) }] : []),
      ...(pattern || format ? [{ what: "another format", value: "! no such format !" }] : []),
    ];
  }
}

const isWrongType = (schema: Schema, value: unknown) => {
  const types = typesOf(schema);
  const type = Array.isArray(value) ? "array" : value === null ? "null" : typeof value;
  return !types.includes(type) && !(type === "number" && types.includes("integer"));
};

const wrongTypes = (allowed: readonly string[]): Variant[] =>
  allowed.length === 0
    ? []
    : Object.entries(SAMPLES)
        .filter(([type]) => !allowed.includes(type))
        .map(([type, value]) => ({ what: `of the type ${type}`, value }));

function typesOf(schema: Schema): string[] {
  if (schema.type) return [schema.type].flat();
  const listed = schema.enum ?? (schema.const === undefined ? [] : [schema.const]);
  return [...new Set(listed.map((value) => (value === null ? "null" : typeof value)))];
}

function sampleOf(items: Schema | undefined): unknown {
  if (items?.enum) return items.enum[0];
  return items?.format === "uuid" ? ID : (SAMPLES[[items?.type ?? "string"].flat()[0] ?? "string"] ?? {});
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const without = (given: Record<string, unknown>, name: string) =>
  Object.fromEntries(Object.entries(given).filter(([each]) => each !== name));
