import "server-only";
import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { record } from "@/lib/audit/record";
import { storeActor } from "@/lib/auth/stored-actor";
import { command } from "@/lib/command";
import { credentialsOf } from "@/lib/credentials/password-setting";
import type { Transaction } from "@/lib/db";
import type { Prisma } from "@/lib/generated/prisma/client";
import { grantsProblem } from "@/lib/grants/check";
import { type ImportChoices, NO_CHOICES } from "@/lib/imports/choices";
import { labelOfColumn } from "@/lib/imports/columns/column-field";
import { areKnown } from "@/lib/imports/commands/columns";
import { commitImport } from "@/lib/imports/commands/commit";
import { extensionsProblem } from "@/lib/imports/extension-queries";
import { watchUntouched } from "@/lib/imports/jobs/abandon";
import { insertRows, type StagedRow } from "@/lib/imports/jobs/stage";
import { judgedBy } from "@/lib/imports/judged-by";
import { judgingOf } from "@/lib/imports/judging";
import { newDataKey, openDataKey, sealPart } from "@/lib/imports/passwords/keys";
import { takePassword, withoutPasswords } from "@/lib/imports/passwords/of-file";
import { stageTypedPasswords } from "@/lib/imports/passwords/secrets";
import type { PlanOptions } from "@/lib/imports/plan/plan";
import { planAll } from "@/lib/imports/planning";
import { type JudgedRow, rowJudge } from "@/lib/imports/rows/judge";
import { passwordColumns, withoutPassword } from "@/lib/imports/rows/passwords";
import type { ImportOptions, ImportState } from "@/lib/imports/state";
import { readTable } from "@/lib/imports/table/table";
import { type TypedTable, withChosenPassword } from "@/lib/imports/typed/chosen-password";
import { typedFile, typedFileName } from "@/lib/imports/typed/file";
import type { TypedRows } from "@/lib/imports/typed/input";
import { typedIssues } from "@/lib/imports/typed/issues";
import { organizationSettings } from "@/lib/organizations/queries";
import type { Actor } from "@/lib/permissions/actor";
import { can } from "@/lib/permissions/can";
import { userProperties } from "@/lib/properties/queries";
import { fail, ok, type Result } from "@/lib/result";
import { seatsProblem } from "@/lib/services/give-new";

type Import = Prisma.ImportGetPayload<object>;

const FIRST_PLAN = 1;
const SAMPLES = 3;

/**
 * Makes typed rows an import, judged and planned as a file's are. Where a row is wrong nothing at all is written, and
 * the refusal says all that is wrong at `line.field`; or the wrong ones are left out, if that was chosen. Rights that the
 * actor may not give are refused before anything is written, and judged again as every import's are. Whoever may import
 * has it carried out at once; for whoever may only prepare it waits in its review. The same draft sent again is the same
 * import.
 */
export async function createTypedImport(actor: Actor, given: TypedRows): Promise<Result<{ id: string }>> {
  const chosen = await withChosenPassword(actor, given);
  if (!chosen.ok) return chosen;
  const prepared = await prepareTyped(actor, chosen.value);
  if (!prepared.ok) return prepared;
  const { id, state } = prepared.value;
  if (state !== "review" || !can(actor, "users.import.commit")) return ok({ id });
  return commitImport(actor, id, { planVersion: FIRST_PLAN, onError: given.onError });
}

type Prepared = { id: string; state: ImportState };

function prepareTyped(actor: Actor, given: TypedTable): Promise<Result<Prepared>> {
  return command(actor, "users.import.prepare", async (tx) => {
    const { id: organizationId } = actor.organization;
    const { id, columns } = given;
    const bytes = new TextEncoder().encode(typedFile(given.rows));
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`import:${organizationId}:${id}`}, 0))::text`;
    const earlier = await tx.import.findUnique({ where: { organizationId_id: { organizationId, id } } });
    if (earlier) {
      const isSame =
        earlier.sha256 === sha256 &&
        isDeepStrictEqual(earlier.matching, columns) &&
        isDeepStrictEqual((earlier.options as ImportOptions).choices, choicesOf(given));
      return isSame ? ok({ id, state: earlier.state as ImportState }) : sentAlready();
    }
    const problem = await grantsProblem(tx, actor, given.grants);
    if (problem) return fail(problem.code, problem.message, [{ path: "grants", message: problem.message }]);
    if (!areKnown(columns, await userProperties(tx, organizationId)))
      return fail("conflict", "A column is of a property that there is not any more. Load the page again.");
    const found = await insertImport(tx, actor, given, { bytes, sha256 });
    const planned = await planTyped(tx, actor, found, bytes);
    if (!planned.ok) return planned;
    // Here, where nothing is written yet: the rows can be sent again once there are enough.
    const creating = planned.value.rows.filter(({ fate }) => fate === "create").length;
    const short = await seatsProblem(tx, actor, given.seats, creating);
    if (short) return { ok: false, error: short };
    const few = await extensionsProblem(tx, actor, planned.value.rows.flatMap(wantedOf));
    if (few) return { ok: false, error: few };
    await insertRows(tx, found, planned.value.rows);
    await stageTypedPasswords(tx, found, planned.value.passwords);
    const subject = { type: "import" as const, id, name: found.fileName };
    await record(tx, organizationId, actor, "import.created", subject);
    await record(tx, organizationId, actor, "import.prepared", subject);
    return ok({ id, state: "review" as const });
  });
}

const wantedOf = ({ fate, values }: Pick<StagedRow, "fate" | "values">) =>
  fate === "create" && values.extension ? [{ wanted: values.extension }] : [];

const sentAlready = () =>
  fail(
    "conflict",
    "These rows have been sent already, otherwise than they are now. Look at their import first.",
  );

/** What is chosen once for all rows, as every import keeps it. */
const choicesOf = ({ setting, grants, seats }: TypedTable): ImportChoices => ({
  ...NO_CHOICES,
  ...credentialsOf(setting),
  grants,
  seats,
});

async function insertImport(
  tx: Transaction,
  actor: Actor,
  given: TypedTable,
  { bytes, sha256 }: { bytes: Uint8Array; sha256: string },
): Promise<Import> {
  const { id, columns, rows, onError } = given;
  const { id: organizationId } = actor.organization;
  const { defaultCountry, properties } = await organizationSettings(tx, organizationId);
  const filled = rows.filter((cells) => cells.some((cell) => cell.trim() !== ""));
  const by = storeActor(actor);
  const dataKey = newDataKey(id);
  const found = await tx.import.create({
    data: {
      organizationId,
      id,
      state: "review",
      fileName: typedFileName(filled.length),
      sizeBytes: BigInt(bytes.length),
      sha256,
      encoding: "utf-8",
      delimiter: ",",
      hasHeader: false,
      headers: columns.map((field) => labelOfColumn(field, properties)),
      samples: withoutPasswords(filled.slice(0, SAMPLES), columns),
      matching: columns,
      options: {
        mode: "createOnly",
        onError,
        defaultCountry,
        choices: choicesOf(given),
        typed: true,
        judgedBy: judgedBy(properties),
      },
      rowCount: filled.length,
      rowsDone: filled.length,
      planVersion: FIRST_PLAN,
      createdBy: by,
      preparedBy: by,
      dataKey,
    },
  });
  const sealed = sealPart(openDataKey(id, dataKey), id, 0, bytes);
  await tx.importPart.create({
    data: { organizationId, importId: id, part: 0, bytes: sealed },
    select: { part: true },
  });
  await watchUntouched(tx, found);
  return found;
}

/** Reads the file that the rows have become, so that judging it again after a drift comes to the same. */
async function planTyped(tx: Transaction, actor: Actor, found: Import, bytes: Uint8Array) {
  const file = readTable(bytes, { hasHeader: false });
  if (!file.ok) return fail("invalid", "Nothing is typed yet.");
  const { columns, context, options } = await judgingOf(tx, found, actor);
  const table = [...file.value.rows];
  const judged = table.map(rowJudge(columns, context));
  const secret = passwordColumns(columns, []);
  const passwords = judged.flatMap(
    (row, index) => takePassword(row, table[index]?.cells ?? [], columns) ?? [],
  );
  const { rows, shared } = await planAll(tx, found.organizationId, judged, options, new Set());
  const issues = typedIssues(rows, options, await findHere(tx, found.organizationId, judged, options));
  const { onError } = found.options as { onError: TypedRows["onError"] };
  const right = rows.filter(({ fate }) => fate === "create").length;
  if (right === 0 || (issues.length > 0 && onError === "refuse")) {
    return fail("invalid", `Nobody was created: ${wrongInWords(rows.length - right)}.`, issues);
  }
  const staged = rows.map((row, index) => ({
    ...row,
    cells: withoutPassword(table[index]?.cells ?? [], secret),
    isKeyShared: shared.has(row.line),
  }));
  return ok({ rows: staged, passwords });
}

const wrongInWords = (count: number) =>
  count === 1 ? "1 row needs another look" : `${count} rows need another look`;

/** The lines whose person is there already, told without what else is wrong with them. */
async function findHere(
  tx: Transaction,
  organizationId: string,
  judged: readonly JudgedRow[],
  options: PlanOptions,
): Promise<ReadonlySet<number>> {
  const alone = judged.map((row) => ({ ...row, issues: [] }));
  const lines = new Set(judged.map(({ line }) => line));
  const { rows } = await planAll(tx, organizationId, alone, options, lines);
  return new Set(rows.filter(({ fate }) => fate === "exists").map(({ line }) => line));
}
