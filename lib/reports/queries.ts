import "server-only";
import { storedName } from "@/lib/auth/stored-actor";
import { readRows, withOrganization } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { isId } from "@/lib/ids";
import type { Actor } from "@/lib/permissions/actor";
import { demand } from "@/lib/permissions/demand";
import { exportRefusal } from "@/lib/policies/export";
import { isReportKind, type ReportFormat, type ReportKind } from "@/lib/reports/kinds";
import { signatureOf } from "@/lib/reports/link";
import { reportsFor } from "@/lib/reports/rights";
import type { Every, Schedule } from "@/lib/reports/schedule";

export type ScheduleListed = {
  id: string;
  kind: ReportKind;
  format: ReportFormat;
  schedule: Schedule;
  madeBy: string;
  nextRunAt: Date;
  pausedBecause: string | null;
};

export type ReportListed = {
  id: string;
  kind: ReportKind;
  format: ReportFormat;
  fileName: string | null;
  state: "waiting" | "ready" | "refused" | "failed" | "expired";
  reason: string | null;
  askedBy: string;
  dueAt: Date;
  isScheduled: boolean;
  rows: number | null;
  sizeBytes: number | null;
  expiresAt: Date | null;
  /** Of the link, where there is a file. */
  signature: string | null;
  /** Who has taken the file, the latest first. */
  fetches: { by: string; at: Date }[];
};

const LISTED_MAX = 50;

export type SchedulesListed = {
  timeZone: string;
  schedules: ScheduleListed[];
  /** Why the actor takes no report away, whatever their role allows; null where they may. */
  refusal: string | null;
};

/** The schedules of the reports that an actor may have, by when they come next. */
export async function listSchedules(actor: Actor): Promise<SchedulesListed> {
  demand(actor, "users.export");
  const { id: organizationId } = actor.organization;
  return withOrganization(organizationId, async (tx) => {
    const { timeZone } = await tx.organization.findUniqueOrThrow({
      where: { id: organizationId },
      select: { timeZone: true },
    });
    const rows = await tx.reportSchedule.findMany({
      where: { organizationId, kind: { in: reportsFor(actor) } },
      orderBy: [{ nextRunAt: "asc" }, { id: "asc" }],
    });
    const schedules = rows.flatMap(
      ({ id, kind, format, every, day, hour, madeBy, nextRunAt, pausedBecause }) =>
        isReportKind(kind)
          ? [
              {
                id,
                nextRunAt,
                pausedBecause,
                kind,
                format: format as ReportFormat,
                schedule: { every: every as Every, day, hour },
                madeBy: storedName(madeBy) ?? "Somebody",
              },
            ]
          : [],
    );
    const refusal = await exportRefusal(tx, actor);
    return { timeZone, schedules, refusal: refusal && !refusal.ok ? refusal.error.message : null };
  });
}

/** The newest reports that an actor may have, with who took them. */
export async function listReports(actor: Actor): Promise<ReportListed[]> {
  demand(actor, "users.export");
  const { id: organizationId } = actor.organization;
  return withOrganization(organizationId, async (tx) => {
    const rows = await tx.report.findMany({
      where: { organizationId, kind: { in: reportsFor(actor) } },
      orderBy: { id: "desc" },
      take: LISTED_MAX,
      include: { fetches: { orderBy: { id: "desc" }, take: 10 } },
    });
    return rows.flatMap(listed);
  });
}

/** One report that an actor may have; null when there is none, or the signature is none of ours. */
export async function findReport(actor: Actor, id: string, signature: string): Promise<ReportListed | null> {
  demand(actor, "users.export");
  const { id: organizationId } = actor.organization;
  if (!isId(id)) return null;
  const row = await withOrganization(organizationId, (tx) =>
    tx.report.findFirst({
      where: { organizationId, id, kind: { in: reportsFor(actor) } },
      include: { fetches: { orderBy: { id: "desc" }, take: 10 } },
    }),
  );
  const [report] = row ? listed(row) : [];
  return report?.signature === signature ? report : null;
}

type Row = Prisma.ReportGetPayload<{ include: { fetches: true } }>;

function listed(row: Row): ReportListed[] {
  const { organizationId, id, kind, format, state, expiresAt, sizeBytes, askedBy, fetches, scheduleId } = row;
  if (!isReportKind(kind)) return [];
  const isOver = state === "ready" && expiresAt !== null && expiresAt <= new Date();
  const { fileName, reason, dueAt, rows } = row;
  return [
    {
      id,
      kind,
      fileName,
      reason,
      dueAt,
      rows,
      expiresAt,
      format: format as ReportFormat,
      state: isOver ? "expired" : (state as ReportListed["state"]),
      askedBy: storedName(askedBy) ?? "Somebody",
      isScheduled: scheduleId !== null,
      sizeBytes: sizeBytes === null ? null : Number(sizeBytes),
      signature: expiresAt ? signatureOf({ organizationId, reportId: id, until: expiresAt }) : null,
      fetches: fetches.map(({ fetchedBy, fetchedAt }) => ({
        by: storedName(fetchedBy) ?? "Somebody",
        at: fetchedAt,
      })),
    },
  ];
}

/** A file's bytes, a piece at a time. Whoever calls has written down that it is taken. */
export async function* readReport(actor: Actor, reportId: string): AsyncGenerator<Uint8Array> {
  demand(actor, "users.export");
  const { id: organizationId } = actor.organization;
  for (let part = 0; ; part += 1) {
    const [row] = await readRows<{ bytes: Buffer }>(
      organizationId,
      Prisma.sql`SELECT bytes FROM report_parts WHERE organization_id = ${organizationId}::uuid
        AND report_id = ${reportId}::uuid AND part = ${part}`,
    );
    if (!row) return;
    yield new Uint8Array(row.bytes);
  }
}
