import * as z from "zod";
import { STATUS } from "@/lib/problem";
import type { FailureCode } from "@/lib/result";

/** An id as the product makes them. */
export const idSchema = z.uuid().describe("An id: a UUID in lower case.");

/** A moment in UTC, as ISO 8601 has it. */
export const momentSchema = z.iso.datetime().describe("A moment in UTC (RFC 3339).");

const CODES = Object.keys(STATUS) as [FailureCode, ...FailureCode[]];

/** Every refusal (RFC 9457). */
export const problemSchema = z
  .object({
    type: z.literal("about:blank"),
    title: z.string().describe("What is wrong, in words for a person."),
    status: z.int(),
    code: z.enum(CODES).describe("What is wrong, in one word for a program."),
    errors: z
      .array(z.object({ path: z.string(), message: z.string() }))
      .optional()
      .describe("What is wrong with each field; `path` has its place in what was sent, with dots."),
  })
  .meta({ id: "Problem", description: "A refusal (RFC 9457)." });

export const PAGE_SIZE_USUAL = 50;
export const PAGE_SIZE_MAX = 200;

/** What every list can be asked. */
export const paging = {
  limit: z
    .int()
    .min(1)
    .max(PAGE_SIZE_MAX)
    .default(PAGE_SIZE_USUAL)
    .describe("How many there are on a page at most."),
  cursor: z
    .string()
    .min(1)
    .max(2000)
    .optional()
    .describe("Where the page begins: as `next` of the page before has it, and nothing to make up."),
};

/** A page of a list. */
export const pageOf = <Item extends z.ZodType, More extends z.ZodRawShape>(item: Item, more: More) =>
  z.object({
    items: z.array(item),
    next: z.string().nullable().describe("The path of the page behind this one; null at the end."),
    ...more,
  });

/** What may be missing because `fields` left it out. */
export const sparse = <Shape extends z.ZodRawShape & { id: z.ZodType }>(whole: z.ZodObject<Shape>) =>
  whole.partial().required({ id: true } as never) as unknown as z.ZodObject<
    { [Key in Exclude<keyof Shape, "id">]: z.ZodOptional<Shape[Key]> } & { id: Shape["id"] }
  >;
