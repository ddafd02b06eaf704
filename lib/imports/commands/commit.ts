import "server-only";
import { record } from "@/lib/audit/record";
import { storeActor } from "@/lib/auth/stored-actor";
import type { Transaction } from "@/lib/db";
import type { Prisma } from "@/lib/generated/prisma/client";
import { grantsProblem } from "@/lib/grants/check";
import { LAST_ADMIN_WORDS, losesLastAdmin } from "@/lib/imports/admins";
import { goLiveProblem, type ImportChoices, importChoicesSchema, NO_CHOICES } from "@/lib/imports/choices";
import { change, save } from "@/lib/imports/commands/change";
import { extensionRows, extensionsProblem } from "@/lib/imports/extension-queries";
import { setGoing } from "@/lib/imports/jobs/start";
import { countPasswords } from "@/lib/imports/passwords/secrets";
import { mayUndo, mayUpdatePeople } from "@/lib/imports/rights";
import { countRows } from "@/lib/imports/row-queries";
import { chosenGainWords } from "@/lib/imports/rule-gains";
import type { ImportOptions, ImportState, OnError } from "@/lib/imports/state";
import { enqueue, enqueueAt } from "@/lib/jobs/queue";
import type { Actor } from "@/lib/permissions/actor";
import { can, lackedBy } from "@/lib/permissions/can";
import { assignmentOf } from "@/lib/permissions/grants";
import { fail, forbidden, ok, type Result } from "@/lib/result";
import { seatsProblem } from "@/lib/services/give-new";

type Import = Prisma.ImportGetPayload<object>;

export type CommitChoice = {
  planVersion: number;
  onError: OnError;
  /** Absent: as they were stored with the import before, or none. */
  choices?: ImportChoices;
  /** When to carry it out; absent or null: now. */
  goLiveAt?: Date | null;
};

// Rules that ask for what is chosen are asked of every row.
const MINUTES_MAX = 2;

/**
 * Starts carrying out the plan that was reviewed, now or at a moment. A second press, by whomever, finds it started and
 * is the same import; a plan that has changed since is not carried out.
 */
export function commitImport(
  actor: Actor,
  importId: string,
  given: CommitChoice,
): Promise<Result<{ id: string }>> {
  const states: ImportState[] = ["review", "scheduled", "hashing", "committing", "done"];
  return change(
    actor,
    "users.import.commit",
    importId,
    states,
    async (tx, found) => {
      if (found.planVersion !== given.planVersion) {
        return fail(
          "conflict",
          "This import was prepared anew meanwhile. Look at the rows again, then import.",
        );
      }
      if (found.state !== "review") return ok({ id: importId });
      const options = found.options as ImportOptions;
      const {
        goLiveAt = null,
        onError,
        choices = importChoicesSchema.parse(options.choices ?? NO_CHOICES),
      } = given;
      const refusal =
        (await refusalOfRows(tx, actor, found, onError)) ??
        (await refusalOfChoices(tx, actor, found, { choices, goLiveAt }));
      if (refusal) return refusal;
      const { organizationId } = found;
      await save(tx, found, {
        state: goLiveAt ? "scheduled" : await setGoing(tx, organizationId, importId),
        rowsDone: 0,
        options: { ...options, onError, choices, goLiveAt: goLiveAt?.toISOString() ?? null, drifted: 0 },
        committedBy: storeActor(actor),
        committedAt: new Date(),
        refusal: null,
      });
      if (goLiveAt) {
        await enqueueAt(tx, "import.start", { organizationId, importId }, importId, goLiveAt);
        const after = { goLiveAt: goLiveAt.toISOString() };
        await record(tx, organizationId, actor, "import.scheduled", subjectOf(found), { after });
      }
      return ok({ id: importId });
    },
    { timeoutMs: MINUTES_MAX * 60_000 },
  );
}

/** Takes an import that waits for its moment back to its review. */
export function callOffImport(actor: Actor, importId: string): Promise<Result<{ id: string }>> {
  return change(actor, "users.import.commit", importId, ["scheduled", "review"], async (tx, found) => {
    if (found.state === "review") return ok({ id: importId });
    const options = { ...(found.options as ImportOptions), goLiveAt: null };
    await save(tx, found, { state: "review", options });
    await record(tx, found.organizationId, actor, "import.calledOff", subjectOf(found));
    return ok({ id: importId });
  });
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

const subjectOf = ({ id, fileName }: Import) => ({ type: "import" as const, id, name: fileName });

async function refusalOfRows(
  tx: Transaction,
  actor: Actor,
  found: Import,
  onError: OnError,
): Promise<Result<never> | null> {
  const counts = await countRows(tx, found.organizationId, found.id);
  if (onError === "refuse" && counts.invalid > 0) {
    return fail(
      "conflict",
      `The file is refused as long as a row is wrong: ${counts.invalid} to mend or unselect. Or import the rows that are right.`,
    );
  }
  if (counts.create + counts.update === 0)
    return fail("conflict", "There is nobody to import in what is selected.");
  if (counts.update > 0 && !mayUpdatePeople(actor)) return forbidden();
  return (await losesLastAdmin(tx, found)) ? fail("conflict", LAST_ADMIN_WORDS) : null;
}

async function refusalOfChoices(
  tx: Transaction,
  actor: Actor,
  found: Import,
  { choices, goLiveAt }: { choices: ImportChoices; goLiveAt: Date | null },
): Promise<Result<never> | null> {
  const problem = await grantsProblem(tx, actor, choices.grants);
  if (problem) return fail(problem.code, problem.message);
  const chosen = assignmentOf(choices.grants);
  const gain = await chosenGainWords(tx, found, lackedBy(actor), chosen);
  if (gain) return fail("forbidden", gain);
  const { create } = await countRows(tx, found.organizationId, found.id);
  const short = await seatsProblem(tx, actor, choices.seats, create);
  if (short) return { ok: false, error: short };
  const few = await extensionsProblem(tx, actor, await extensionRows(tx, found));
  if (few) return { ok: false, error: few };
  const { wanted, gone } = await countPasswords(tx, found.organizationId, found.id);
  if (gone > 0) return fail("conflict", "The passwords of this file have expired. Choose the file again.");
  if (choices.password === "generated" && wanted > 0) {
    return fail(
      "conflict",
      "This file brings passwords. Take them, or leave their column out to have some made.",
    );
  }
  if (choices.notify === "both" && choices.password !== "link")
    return fail("invalid", "A password goes by one way. Choose e-mail or SMS.");
  if (choices.notify === "sms" && choices.password === "chosenSent")
    return fail("invalid", "The passwords of a file go by e-mail.");
  const issues = wanted > 0 || choices.notify !== "none";
  if (issues && !can(actor, "users.credentials.issue")) {
    return fail("forbidden", "You may not give credentials: passwords of a file, or links.");
  }
  const expires = wanted > 0 ? found.passwordsExpireAt : null;
  const words = goLiveAt && goLiveProblem(goLiveAt, new Date(), expires);
  return words ? fail("invalid", words, [{ path: "goLiveAt", message: words }]) : null;
}
