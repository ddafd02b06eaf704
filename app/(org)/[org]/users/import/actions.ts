"use server";

import * as z from "zod";
import { organizationAction } from "@/lib/action";
import { chooseColumns, chooseSheet, reopenColumns } from "@/lib/imports/commands/columns";
import { commitImport, undoImport } from "@/lib/imports/commands/commit";
import { cancelImport, createImport } from "@/lib/imports/commands/file";
import { selectRows } from "@/lib/imports/commands/rows";
import { IMPORT_MODES, MATCH_KEYS } from "@/lib/imports/plan/modes";
import { FATES } from "@/lib/imports/plan/plan";
import { ON_ERROR } from "@/lib/imports/state";
import { USER_FIELDS } from "@/lib/users/fields";

const importId = z.uuid();
const country = z.string().regex(/^[A-Z]{2}$/);
const LINES_MAX = 1000;

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
    matching: z.array(z.enum(USER_FIELDS).nullable()).max(1000),
    hasHeader: z.boolean(),
    defaultCountry: country.nullable(),
    mode: z.enum(IMPORT_MODES).optional(),
    matchKey: z.enum(MATCH_KEYS).optional(),
  }),
  (actor, { importId: id, ...choice }) => chooseColumns(actor, id, choice),
);

/** Takes the sheet of a workbook that has the people. */
export const takeSheet = organizationAction(
  "users.import.prepare",
  z.object({ importId, sheet: z.string().max(255) }),
  (actor, given) => chooseSheet(actor, given.importId, given.sheet),
);

export const matchAgain = organizationAction("users.import.prepare", z.object({ importId }), (actor, given) =>
  reopenColumns(actor, given.importId),
);

export const selectImportRows = organizationAction(
  "users.import.prepare",
  z.object({
    importId,
    selected: z.boolean(),
    rows: z.union([
      z.object({ lines: z.array(z.number().int().positive()).max(LINES_MAX) }),
      z.object({ fate: z.enum(FATES).nullable() }),
    ]),
  }),
  (actor, given) => selectRows(actor, given.importId, given.rows, given.selected),
);

export const carryOut = organizationAction(
  "users.import.commit",
  z.object({ importId, planVersion: z.number().int(), onError: z.enum(ON_ERROR) }),
  (actor, { importId: id, ...given }) => commitImport(actor, id, given),
);

export const giveUp = organizationAction("users.import.prepare", z.object({ importId }), (actor, given) =>
  cancelImport(actor, given.importId),
);

export const takeBack = organizationAction("users.import.commit", z.object({ importId }), (actor, given) =>
  undoImport(actor, given.importId),
);
