import * as z from "zod";
import { ROLES } from "@/lib/permissions/roles";
import { PROPERTY_TEXT_MAX } from "@/lib/properties/limits";
import { FILTERS_MAX, STATUS_FILTERS } from "@/lib/users/filter";

const SEARCH_LENGTH_MAX = 200;
const IDS_MAX = 1000;

export const userFilterSchema = z.object({
  search: z.string().max(SEARCH_LENGTH_MAX),
  status: z.enum(STATUS_FILTERS).nullable(),
  role: z.enum(ROLES).nullable(),
  importId: z.uuid().nullable(),
  groupId: z.uuid().nullable(),
  serviceId: z.uuid().nullable().optional(),
  properties: z
    .record(z.uuid(), z.string().max(PROPERTY_TEXT_MAX))
    .refine((values) => Object.keys(values).length <= FILTERS_MAX)
    .optional(),
});

/** People who are chosen one by one. */
export const chosenUsersSchema = z.strictObject({ ids: z.array(z.uuid()).min(1).max(IDS_MAX) });

/** People who are chosen one by one, or all whom a list shows. */
export const selectionSchema = z.union([chosenUsersSchema, z.strictObject({ filter: userFilterSchema })]);
