import type { ColumnField } from "@/lib/imports/columns/column-field";
import { type ColumnChoice, chooseColumns } from "@/lib/imports/commands/columns";
import { commitImport, undoImport } from "@/lib/imports/commands/commit";
import { createImport } from "@/lib/imports/commands/file";
import { carryOutImport } from "@/lib/imports/jobs/commit";
import { parseImport } from "@/lib/imports/jobs/parse";
import { readImport } from "@/lib/imports/jobs/read";
import { undoImportRows } from "@/lib/imports/jobs/undo";
import { findImport, type ImportDetails } from "@/lib/imports/queries";
import { ALL_ROWS } from "@/lib/imports/review/filter";
import { indexLines } from "@/lib/imports/review/lines";
import { listLines, listRowsAt } from "@/lib/imports/review/queries";
import type { ReviewRow } from "@/lib/imports/row-queries";
import { receiveFile } from "@/lib/imports/upload";
import type { Actor } from "@/lib/permissions/actor";
import { unwrap } from "@/tests/support/product-people";

export type Choice = Partial<Omit<ColumnChoice, "matching">> & { matching: (ColumnField | null)[] };

/** Uploads a file and takes it to its review, with the jobs run by hand. */
export async function prepareRun(actor: Actor, text: string, choice: Choice): Promise<ImportDetails> {
  const { id } = await uploadRun(actor, text);
  return judgeRun(actor, id, choice);
}

/** Uploads a file and has it read: its columns wait to be matched then, where it can be read. */
export async function uploadRun(actor: Actor, content: string | Uint8Array): Promise<ImportDetails> {
  const bytes = new Uint8Array(typeof content === "string" ? new TextEncoder().encode(content) : content);
  const { id } = unwrap(await createImport(actor, { name: "people.csv", sizeBytes: bytes.length }));
  unwrap(await receiveFile(actor, id, new Blob([bytes]).stream()));
  await readImport(jobOf(actor, id));
  return detailsOf(actor, id);
}

/** Chooses the columns of a file that is read, and has its rows judged. */
export async function judgeRun(actor: Actor, id: string, choice: Choice): Promise<ImportDetails> {
  unwrap(await chooseColumns(actor, id, { hasHeader: true, defaultCountry: null, ...choice }));
  await parseImport(jobOf(actor, id));
  return detailsOf(actor, id);
}

/** All rows of an import as its review shows them. */
export async function reviewRows(actor: Actor, importId: string): Promise<ReviewRow[]> {
  const lines = indexLines(await listLines(actor, importId, ALL_ROWS));
  return listRowsAt(actor, importId, lines.slice(0, lines.count));
}

/** Carries a reviewed import out. */
export async function commitRun(actor: Actor, { id, planVersion }: ImportDetails): Promise<ImportDetails> {
  unwrap(await commitImport(actor, id, { planVersion, onError: "skip" }));
  await carryOutImport(jobOf(actor, id));
  return detailsOf(actor, id);
}

/** Takes an import back. */
export async function undoRun(actor: Actor, importId: string): Promise<ImportDetails> {
  unwrap(await undoImport(actor, importId));
  await undoImportRows(jobOf(actor, importId));
  return detailsOf(actor, importId);
}

export async function detailsOf(actor: Actor, importId: string): Promise<ImportDetails> {
  const found = await findImport(actor, importId);
  if (!found) throw new Error("There is no such import.");
  return found;
}

export const jobOf = (actor: Actor, importId: string) => ({
  organizationId: actor.organization.id,
  importId,
});
