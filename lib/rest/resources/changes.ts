import * as z from "zod";
import { ROLES } from "@/lib/permissions/roles";
import { PROPERTY_TEXT_MAX } from "@/lib/properties/limits";
import { EXAMPLE } from "@/lib/rest/examples";
import { resource } from "@/lib/rest/operation";
import { idSchema } from "@/lib/rest/schemas";
import { STATUS_FILTERS } from "@/lib/users/filter";

const IDS_MAX = 1000;

const WRITE = { scope: "users.write", permission: "users.read" } as const;

const people = z
  .strictObject({
    ids: z.array(z.uuid()).min(1).max(IDS_MAX).optional(),
    filter: z
      .strictObject({
        search: z.string().max(200).optional(),
        status: z.enum(STATUS_FILTERS).optional(),
        role: z.enum(ROLES).optional(),
        group: z.uuid().optional(),
        import: z.uuid().optional(),
        properties: z.record(z.uuid(), z.string().max(PROPERTY_TEXT_MAX)).optional(),
      })
      .optional(),
  })
  .refine(
    ({ ids, filter }) => (ids === undefined) !== (filter === undefined),
    "Say ids, or a filter: one of both.",
  )
  .describe("By id, or all who match a filter as the list has it.");

const change = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.enum(["suspend", "reactivate", "remove", "restore"]) }),
  z.strictObject({ kind: z.literal("changeRole"), role: z.enum(ROLES) }),
  z.strictObject({ kind: z.enum(["joinGroup", "leaveGroup"]), group: z.uuid() }),
]);

const changeSchema = z
  .object({
    id: idSchema.nullable().describe("Null where nobody was changed."),
    state: z.enum(["running", "done", "refused"]),
    people: z.int().describe("How many were changed so far."),
    left: z.int().nullable().describe("How many stayed as they were; null where nobody has counted."),
    refusal: z.string().nullable(),
  })
  .meta({ id: "Change", description: "A change of many people." });

const CHANGE = { id: EXAMPLE.change, state: "done" as const, people: 1, left: 0, refusal: null };

export const changes = resource("Changes", "Changes of many people at once.", {
  make: {
    method: "POST",
    path: "/changes",
    summary: "Change many people",
    about:
      "A change of very many is carried out in the background: 202, and `Location` says where to ask how far it is.",
    access: WRITE,
    body: z.strictObject({
      people,
      change,
      expected: z
        .int()
        .min(0)
        .optional()
        .describe("How many it should change: with another number it is refused."),
    }),
    answers: {
      200: { about: "It is done.", schema: changeSchema, example: CHANGE },
      202: {
        about: "A worker does it.",
        schema: changeSchema,
        example: { ...CHANGE, state: "running" as const, people: 0, left: null },
      },
    },
    refusals: ["notFound"],
    example: { body: { people: { ids: [EXAMPLE.user] }, change: { kind: "suspend" } } },
  },
  read: {
    method: "GET",
    path: "/changes/{changeId}",
    summary: "Read how far a change has come",
    about: "For 30 days.",
    access: { scope: "users.read", permission: "users.read" },
    answers: { 200: { about: "The change.", schema: changeSchema, example: CHANGE } },
    example: { params: { changeId: EXAMPLE.change } },
  },
});
