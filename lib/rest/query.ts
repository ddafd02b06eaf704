import * as z from "zod";
import type { Operation } from "@/lib/rest/operation";

/** What an operation reads behind the question mark: its own, and `fields` where it has some to pick. */
export function querySchemaOf({ query, fields }: Operation): z.ZodObject | null {
  if (!query && !fields) return null;
  return z.strictObject({ ...query?.shape, ...(fields ? { fields: fieldsOf(fields) } : {}) });
}

const fieldsOf = (shape: z.ZodObject) =>
  z
    .array(z.enum(Object.keys(shape.shape) as [string, ...string[]]))
    .min(1)
    .optional()
    .describe("Only these of each, with commas between; `id` is always there.");

/**
 * The texts of an address as the values that a schema asks for: a list is one text with commas, a number is written in
 * digits, and what has names of its own is written as `of[name]=value`. What does not look like it stays a text, for the
 * schema to refuse; what is said twice becomes a list.
 */
export function readQueryTexts(search: URLSearchParams, schema: z.ZodObject): Record<string, unknown> {
  const read: Record<string, unknown> = {};
  for (const name of new Set(search.keys())) {
    const texts = search.getAll(name);
    const [, of = "", inner = ""] = /^(\w+)\[([^\]]*)\]$/.exec(name) ?? [];
    const one = texts.length === 1 ? texts[0] : texts;
    if (kindIn(schema, of) === "record") read[of] = { ...(read[of] as object | undefined), [inner]: one };
    else if (kindIn(schema, name) === "array") read[name] = texts.flatMap((text) => text.split(","));
    else read[name] = texts.length === 1 ? valueIn(texts[0] ?? "", kindIn(schema, name)) : texts;
  }
  return read;
}

const kindIn = ({ shape }: z.ZodObject, name: string): string =>
  Object.hasOwn(shape, name) ? kindOf(shape[name] as z.ZodType) : "";

function valueIn(text: string, kind: string): unknown {
  if (kind === "number" && /^-?\d{1,15}$/.test(text)) return Number(text);
  if (kind === "boolean" && (text === "true" || text === "false")) return text === "true";
  return text;
}

/** What is behind optional and default. */
function kindOf(schema: z.ZodType): string {
  const { def } = schema as unknown as { def: { type: string; innerType?: z.ZodType } };
  return def.innerType ? kindOf(def.innerType) : def.type;
}
