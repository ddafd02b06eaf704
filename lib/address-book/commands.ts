import "server-only";
import type { BookFormat } from "@/lib/address-book/book-files";
import { bookRules } from "@/lib/address-book/rules";
import { record } from "@/lib/audit/record";
import { command } from "@/lib/command";
import type { Actor } from "@/lib/permissions/actor";
import { notAllowed } from "@/lib/permissions/viewing";
import { exportRefusal } from "@/lib/policies/export";
import { fail, ok, type Result } from "@/lib/result";

/** Writes down that the address book is taken along, before any of it leaves. One card alone is not written down. */
export async function recordBookExport(
  actor: Actor,
  { format, search }: { format: BookFormat; search: string },
): Promise<Result<null>> {
  if (actor.viewing) return notAllowed(actor);
  return command(actor, "addressBook.read", async (tx) => {
    const refusal = await exportRefusal(tx, actor);
    if (refusal) return refusal;
    if (!(await bookRules(tx, actor)).isOpen)
      return fail("forbidden", "A policy keeps the address book shut for you.");
    const { id, name } = actor.organization;
    await record(
      tx,
      id,
      actor,
      "addressBook.exported",
      { type: "organization", id, name },
      {
        after: { format, ...(search ? { search } : {}) },
      },
    );
    return ok(null);
  });
}
