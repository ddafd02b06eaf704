import * as z from "zod";
import { METHODS } from "@/lib/messages/kinds";
import { selectionSchema } from "@/lib/users/filter-schema";

export const CHASE_DAYS_MAX = 365;

/** Whom a message is for: people by id, all that match a filter, or those who were invited so long ago and never came. */
export const audienceSchema = z.union([
  selectionSchema,
  z.strictObject({ invitedDaysAgo: z.number().int().min(0).max(CHASE_DAYS_MAX) }),
]);

export type Audience = z.output<typeof audienceSchema>;

/** A message to many: whom it is for, what it says, by which way, and for how many it was confirmed. */
export const composedSchema = z.strictObject({
  audience: audienceSchema,
  templateKey: z.string().max(40),
  method: z.enum(METHODS),
  expected: z.number().int().min(1),
});

export type Composed = z.output<typeof composedSchema>;

type Params = Record<string, string | string[] | undefined>;

/** Reads an audience from an address, as `audienceParams` wrote it; null when it names nobody. */
export function readAudience(params: Params): Audience | null {
  const text = (name: string) => (typeof params[name] === "string" ? (params[name] as string) : "");
  const given = text("invited")
    ? { invitedDaysAgo: Number(text("invited")) }
    : params.all !== undefined
      ? {
          filter: {
            search: text("q"),
            status: text("status") || null,
            role: text("role") || null,
            importId: text("import") || null,
            groupId: text("group") || null,
          },
        }
      : { ids: text("ids").split(",").filter(Boolean) };
  return audienceSchema.safeParse(given).data ?? null;
}
