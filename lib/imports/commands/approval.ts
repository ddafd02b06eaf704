import "server-only";
import { record } from "@/lib/audit/record";
import { storeActor } from "@/lib/auth/stored-actor";
import { Prisma } from "@/lib/generated/prisma/client";
import { change, save } from "@/lib/imports/commands/change";
import { countRows } from "@/lib/imports/row-queries";
import type { Actor } from "@/lib/permissions/actor";
import { fail, ok, type Result } from "@/lib/result";

export const WORD_LENGTH_MAX = 1000;

/** Asks those who may import to carry a reviewed import out, with a word to them or none. */
export function handIn(actor: Actor, importId: string, word: string): Promise<Result<{ id: string }>> {
  return change(actor, "users.import.prepare", importId, ["review"], async (tx, found) => {
    const { organizationId, fileName } = found;
    if (found.handedInAt) return fail("conflict", "This import waits for approval already.");
    const counts = await countRows(tx, organizationId, importId);
    if (counts.create + counts.update === 0)
      return fail("conflict", "There is nobody to import in what is selected.");
    await save(tx, found, {
      handedInAt: new Date(),
      handedInBy: storeActor(actor),
      handedInWord: word || null,
      returnedAt: null,
      returnedBy: Prisma.DbNull,
      returnedWord: null,
    });
    const subject = { type: "import" as const, id: importId, name: fileName };
    await record(tx, organizationId, actor, "import.handedIn", subject, { after: { word: word || null } });
    return ok({ id: importId });
  });
}

/** Gives an import that waits for approval back to whoever prepared it, with a word about why. */
export function returnImport(actor: Actor, importId: string, word: string): Promise<Result<{ id: string }>> {
  return change(actor, "users.import.commit", importId, ["review"], async (tx, found) => {
    const { organizationId, fileName } = found;
    if (!found.handedInAt) return fail("conflict", "This import does not wait for approval any more.");
    if (word === "") {
      const message = "Say what should be different.";
      return fail("invalid", message, [{ path: "word", message }]);
    }
    await save(tx, found, {
      handedInAt: null,
      handedInBy: Prisma.DbNull,
      handedInWord: null,
      returnedAt: new Date(),
      returnedBy: storeActor(actor),
      returnedWord: word,
    });
    const subject = { type: "import" as const, id: importId, name: fileName };
    await record(tx, organizationId, actor, "import.returned", subject, { after: { word } });
    return ok({ id: importId });
  });
}
