import "server-only";
import { record } from "@/lib/audit/record";
import { storeActor } from "@/lib/auth/stored-actor";
import { change, save } from "@/lib/imports/commands/change";
import { type LeaversChoice, needsWords } from "@/lib/imports/leavers/guard";
import { saysNumber } from "@/lib/imports/leavers/number-words";
import { countUnreadable, leaversScope, leaversSql } from "@/lib/imports/leavers/people";
import { countLeavers } from "@/lib/imports/leavers/queries";
import { countRows } from "@/lib/imports/row-queries";
import type { ImportOptions } from "@/lib/imports/state";
import { enqueue } from "@/lib/jobs/queue";
import type { Actor } from "@/lib/permissions/actor";
import { can } from "@/lib/permissions/can";
import { fail, forbidden, ok, type Result } from "@/lib/result";
import { lockAdmins } from "@/lib/users/admins";

const TIMEOUT_MS = 120_000;

/**
 * Chooses to suspend everybody who is in the directory but not in an import's file; a worker does it. Nobody is when
 * it would be another number than the one confirmed. A second press is the same choice.
 * @param given.words the number in English words, for more than a tenth of the people
 */
export function suspendLeavers(
  actor: Actor,
  importId: string,
  given: { expected: number; words: string },
): Promise<Result<{ id: string }>> {
  return change(
    actor,
    "users.suspend",
    importId,
    ["done"],
    async (tx, found) => {
      if (!can(actor, "users.import.commit")) return forbidden();
      if (found.leavers) return ok({ id: importId });
      const scope = await leaversScope(tx, found, actor);
      if (!scope) return fail("conflict", "This import only added people: it says nothing about who left.");
      if ((await countUnreadable(tx, scope)) > 0)
        return fail(
          "conflict",
          "Some rows do not say whom they mean, so nobody can tell who is not in the file.",
        );
      const { organizationId, fileName } = found;
      await lockAdmins(tx, organizationId);
      const { active } = await countLeavers(tx, scope);
      const count = await tx.$executeRaw`
        WITH ${leaversSql(scope)}
        INSERT INTO import_leavers (organization_id, import_id, user_id)
        SELECT ${organizationId}::uuid, ${importId}::uuid, id FROM leaver WHERE stays IS NULL`;
      if (count !== given.expected) {
        return fail(
          "conflict",
          `Something has changed meanwhile: it would be ${count.toLocaleString("en")} people now.`,
        );
      }
      if (count === 0) return fail("conflict", "There is nobody to suspend.");
      if (needsWords(count, active) && !saysNumber(given.words, count)) {
        const message = `Write ${count.toLocaleString("en")} in words.`;
        return fail("invalid", message, [{ path: "words", message }]);
      }
      const leavers: LeaversChoice = { by: storeActor(actor), count, chosenAt: new Date().toISOString() };
      await save(tx, found, { leavers: leavers as object });
      const subject = { type: "import" as const, id: importId, name: fileName };
      await record(tx, organizationId, actor, "import.leaversSuspended", subject, { after: { count } });
      await enqueue(tx, "import.leavers", { organizationId, importId }, importId);
      return ok({ id: importId });
    },
    { timeoutMs: TIMEOUT_MS },
  );
}

/**
 * Carries an import out in which everybody is as the file says already: it changes nobody, and says from then on who is
 * not in the file.
 */
export function finishUnchanged(
  actor: Actor,
  importId: string,
  { planVersion }: { planVersion: number },
): Promise<Result<{ id: string }>> {
  return change(
    actor,
    "users.import.commit",
    importId,
    ["review", "committing", "done"],
    async (tx, found) => {
      if (found.planVersion !== planVersion)
        return fail("conflict", "This import was prepared anew meanwhile. Look at the rows again.");
      if (found.state !== "review") return ok({ id: importId });
      const { organizationId } = found;
      const counts = await countRows(tx, organizationId, importId);
      if (counts.create + counts.update > 0 || counts.unchanged === 0)
        return fail("conflict", "This file has people to import; look at the rows again.");
      await save(tx, found, {
        state: "committing",
        rowsDone: 0,
        options: { ...(found.options as ImportOptions), drifted: 0 },
        committedBy: storeActor(actor),
        committedAt: new Date(),
        refusal: null,
      });
      await enqueue(tx, "import.commit", { organizationId, importId }, importId);
      return ok({ id: importId });
    },
  );
}
