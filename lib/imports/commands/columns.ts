import "server-only";
import { storeActor } from "@/lib/auth/stored-actor";
import { type ColumnField, fieldMatchedTwice } from "@/lib/imports/columns/column-field";
import { change, save } from "@/lib/imports/commands/change";
import { withoutPasswords } from "@/lib/imports/passwords/of-file";
import { limitPasswords } from "@/lib/imports/passwords/secrets";
import type { ImportMode, MatchKey } from "@/lib/imports/plan/modes";
import { rememberMatching } from "@/lib/imports/remembered";
import { isPasswordHeader } from "@/lib/imports/rows/passwords";
import type { ImportOptions, ImportState } from "@/lib/imports/state";
import { enqueue } from "@/lib/jobs/queue";
import type { Actor } from "@/lib/permissions/actor";
import { isPropertyField, propertyIdOf } from "@/lib/properties/field";
import { userProperties } from "@/lib/properties/queries";
import type { Property } from "@/lib/properties/types";
import { fail, ok, type Result } from "@/lib/result";
import type { DateOrder } from "@/lib/users/date";
import { USER_FIELD_INFO } from "@/lib/users/fields";

export type ColumnChoice = {
  /** A field for each column of the file, or null for one that is left out. */
  matching: (ColumnField | null)[];
  hasHeader: boolean;
  defaultCountry: string | null;
  /** Absent: as it was chosen before, at first none. */
  dateOrder?: DateOrder | null;
  /** Absent: as it was chosen before, at first add only. */
  mode?: ImportMode;
  /** Absent: as it was chosen before, at first what `matchKeyOf` says. */
  matchKey?: MatchKey;
  /** Whether the next file with the same headers is matched so too. */
  isRemembered?: boolean;
};

/** “Get users”: takes the choice of columns, and a worker judges every row by it. */
export function chooseColumns(
  actor: Actor,
  importId: string,
  choice: ColumnChoice,
): Promise<Result<{ id: string }>> {
  return change(
    actor,
    "users.import.prepare",
    importId,
    ["matching", "review", "refused"],
    async (tx, found) => {
      if (found.headers.length === 0) return fail("conflict", "Choose the sheet with the people first.");
      if (choice.matching.length !== found.headers.length) {
        return fail(
          "invalid",
          `The file has ${found.headers.length} columns; ${choice.matching.length} were chosen.`,
        );
      }
      const properties = await userProperties(tx, found.organizationId);
      if (!areKnown(choice.matching, properties))
        return fail("invalid", "A column is matched with a property that there is not. Load the page again.");
      const chosen = choice.matching.filter((field) => field !== null);
      if (fieldMatchedTwice(choice.matching))
        return fail("invalid", "Two columns are matched with the same field. Choose one of them.");
      const { drifted: _, ...before } = found.options as ImportOptions;
      const { mode = before.mode, matchKey = before.matchKey, dateOrder = before.dateOrder ?? null } = choice;
      const { matching, defaultCountry } = choice;
      if (matchKey && matchKey !== "accessEmail" && !chosen.includes(matchKey)) {
        return fail(
          "invalid",
          `People are to be found by their ${USER_FIELD_INFO[matchKey].label.toLowerCase()}, and no column is matched with it.`,
        );
      }
      const options = { ...before, ...(mode ? { mode } : {}), ...(matchKey ? { matchKey } : {}) };
      await save(tx, found, {
        state: "parsing",
        rowsDone: 0,
        preparedBy: storeActor(actor),
        matching,
        headers: choice.hasHeader ? found.headers : blanked(found.headers, matching),
        samples: withoutPasswords(found.samples as string[][], matching),
        firstRows: firstRowsWithout(found, choice),
        hasHeader: choice.hasHeader,
        options: { ...options, defaultCountry, dateOrder },
        refusal: null,
      });
      if (chosen.includes("password")) await limitPasswords(tx, found.organizationId, importId);
      const { organizationId, headers } = found;
      if (choice.isRemembered && choice.hasHeader) {
        await rememberMatching(tx, organizationId, headers, { matching, defaultCountry, dateOrder });
      }
      await enqueue(tx, "import.parse", { organizationId, importId }, importId);
      return ok({ id: importId });
    },
  );
}

/** Whether the organization has all the properties that columns are matched with. */
export const areKnown = (
  matching: readonly (ColumnField | null)[],
  properties: readonly Pick<Property, "id">[],
): boolean =>
  matching.every(
    (field) => !field || !isPropertyField(field) || properties.some(({ id }) => id === propertyIdOf(field)),
  );

/** The first rows as they may be kept once somebody has said where passwords are; a header is none of them. */
function firstRowsWithout(
  { firstRows, headerLine }: { firstRows: unknown; headerLine: number | null },
  { matching, hasHeader }: ColumnChoice,
) {
  return (firstRows as { line: number; cells: string[] }[]).map(({ line, cells }) => ({
    line,
    cells: hasHeader && line === headerLine ? cells : blanked(cells, matching),
  }));
}

// What a column of passwords is called says so again when it is matched with another field.
const blanked = (cells: readonly string[], matching: ColumnChoice["matching"]): string[] =>
  cells.map((cell, index) => (matching[index] === "password" && !isPasswordHeader(cell) ? "" : cell));

/** Takes another of the first lines for the header, or none (0); a worker reads the head anew. */
export function chooseHeaderLine(
  actor: Actor,
  importId: string,
  line: number,
): Promise<Result<{ id: string }>> {
  const states: ImportState[] = ["matching"];
  return change(actor, "users.import.prepare", importId, states, async (tx, found) => {
    const firstRows = found.firstRows as { line: number }[];
    if (line !== 0 && !firstRows.some((row) => row.line === line)) {
      return fail("invalid", "This line is not among the first ones of the file.");
    }
    const options = { ...(found.options as ImportOptions), headerLine: line };
    await save(tx, found, { ...UNREAD, state: "reading", options, refusal: null });
    await enqueue(tx, "import.read", { organizationId: found.organizationId, importId }, importId);
    return ok({ id: importId });
  });
}

// A head that is to be read again, and what was chosen for it.
const UNREAD = { headers: [], headerLine: null, hasHeader: null, samples: [], firstRows: [], matching: [] };

/** Takes the sheet of a workbook that has the people; a worker reads its head next. */
export function chooseSheet(actor: Actor, importId: string, sheet: string): Promise<Result<{ id: string }>> {
  const states: ImportState[] = ["matching", "review", "refused"];
  return change(actor, "users.import.prepare", importId, states, async (tx, found) => {
    if (!found.sheets.includes(sheet)) return fail("invalid", "The workbook has no such sheet.");
    const { headerLine: _, ...options } = found.options as ImportOptions;
    await save(tx, found, { ...UNREAD, state: "reading", sheet, options, refusal: null });
    await enqueue(tx, "import.read", { organizationId: found.organizationId, importId }, importId);
    return ok({ id: importId });
  });
}

/** Goes back from the review to the choice of columns. */
export function reopenColumns(actor: Actor, importId: string): Promise<Result<{ id: string }>> {
  return change(actor, "users.import.prepare", importId, ["review", "refused"], async (tx, found) => {
    if (found.headers.length === 0 && found.sheets.length < 2)
      return fail("conflict", "This file could not be read; choose another one.");
    await save(tx, found, { state: "matching", refusal: null });
    return ok({ id: importId });
  });
}
