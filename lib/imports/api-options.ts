import * as z from "zod";
import { GROUP_NAME_MAX } from "@/lib/groups/limits";
import { FILE_PASSWORDS, importChoicesSchema, NOTIFY } from "@/lib/imports/choices";
import type { ColumnField } from "@/lib/imports/columns/column-field";
import { columnField } from "@/lib/imports/columns/column-schema";
import { IMPORT_MODES, MATCH_KEYS } from "@/lib/imports/plan/modes";
import { ON_ERROR, type OnError } from "@/lib/imports/state";
import { GIVEN_GROUPS_MAX } from "@/lib/permissions/grants-schema";
import { ALL_PERMISSIONS } from "@/lib/permissions/permissions";
import { ACCESS_PROFILES, ROLES } from "@/lib/permissions/roles";
import { WHEN_SHORT } from "@/lib/services/assigning";
import { GIVEN_SERVICES_MAX } from "@/lib/services/given";
import { SERVICE_NAME_MAX } from "@/lib/services/limits";
import { EXTENSION_TYPES } from "@/lib/telephony/words";
import { DATE_ORDERS } from "@/lib/users/date";

const FIELDS_MAX = 1000;
const field = columnField.nullable();

const permissions = z
  .strictObject({
    role: z.enum(ROLES).optional(),
    accessProfile: z.enum(ACCESS_PROFILES).nullable().optional(),
    groups: z.array(z.string().min(1).max(GROUP_NAME_MAX)).max(GIVEN_GROUPS_MAX).optional(),
    individual: z.array(z.enum(ALL_PERMISSIONS)).max(ALL_PERMISSIONS.length).optional(),
    mirror: z.string().min(1).max(320).optional(),
  })
  .refine(
    ({ mirror, role, accessProfile, groups, individual }) =>
      mirror === undefined || (role === undefined && !accessProfile && !groups && !individual),
    "Mirror somebody, or give a role, an access profile, groups and permissions: not both.",
  );

/**
 * What a program may say about a file. `columns` overrules the matching: a field, or null to leave the column out, for
 * headers of the file or for every column in its order. What is not known is refused rather than passed over.
 */
export const apiImportOptions = z.strictObject({
  organization: z.string().max(63).optional(),
  mode: z.enum(IMPORT_MODES).optional(),
  matchKey: z.enum(MATCH_KEYS).optional(),
  onError: z.enum(ON_ERROR).optional(),
  sheet: z.string().max(255).optional(),
  hasHeader: z.boolean().optional(),
  columns: z.union([z.array(field).max(FIELDS_MAX), z.record(z.string(), field)]).optional(),
  defaultCountry: z
    .string()
    .regex(/^[A-Z]{2}$/, "A country is its two capital letters of ISO 3166-1, such as GB.")
    .nullable()
    .optional(),
  dateOrder: z.enum(DATE_ORDERS).optional(),
  password: z.enum(FILE_PASSWORDS).optional(),
  notify: z.enum(NOTIFY).optional(),
  permissions: permissions.optional(),
  addressBook: z.boolean().optional(),
  /** By their names. */
  services: z.array(z.string().min(1).max(SERVICE_NAME_MAX)).max(GIVEN_SERVICES_MAX).optional(),
  whenShort: z.enum(WHEN_SHORT).optional(),
  extensions: z
    .strictObject({ type: z.enum(EXTENSION_TYPES).optional(), forceLogin: z.boolean().optional() })
    .optional(),
  note: importChoicesSchema.shape.note.optional(),
});

export type ApiImportOptions = z.output<typeof apiImportOptions>;

export const apiCommit = z.strictObject({
  planVersion: z.number().int().min(0),
  onError: z.enum(ON_ERROR).optional(),
  goLiveAt: z.iso
    .datetime({ offset: true, error: "A moment is written as in 2026-12-01T08:00:00+01:00." })
    .transform((text) => new Date(text))
    .optional(),
});

export type ApiPermissions = z.output<typeof permissions>;

export type ColumnOverrides = NonNullable<ApiImportOptions["columns"]>;

/** What an import that a program started keeps beside the choices that a person makes too. */
export type ApiImportNotes = {
  columns?: ColumnOverrides;
  hasHeader?: boolean;
  /** Keys of earlier commits with the plan that each was for. */
  commits?: Record<string, number>;
};

/** Without a word about it, what the browser's form suggests: a file with passwords is taken whole or not at all. */
export const onErrorFor = (chosen: OnError | undefined, matching: readonly (ColumnField | null)[]): OnError =>
  chosen ?? (matching.includes("password") ? "refuse" : "skip");
