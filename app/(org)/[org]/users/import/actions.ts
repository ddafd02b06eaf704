"use server";

import * as z from "zod";
import { organizationAction } from "@/lib/action";
import { importChoicesSchema } from "@/lib/imports/choices";
import { columnField } from "@/lib/imports/columns/column-schema";
import { chooseColumns, chooseHeaderLine, chooseSheet, reopenColumns } from "@/lib/imports/commands/columns";
import { commitImport, undoImport } from "@/lib/imports/commands/commit";
import { cancelImport, createImport } from "@/lib/imports/commands/file";
import { applyFix } from "@/lib/imports/commands/fixes";
import { IMPORT_MODES, MATCH_KEYS } from "@/lib/imports/plan/modes";
import { ON_ERROR } from "@/lib/imports/state";
import { DATE_ORDERS } from "@/lib/users/date";

const importId = z.uuid();
const country = z.string().regex(/^[A-Z]{2}$/);

/** Opens an import for a file that is about to be uploaded. */
export const openImport = organizationAction(
  "users.import.prepare",
  z.object({ name: z.string().trim().min(1).max(255), sizeBytes: z.number().int().min(0) }),
  (actor, file) => createImport(actor, file),
);

/** “Get users”: has every row judged by the chosen columns. */
export const getUsers = organizationAction(
  "users.import.prepare",
  z.object({
    importId,
    matching: z.array(columnField.nullable()).max(1000),
    hasHeader: z.boolean(),
    defaultCountry: country.nullable(),
    dateOrder: z.enum(DATE_ORDERS).nullable().optional(),
    mode: z.enum(IMPORT_MODES).optional(),
    matchKey: z.enum(MATCH_KEYS).optional(),
  }),
  (actor, { importId: id, ...choice }) => chooseColumns(actor, id, { ...choice, isRemembered: true }),
);

/** Takes the sheet of a workbook that has the people. */
export const takeSheet = organizationAction(
  "users.import.prepare",
  z.object({ importId, sheet: z.string().max(255) }),
  (actor, given) => chooseSheet(actor, given.importId, given.sheet),
);

/** Takes another line of the file for its header, or none. */
export const takeHeaderLine = organizationAction(
  "users.import.prepare",
  z.object({ importId, line: z.number().int().min(0) }),
  (actor, given) => chooseHeaderLine(actor, given.importId, given.line),
);

export const matchAgain = organizationAction("users.import.prepare", z.object({ importId }), (actor, given) =>
  reopenColumns(actor, given.importId),
);

/** Leaves rows out that say the very same as an earlier one. */
export const keepFirst = organizationAction("users.import.prepare", z.object({ importId }), (actor, given) =>
  applyFix(actor, given.importId, { kind: "keepFirst" }),
);

export const carryOut = organizationAction(
  "users.import.commit",
  z.object({
    importId,
    planVersion: z.number().int(),
    onError: z.enum(ON_ERROR),
    choices: importChoicesSchema.optional(),
    goLiveAt: z.iso
      .datetime()
      .transform((text) => new Date(text))
      .nullable()
      .optional(),
  }),
  (actor, { importId: id, ...given }) => commitImport(actor, id, given),
);

export const giveUp = organizationAction("users.import.prepare", z.object({ importId }), (actor, given) =>
  cancelImport(actor, given.importId),
);

export const takeBack = organizationAction("users.import.commit", z.object({ importId }), (actor, given) =>
  undoImport(actor, given.importId),
);
