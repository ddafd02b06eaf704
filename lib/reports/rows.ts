import "server-only";
import { AUDIT_ACTIONS, type AuditAction } from "@/lib/audit/actions";
import { storedName } from "@/lib/auth/stored-actor";
import { withOrganization } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import type { ImportResult } from "@/lib/imports/state";
import type { Actor } from "@/lib/permissions/actor";
import { userProperties } from "@/lib/properties/queries";
import type { ReportKind } from "@/lib/reports/kinds";
import { LICENSE_HEADER, licenseRows } from "@/lib/reports/license-rows";
import { exportCells, exportHeader } from "@/lib/users/export";
import { exportBatches } from "@/lib/users/export-queries";
import { NO_FILTER } from "@/lib/users/filter";

/** A report's first line and the batches of those under it, each read by a short transaction of its own. */
export type ReportRows = { header: string[]; batches: AsyncIterable<string[][]> };

type Make = (actor: Actor, since: Date) => Promise<ReportRows>;

/** What each report holds. Whoever calls has asked whether the actor may. */
export const REPORT_ROWS: Record<ReportKind, Make> = {
  people: async (actor) => {
    const { id } = actor.organization;
    const properties = await withOrganization(id, (tx) => userProperties(tx, id));
    return { header: exportHeader({ properties }), batches: peopleRows(actor, properties) };
  },
  licenses: async (actor) => ({ header: LICENSE_HEADER, batches: licenseRows(actor, isoOf) }),
  imports: async (actor) => ({
    header: [
      "File",
      "State",
      "Started by",
      "Started at (UTC)",
      "Carried out by",
      "Ended at (UTC)",
      "Rows",
      "Created",
      "Updated",
      "Unchanged",
      "Skipped",
      "Failed",
      "Taken back at (UTC)",
    ],
    batches: importRows(actor),
  }),
  signIns: async (actor, since) => ({
    header: ["When (UTC)", "Who", "From"],
    batches: mapped(eventBatches(actor, since, "session.started"), (event) => [
      isoOf(event.occurredAt),
      event.subjectName,
      event.ip ?? "",
    ]),
  }),
  audit: async (actor, since) => ({
    header: ["When (UTC)", "What", "About", "By", "From", "Before", "After", "Id"],
    batches: mapped(eventBatches(actor, since, null), (event) => [
      isoOf(event.occurredAt),
      AUDIT_ACTIONS[event.action as AuditAction] ?? event.action,
      event.subjectName,
      event.actorName,
      event.ip ?? "",
      sideOf(event.changes, "before"),
      sideOf(event.changes, "after"),
      event.id,
    ]),
  }),
};

const BATCH_SIZE = 1_000;

const isoOf = (moment: Date | null) => (moment ? moment.toISOString().slice(0, 19).replace("T", " ") : "");

async function* peopleRows(
  actor: Actor,
  properties: Awaited<ReturnType<typeof userProperties>>,
): AsyncGenerator<string[][]> {
  const all = { ...NO_FILTER, sort: "name" as const, descending: false };
  for await (const people of exportBatches(actor, all, properties)) yield people.map(exportCells);
}

async function* importRows(actor: Actor): AsyncGenerator<string[][]> {
  const { id: organizationId } = actor.organization;
  for (let before: string | null = null; ; ) {
    const found: ImportRow[] = await withOrganization(organizationId, (tx) =>
      tx.import.findMany({
        where: { organizationId, ...(before ? { id: { lt: before } } : {}) },
        orderBy: { id: "desc" },
        take: BATCH_SIZE,
        select: IMPORT_COLUMNS,
      }),
    );
    if (found.length > 0) yield found.map(importCells);
    before = found.at(-1)?.id ?? null;
    if (found.length < BATCH_SIZE) return;
  }
}

const IMPORT_COLUMNS = {
  id: true,
  fileName: true,
  state: true,
  createdBy: true,
  createdAt: true,
  committedBy: true,
  finishedAt: true,
  rowCount: true,
  result: true,
  undoneAt: true,
} as const;
type ImportRow = Prisma.ImportGetPayload<{ select: typeof IMPORT_COLUMNS }>;

function importCells(found: ImportRow): string[] {
  const result = found.result as ImportResult | null;
  const count = (name: "created" | "updated" | "unchanged" | "skipped" | "failed") =>
    result ? String(result[name] ?? 0) : "";
  return [
    found.fileName,
    found.state,
    storedName(found.createdBy) ?? "",
    isoOf(found.createdAt),
    storedName(found.committedBy) ?? "",
    isoOf(found.finishedAt),
    String(found.rowCount),
    count("created"),
    count("updated"),
    count("unchanged"),
    count("skipped"),
    count("failed"),
    isoOf(found.undoneAt),
  ];
}

type EventRow = {
  id: string;
  occurredAt: Date;
  action: string;
  actorName: string;
  subjectName: string;
  changes: unknown;
  ip: string | null;
};

async function* eventBatches(actor: Actor, since: Date, action: string | null): AsyncGenerator<EventRow[]> {
  const { id: organizationId } = actor.organization;
  for (let before: string | null = null; ; ) {
    const found: EventRow[] = await withOrganization(
      organizationId,
      (tx) => tx.$queryRaw<EventRow[]>`
        SELECT id::text, occurred_at AS "occurredAt", action, actor_name AS "actorName", subject_name AS "subjectName",
          changes, ip FROM audit_events
        WHERE organization_id = ${organizationId}::uuid AND occurred_at >= ${since}
          ${action ? Prisma.sql`AND action = ${action}` : Prisma.empty}
          ${before ? Prisma.sql`AND id < ${before}::uuid` : Prisma.empty}
        ORDER BY id DESC LIMIT ${BATCH_SIZE}`,
    );
    if (found.length > 0) yield found;
    before = found.at(-1)?.id ?? null;
    if (found.length < BATCH_SIZE) return;
  }
}

async function* mapped<T>(
  batches: AsyncIterable<T[]>,
  cells: (row: T) => string[],
): AsyncGenerator<string[][]> {
  for await (const rows of batches) yield rows.map(cells);
}

/** One side of a change as `field: value` pairs. */
function sideOf(changes: unknown, side: "before" | "after"): string {
  const fields = (changes as Record<string, Record<string, unknown> | undefined> | null)?.[side] ?? {};
  return Object.entries(fields)
    .map(([field, value]) => `${field}: ${typeof value === "string" ? value : JSON.stringify(value)}`)
    .join("; ");
}
