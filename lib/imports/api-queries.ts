import "server-only";
import { type Transaction, withOrganization } from "@/lib/db";
import { isId } from "@/lib/ids";
import { type ApiFate, type ApiImport, type ApiRow, apiImportOf, apiRowOf } from "@/lib/imports/api-shape";
import type { Issue } from "@/lib/imports/issues";
import { findImport } from "@/lib/imports/queries";
import { listRowsAt } from "@/lib/imports/review/queries";
import { countRows } from "@/lib/imports/row-queries";
import { type ImportState, rowsProblem } from "@/lib/imports/state";
import type { Actor } from "@/lib/permissions/actor";
import { demand } from "@/lib/permissions/demand";
import { fail, notFound, ok, type Result } from "@/lib/result";
import type { UserField } from "@/lib/users/fields";

export const API_PAGE_SIZE = 500;

const UNDER_WAY: readonly ImportState[] = ["scheduled", "hashing", "committing"];

/** One import as programs read it; null when there is none. */
export async function readApiImport(actor: Actor, importId: string): Promise<ApiImport | null> {
  const found = await findImport(actor, importId);
  if (!found) return null;
  const { id: organizationId } = actor.organization;
  const counts = UNDER_WAY.includes(found.state)
    ? await withOrganization(organizationId, (tx) => countRows(tx, organizationId, importId))
    : found.counts;
  return apiImportOf(found, counts);
}

/** A page of rows behind a line, in the file's order; of one fate, or of all. A conflict until all are judged. */
export async function listApiRows(
  actor: Actor,
  importId: string,
  { fate, afterLine }: { fate: ApiFate | null; afterLine: number },
): Promise<Result<{ rows: ApiRow[]; nextCursor: string | null }>> {
  demand(actor, "users.import.read");
  if (!isId(importId)) return notFound("import");
  const { id: organizationId } = actor.organization;
  const { state, found } = await withOrganization(organizationId, async (tx) => ({
    found: await tx.importRow.findMany({
      where: { organizationId, importId, line: { gt: afterLine }, ...whereFate(fate) },
      orderBy: { line: "asc" },
      take: API_PAGE_SIZE + 1,
      select: { line: true, values: true, issues: true, fate: true, selected: true, changes: true },
    }),
    state: await stateOf(tx, organizationId, importId),
  }));
  if (!state) return notFound("import");
  const words = rowsProblem(state);
  if (words) return fail("conflict", words);
  const rows = found.slice(0, API_PAGE_SIZE).map(({ values, issues, ...row }) =>
    apiRowOf({
      ...row,
      values: values as Partial<Record<UserField, string>>,
      issues: issues as Issue[],
    }),
  );
  const last = rows.at(-1);
  return ok({ rows, nextCursor: found.length > API_PAGE_SIZE && last ? String(last.line) : null });
}

async function stateOf(
  tx: Transaction,
  organizationId: string,
  importId: string,
): Promise<ImportState | null> {
  const found = await tx.import.findUnique({
    where: { organizationId_id: { organizationId, id: importId } },
    select: { state: true },
  });
  return found && (found.state as ImportState);
}

/** One row of an import; null when there is none. */
export async function readApiRow(actor: Actor, importId: string, line: number): Promise<ApiRow | null> {
  const [row] = await listRowsAt(actor, importId, [line]);
  return row ? apiRowOf(row) : null;
}

function whereFate(fate: ApiFate | null) {
  if (fate === null) return {};
  if (fate !== "skipped") return { fate, selected: true };
  return { OR: [{ selected: false }, { fate: { in: ["exists", "absent"] } }] };
}
