import "server-only";
import { withOrganization } from "@/lib/db";
import { startImport } from "@/lib/imports/api-commands";
import type { RowField } from "@/lib/imports/columns/column-field";
import { labelOfColumn } from "@/lib/imports/columns/column-field";
import { commitImport } from "@/lib/imports/commands/commit";
import { cancelImport } from "@/lib/imports/commands/file";
import { finishUnchanged } from "@/lib/imports/leavers/commands";
import { countRows } from "@/lib/imports/row-queries";
import type { ImportResult, ImportState } from "@/lib/imports/state";
import type { Actor } from "@/lib/permissions/actor";
import { ROLE_LABELS } from "@/lib/permissions/roles";
import { csvOf } from "@/lib/sync/csv";
import { textOfField } from "@/lib/sync/plan-person";
import { LEFT_OUT } from "@/lib/sync/run/candidates";
import { type Held, holding, note, save, saveNow } from "@/lib/sync/run/hold";
import { bringOneByOne, fitsImport, isChange, settleAll } from "@/lib/sync/run/one-by-one";
import type { Planned, RunPlan } from "@/lib/sync/run/plan";
import { tellConflicts } from "@/lib/sync/run/write-plan";

const ALWAYS: readonly RowField[] = ["username", "firstName", "lastName", "accessEmail"];
const HEADER_LINES = 1;

/** Makes people of the directory the rows of an import. The first one waits in its review for a person. */
export async function startSyncImport(
  held: Held,
  actor: Actor,
  { settings, people }: RunPlan,
): Promise<void> {
  const { connection, at } = held;
  const isFirst = connection.importedAt === null;
  const inRows = people.filter((each) => isFirst || (isChange(each) && fitsImport(each)));
  const rest = people.filter((each) => !inRows.includes(each));
  await (isFirst ? settleAll(held, rest) : bringOneByOne(held, actor, { people: rest }));
  const own = Object.keys(connection.choice.fields) as RowField[];
  const columns: RowField[] = [...new Set([...ALWAYS, ...own])];
  const hasRoles = inRows.some(
    ({ person, plan }) => person.role || (plan.ok && plan.changed.includes("role")),
  );
  if (hasRoles) columns.push("role");
  const header = columns.map((field) => labelOfColumn(field, settings.properties));
  const text = csvOf([header, ...inRows.map((each) => columns.map((field) => cellOf(each, field, isFirst)))]);
  const bytes = new TextEncoder().encode(text);
  const name = `${connection.name}, ${at.toISOString().slice(0, 10)}.csv`;
  const started = await startImport(
    actor,
    { name, sizeBytes: bytes.length, body: once(bytes) },
    {
      mode: "both",
      matchKey: "username",
      onError: "skip",
      hasHeader: true,
      columns,
      notify: connection.choice.notify,
    },
  );
  if (!started.ok) throw new Error(`The import could not be begun: ${started.error.message}`);
  const lines = JSON.stringify(
    inRows.map(({ person }, index) => ({ id: person.id, line: index + 1 + HEADER_LINES })),
  );
  await holding(held, async (tx) => {
    const { organizationId, connectionId } = held;
    await tx.$executeRaw`
      UPDATE sync_people SET import_line = NULL WHERE organization_id = ${organizationId}::uuid
        AND connection_id = ${connectionId}::uuid AND import_line IS NOT NULL`;
    await tx.$executeRaw`
      UPDATE sync_people p SET import_line = given.line FROM jsonb_to_recordset(${lines}::jsonb) AS given (id text, line int)
      WHERE p.organization_id = ${organizationId}::uuid AND p.connection_id = ${connectionId}::uuid AND p.source_id = given.id`;
    await tellConflicts(tx, held, inRows);
    await save(tx, held, { state: isFirst ? "review" : "importing", importId: started.value.id });
  });
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** Of somebody who is here a cell says only what changes; of somebody new, and of whom the review is to show, all. */
function cellOf({ isNew, plan }: Planned, field: RowField, isFirst: boolean): string {
  if (!plan.ok) return formText(plan.form, field);
  const isKey = field === "username";
  const isSaid =
    isKey ||
    plan.changed.includes(field) ||
    (field !== "role" && (isNew || isFirst) && field in plan.applied);
  if (!isSaid && !(isNew && ALWAYS.includes(field))) return "";
  return field === "role" ? ROLE_LABELS[plan.input.role] : textOfField(plan.input, field);
}

function formText(form: Planned["plan"]["form"], field: RowField): string {
  if (field === "username") return form.usernameLocal ? `${form.usernameLocal}@${form.domain}` : "";
  const value: unknown = form[field as keyof typeof form];
  return typeof value === "string" && field !== "role" ? value : "";
}

/**
 * Looks where the import stands, and goes on with it. @returns whether the run goes on at once; else it is called again
 * when the import has moved
 */
export async function followImport(held: Held, actor: Actor): Promise<boolean> {
  const { organizationId, run, connection } = held;
  if (!run.importId) throw new Error("The run has no import.");
  const id = run.importId;
  const found = await withOrganization(organizationId, (tx) =>
    tx.import.findUnique({ where: { organizationId_id: { organizationId, id } } }),
  );
  const state = (found?.state ?? "cancelled") as ImportState;
  if (state === "done") {
    await takeOver(held, found?.result as ImportResult | null);
    return true;
  }
  if (["refused", "failed", "cancelled", "undoing", "undone"].includes(state)) {
    const words = (found?.refusal as { message?: string } | null)?.message;
    await note(held, words ? `The import came to nothing: ${words}` : "The import was given up.");
    await saveNow(held, { state: "failed", endedAt: held.at, importId: id });
    return false;
  }
  if (state !== "review" || connection.importedAt === null || !found) return false;
  const counts = await withOrganization(organizationId, (tx) => countRows(tx, organizationId, id));
  const { planVersion } = found;
  const hasChanges = counts.create + counts.update > 0;
  if (!hasChanges && counts.unchanged === 0) {
    await takeOver(held, null);
    await cancelImport(actor, id);
    return true;
  }
  const committed = hasChanges
    ? await commitImport(actor, id, { planVersion, onError: "skip" })
    : await finishUnchanged(actor, id, { planVersion });
  if (!committed.ok) {
    await note(held, `The import waits for a person: ${committed.error.message}`);
    await saveNow(held, { state: "review" });
  }
  return false;
}

/** Notes whom the rows of an import are here, and what was wrong with those who are not. */
async function takeOver(held: Held, result: ImportResult | null): Promise<void> {
  const { organizationId, connectionId, run, connection, at } = held;
  const fields = Object.keys(connection.choice.fields);
  await holding(held, async (tx) => {
    await tx.$executeRaw`
      UPDATE sync_people p SET is_dirty = false, import_line = NULL, checked_at = coalesce(r.updated_at, clock_timestamp()),
        user_id = coalesce(r.user_id, p.user_id), applied = CASE WHEN r.user_id IS NULL THEN p.applied ELSE p.applied || r.said END,
        issue = CASE WHEN NOT r.selected THEN ${LEFT_OUT} WHEN r.fate = 'invalid' THEN coalesce(r.words, 'The row was wrong.') END
      FROM (
        SELECT r.line, r.selected, r.fate, u.id AS user_id, u.updated_at,
          (SELECT string_agg(i ->> 'message', ' ') FROM jsonb_array_elements(r.issues) i) AS words,
          (SELECT coalesce(jsonb_object_agg(key, value), '{}') FROM jsonb_each(r.values)
            WHERE value <> '""' AND value <> 'null' AND (key = ANY(${fields}) OR key = 'role')) AS said
        FROM import_rows r
        LEFT JOIN users u ON u.organization_id = r.organization_id AND u.id = r.user_id AND r.selected AND r.fate <> 'invalid'
        WHERE r.organization_id = ${organizationId}::uuid AND r.import_id = ${run.importId}::uuid) r
      WHERE p.organization_id = ${organizationId}::uuid AND p.connection_id = ${connectionId}::uuid AND p.import_line = r.line`;
    if (connection.importedAt === null) {
      await tx.syncConnection.update({
        where: { organizationId_id: { organizationId, id: connectionId } },
        data: { importedAt: at },
        select: { id: true },
      });
      connection.importedAt = at;
    }
    const { created = 0, updated = 0, failed = 0 } = result ?? {};
    await save(tx, held, { state: "applying", counts: { created, updated, issues: failed } });
  });
}
