import "server-only";
import { storeActor } from "@/lib/auth/revive";
import { LAST_ADMIN_WORDS, losesLastAdmin } from "@/lib/imports/admins";
import { change, save } from "@/lib/imports/commands/change";
import { mayUndo, mayUpdatePeople } from "@/lib/imports/rights";
import { countRows } from "@/lib/imports/row-queries";
import type { ImportOptions, ImportState, OnError } from "@/lib/imports/state";
import { enqueue } from "@/lib/jobs/queue";
import type { Actor } from "@/lib/permissions/actor";
import { fail, forbidden, ok, type Result } from "@/lib/result";

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
