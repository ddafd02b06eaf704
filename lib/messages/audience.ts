import * as z from "zod";
import { METHODS } from "@/lib/messages/kinds";
import { selectionSchema } from "@/lib/users/filter-schema";
import { readUserFilter } from "@/lib/users/list";

export const CHASE_DAYS_MAX = 365;

/**
 * Whom a message is for: people by id, all that match a filter, those who were invited so long ago and never came, or
 * those whose link has lapsed.
 */
export const audienceSchema = z.union([
  selectionSchema,
  z.strictObject({ invitedDaysAgo: z.number().int().min(0).max(CHASE_DAYS_MAX) }),
  z.strictObject({ lapsed: z.literal(true) }),
]);

export type Audience = z.output<typeof audienceSchema>;

/** Whether it is for people because they have not activated their accounts. */
export const isChase = (audience: Audience): boolean => "invitedDaysAgo" in audience || "lapsed" in audience;

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
export const readAudience = (params: Params): Audience | null =>
  audienceSchema.safeParse(audienceIn(params)).data ?? null;

function audienceIn(params: Params): unknown {
  const text = (name: string) => (typeof params[name] === "string" ? (params[name] as string) : "");
  if (text("invited")) return { invitedDaysAgo: Number(text("invited")) };
  if (params.lapsed !== undefined) return { lapsed: true };
  if (params.all === undefined) return { ids: text("ids").split(",").filter(Boolean) };
  const { properties } = readUserFilter(params);
  return {
    filter: {
      search: text("q"),
      status: text("status") || null,
      role: text("role") || null,
      importId: text("import") || null,
      groupId: text("group") || null,
      ...(text("service") ? { serviceId: text("service") } : {}),
      ...(properties ? { properties } : {}),
    },
  };
}
