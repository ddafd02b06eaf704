import "server-only";
import { lookUp, type Transaction, withOrganization } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { newId } from "@/lib/ids";
import { enqueue } from "@/lib/jobs/queue";
import { nextOf } from "@/lib/reports/commands";
import { DAYS_BACK, type Every } from "@/lib/reports/schedule";

/** Begins the reports whose turn has come, in every organization, and takes the files away whose time is over. */
export async function startDueReports(): Promise<void> {
  const found = await lookUp<{ id: string }>(
    Prisma.sql`SELECT organizations_with_reports_due AS id FROM organizations_with_reports_due()`,
  );
  for (const { id } of found) await startDueReportsOf(id);
}

/**
 * The same for one organization. That a report is begun and that its schedule moves on is one transaction, behind the
 * schedule's row: of several workers one does it, and one that is killed has done both or neither. What was missed while no
 * worker ran is made up for by one report.
 */
export async function startDueReportsOf(organizationId: string): Promise<void> {
  await withOrganization(organizationId, async (tx) => {
    await startDue(tx, organizationId);
    await tx.$executeRaw`
      WITH over AS (
        UPDATE reports SET state = 'expired'
        WHERE organization_id = ${organizationId}::uuid AND state = 'ready' AND expires_at <= now() RETURNING id)
      DELETE FROM report_parts
      WHERE organization_id = ${organizationId}::uuid AND report_id IN (SELECT id FROM over)`;
  });
}

type DueRow = {
  id: string;
  kind: string;
  format: string;
  every: Every;
  day: number;
  hour: number;
  nextRunAt: Date;
  madeBy: Prisma.JsonObject;
};

async function startDue(tx: Transaction, organizationId: string): Promise<void> {
  const due = await tx.$queryRaw<DueRow[]>`
    SELECT id::text, kind, format, every, day, hour, next_run_at AS "nextRunAt", made_by AS "madeBy" FROM report_schedules
    WHERE organization_id = ${organizationId}::uuid AND paused_because IS NULL AND next_run_at <= now()
    ORDER BY id FOR UPDATE SKIP LOCKED`;
  for (const { id: scheduleId, kind, format, nextRunAt: dueAt, madeBy: askedBy, ...schedule } of due) {
    const id = newId();
    const days = DAYS_BACK[schedule.every];
    await tx.report.create({
      data: { organizationId, id, scheduleId, dueAt, kind, format, days, askedBy },
      select: { id: true },
    });
    await tx.reportSchedule.update({
      where: { organizationId_id: { organizationId, id: scheduleId } },
      data: { nextRunAt: await nextOf(tx, organizationId, schedule) },
      select: { id: true },
    });
    await enqueue(tx, "reports.make", { organizationId, reportId: id }, id);
  }
}
