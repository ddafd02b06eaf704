import "server-only";
import { storeActor } from "@/lib/auth/revive";
import { change, save } from "@/lib/imports/commands/change";
import type { ImportMode, MatchKey } from "@/lib/imports/plan/modes";
import type { ImportOptions, ImportState } from "@/lib/imports/state";
import { enqueue } from "@/lib/jobs/queue";
import type { Actor } from "@/lib/permissions/actor";
import { fail, ok, type Result } from "@/lib/result";
import { USER_FIELD_INFO, type UserField } from "@/lib/users/fields";

export type ColumnChoice = {
  /** A field for each column of the file, or null for one that is left out. */
  matching: (UserField | null)[];
  hasHeader: boolean;
  defaultCountry: string | null;
  /** Absent: as it was chosen before, at first add only. */
  mode?: ImportMode;
  /** Absent: as it was chosen before, at first what `matchKeyOf` says. */
  matchKey?: MatchKey;
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
      const chosen = choice.matching.filter((field) => field !== null);
      const twice = chosen.find((field, index) => chosen.indexOf(field) !== index);
      if (twice) return fail("invalid", "Two columns are matched with the same field. Choose one of them.");
      const { drifted: _, ...before } = found.options as ImportOptions;
      const { mode = before.mode, matchKey = before.matchKey } = choice;
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
        matching: choice.matching,
        hasHeader: choice.hasHeader,
        options: { ...options, defaultCountry: choice.defaultCountry },
        refusal: null,
      });
      await enqueue(tx, "import.parse", { organizationId: found.organizationId, importId }, importId);
      return ok({ id: importId });
    },
  );
}

/** Takes the sheet of a workbook that has the people; a worker reads its head next. */
export function chooseSheet(actor: Actor, importId: string, sheet: string): Promise<Result<{ id: string }>> {
  const states: ImportState[] = ["matching", "review", "refused"];
  return change(actor, "users.import.prepare", importId, states, async (tx, found) => {
    if (!found.sheets.includes(sheet)) return fail("invalid", "The workbook has no such sheet.");
    await save(tx, found, {
      state: "reading",
      sheet,
      headers: [],
      headerLine: null,
      hasHeader: null,
      samples: [],
      matching: [],
      refusal: null,
    });
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
