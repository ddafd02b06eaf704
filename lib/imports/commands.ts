import "server-only";
import { record } from "@/lib/audit/record";
import { storeActor } from "@/lib/auth/revive";
import { command } from "@/lib/command";
import type { Transaction } from "@/lib/db";
import type { Prisma } from "@/lib/generated/prisma/client";
import { isId, newId } from "@/lib/ids";
import { LAST_ADMIN_WORDS, losesLastAdmin } from "@/lib/imports/admins";
import { IMPORT_LIMITS } from "@/lib/imports/limits";
import type { ImportMode, MatchKey } from "@/lib/imports/plan/modes";
import { planOptionsOf } from "@/lib/imports/plan/options";
import { countRows } from "@/lib/imports/queries";
import { fileTooLarge } from "@/lib/imports/refusals";
import { replanShared } from "@/lib/imports/replan";
import { mayUndo, mayUpdatePeople } from "@/lib/imports/rights";
import type { ImportOptions, ImportState, OnError } from "@/lib/imports/state";
import { enqueue } from "@/lib/jobs/queue";
import { organizationSettings } from "@/lib/organizations/queries";
import type { Actor } from "@/lib/permissions/actor";
import type { Permission } from "@/lib/permissions/permissions";
import { fail, forbidden, notFound, ok, type Result } from "@/lib/result";
import { USER_FIELD_INFO, type UserField } from "@/lib/users/fields";

type Import = Prisma.ImportGetPayload<object>;

/** Opens an import for a file that is about to come. */
export function createImport(
  actor: Actor,
  file: { name: string; sizeBytes: number },
): Promise<Result<{ id: string }>> {
  return command(actor, "users.import.prepare", async (tx) => {
    if (file.sizeBytes > IMPORT_LIMITS.bytesMax) return fail("invalid", fileTooLarge(file.sizeBytes).message);
    const { id: organizationId } = actor.organization;
    const id = newId();
    await tx.import.create({
      data: {
        organizationId,
        id,
        state: "uploading",
        fileName: file.name,
        sizeBytes: BigInt(file.sizeBytes),
        createdBy: storeActor(actor),
      },
      select: { id: true },
    });
    await record(tx, organizationId, actor, "import.created", { type: "import", id, name: file.name });
    return ok({ id });
  });
}

/** Says that the whole file is here; a worker reads its head next. */
export function finishUpload(
  actor: Actor,
  importId: string,
  file: { sizeBytes: number; sha256: string },
): Promise<Result<{ id: string }>> {
  return change(actor, "users.import.prepare", importId, ["uploading"], async (tx, found) => {
    await save(tx, found, { state: "reading", sizeBytes: BigInt(file.sizeBytes), sha256: file.sha256 });
    await enqueue(tx, "import.read", { organizationId: found.organizationId, importId }, importId);
    return ok({ id: importId });
  });
}

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

export type RowChoice = { lines: number[] } | { fate: string | null };

/** Selects or unselects rows: some lines, or all of one fate, or all. */
export function selectRows(
  actor: Actor,
  importId: string,
  rows: RowChoice,
  selected: boolean,
): Promise<Result<{ changed: number }>> {
  return change(actor, "users.import.prepare", importId, ["review"], async (tx, found) => {
    const where = "lines" in rows ? { line: { in: rows.lines } } : rows.fate ? { fate: rows.fate } : {};
    const { organizationId } = found;
    const { count } = await tx.importRow.updateMany({
      where: { organizationId, importId, selected: !selected, ...where },
      data: { selected },
    });
    const columns = (found.matching as (UserField | null)[]).map((field, index) => ({ field, index }));
    const { mandatoryFields } = await organizationSettings(tx, organizationId);
    const mandatory = mandatoryFields as UserField[];
    const options = planOptionsOf(found.options as ImportOptions, columns, mandatory, actor);
    if (count > 0) await replanShared(tx, organizationId, importId, options);
    return ok({ changed: count });
  });
}

/**
 * Starts carrying out the plan that was reviewed. A second press, by whomever, finds it started and is the same
 * import; a plan that has changed since is not carried out.
 */
export function commitImport(
  actor: Actor,
  importId: string,
  given: { planVersion: number; onError: OnError },
): Promise<Result<{ id: string }>> {
  return change(
    actor,
    "users.import.commit",
    importId,
    ["review", "committing", "done"],
    async (tx, found) => {
      if (found.planVersion !== given.planVersion) {
        return fail(
          "conflict",
          "This import was prepared anew meanwhile. Look at the rows again, then import.",
        );
      }
      if (found.state !== "review") return ok({ id: importId });
      const counts = await countRows(tx, found.organizationId, importId);
      if (given.onError === "refuse" && counts.invalid > 0) {
        return fail(
          "conflict",
          `The file is refused as long as a row is wrong: ${counts.invalid} to mend or unselect. Or import the rows that are right.`,
        );
      }
      if (counts.create + counts.update === 0)
        return fail("conflict", "There is nobody to import in what is selected.");
      if (counts.update > 0 && !mayUpdatePeople(actor)) return forbidden();
      if (await losesLastAdmin(tx, found)) return fail("conflict", LAST_ADMIN_WORDS);
      await save(tx, found, {
        state: "committing",
        rowsDone: 0,
        options: { ...(found.options as ImportOptions), onError: given.onError, drifted: 0 },
        committedBy: storeActor(actor),
        committedAt: new Date(),
      });
      await enqueue(tx, "import.commit", { organizationId: found.organizationId, importId }, importId);
      return ok({ id: importId });
    },
  );
}

/**
 * Starts taking a whole import back. A second press, by whomever, finds it started or done and is the same undo.
 */
export function undoImport(actor: Actor, importId: string): Promise<Result<{ id: string }>> {
  const states: ImportState[] = ["done", "undoing", "undone"];
  return change(actor, "users.import.commit", importId, states, async (tx, found) => {
    if (!mayUndo(actor)) return forbidden();
    if (found.state !== "done") return ok({ id: importId });
    await save(tx, found, {
      state: "undoing",
      rowsDone: 0,
      options: { ...(found.options as ImportOptions), failures: 0 },
      refusal: null,
      undoneBy: storeActor(actor),
    });
    await enqueue(tx, "import.undo", { organizationId: found.organizationId, importId }, importId);
    return ok({ id: importId });
  });
}

/** Gives an import up before anything was written to the directory. */
export function cancelImport(actor: Actor, importId: string): Promise<Result<{ id: string }>> {
  const states: ImportState[] = ["uploading", "reading", "matching", "parsing", "review", "refused"];
  return change(actor, "users.import.prepare", importId, states, async (tx, found) => {
    const { organizationId, fileName } = found;
    await save(tx, found, { state: "cancelled", finishedAt: new Date() });
    await tx.importPart.deleteMany({ where: { organizationId, importId } });
    await tx.importRow.deleteMany({ where: { organizationId, importId } });
    await record(tx, organizationId, actor, "import.cancelled", {
      type: "import",
      id: importId,
      name: fileName,
    });
    return ok({ id: importId });
  });
}

/** Runs a change on an import that is locked for it, if it is in a state that allows it. */
export function change<T>(
  actor: Actor,
  permission: Permission,
  importId: string,
  states: readonly ImportState[],
  run: (tx: Transaction, found: Import) => Promise<Result<T>>,
): Promise<Result<T>> {
  return command(actor, permission, async (tx) => {
    if (!isId(importId)) return notFound("import");
    const organizationId = actor.organization.id;
    await tx.$queryRaw`SELECT 1 FROM imports WHERE organization_id = ${organizationId}::uuid AND id = ${importId}::uuid FOR UPDATE`;
    const found = await tx.import.findUnique({
      where: { organizationId_id: { organizationId, id: importId } },
    });
    if (!found) return notFound("import");
    if (!states.includes(found.state as ImportState)) {
      return fail(
        "conflict",
        "This import has gone on meanwhile. Load the page again to see where it stands.",
      );
    }
    return run(tx, found);
  });
}

type Changed = Omit<Prisma.ImportUpdateInput, "refusal"> & { state?: ImportState; refusal?: null };

async function save(
  tx: Transaction,
  { organizationId, id }: Import,
  { refusal, ...data }: Changed,
): Promise<void> {
  if (refusal === null) {
    await tx.$executeRaw`UPDATE imports SET refusal = NULL WHERE organization_id = ${organizationId}::uuid AND id = ${id}::uuid`;
  }
  await tx.import.update({
    where: { organizationId_id: { organizationId, id } },
    data: { ...data, updatedAt: new Date() },
    select: { id: true },
  });
}
