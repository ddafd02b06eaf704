import * as z from "zod";

const WORDS = "This holds a character that cannot be kept.";

/** Whether PostgreSQL can keep a text: without NUL, and without halves of characters (lone surrogates). */
export const isStorable = (text: string): boolean => !text.includes("\0") && !/\p{Surrogate}/u.test(text);

/** The same schema, for input in which every text can be kept, keys included; the issue names where one cannot. */
export function storable<Schema extends z.ZodType>(
  schema: Schema,
): z.ZodPipe<z.ZodCustom<z.input<Schema>, z.input<Schema>>, Schema> {
  const every = z.custom<z.input<Schema>>().superRefine((input, context) => {
    const path = unstorablePath(input);
    if (path) context.addIssue({ code: "custom", message: WORDS, path, input });
  });
  return every.pipe(schema as never) as never;
}

/** Where in some input the first text stands that cannot be kept; null where all can. */
export function unstorablePath(input: unknown): (string | number)[] | null {
  if (typeof input === "string") return isStorable(input) ? null : [];
  if (typeof input !== "object" || input === null) return null;
  for (const [key, value] of Object.entries(input)) {
    if (!isStorable(key)) return [];
    const path = unstorablePath(value);
    if (path) return [Array.isArray(input) ? Number(key) : key, ...path];
  }
  return null;
}
