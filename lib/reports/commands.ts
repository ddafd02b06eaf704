import "server-only";
import { record } from "@/lib/audit/record";
import { storeActor } from "@/lib/auth/stored-actor";
import { command } from "@/lib/command";
import type { Transaction } from "@/lib/db";
import { isId, newId } from "@/lib/ids";
import { enqueue } from "@/lib/jobs/queue";
import type { Actor } from "@/lib/permissions/actor";
import { exportRefusal } from "@/lib/policies/export";
import type { NewReport, NewSchedule } from "@/lib/reports/input";
import { isReportKind, REPORT_DAYS_USUAL, REPORT_INFO, type ReportKind } from "@/lib/reports/kinds";
import { isSigned } from "@/lib/reports/link";
import { mayReport } from "@/lib/reports/rights";
import { type Every, nextRun, type Schedule } from "@/lib/reports/schedule";
import { fail, forbidden, notFound, ok, type Result } from "@/lib/result";

const WAITING_MAX = 20;
const SCHEDULES_MAX = 50;

/** Has a report made now. Its file comes to be in the background, and a message tells of it. */
export function askReport(actor: Actor, { kind, format }: NewReport): Promise<Result<{ id: string }>> {
  return command(actor, "users.export", async (tx) => {
    const refusal = await refusalOf(tx, actor, kind);
    if (refusal) return refusal;
    const { id: organizationId } = actor.organization;
    const waiting = await tx.report.count({ where: { organizationId, state: "waiting" } });
    if (waiting >= WAITING_MAX)
      return fail("busy", "Several reports are being made already. Try again in a minute.");
    const id = newId();
    const data = { organizationId, id, kind, format, days: REPORT_DAYS_USUAL, askedBy: storeActor(actor) };
    await tx.report.create({ data, select: { id: true } });
    await enqueue(tx, "reports.make", { organizationId, reportId: id }, id);
    await tell(tx, actor, "report.asked", id, kind);
    return ok({ id });
  });
}

/** Has a report made again and again, on the clocks of the organization's time zone. */
export function scheduleReport(actor: Actor, given: NewSchedule): Promise<Result<{ id: string }>> {
  return command(actor, "users.export.schedule", async (tx) => {
    const { kind, format, every, day, hour } = given;
    const refusal = await refusalOf(tx, actor, kind);
    if (refusal) return refusal;
    const { id: organizationId } = actor.organization;
    if ((await tx.reportSchedule.count({ where: { organizationId } })) >= SCHEDULES_MAX)
      return fail("conflict", `There are ${SCHEDULES_MAX} schedules already. Remove one first.`);
    const id = newId();
    const nextRunAt = await nextOf(tx, organizationId, given);
    const data = { organizationId, id, kind, format, every, day, hour, nextRunAt };
    await tx.reportSchedule.create({ data: { ...data, madeBy: storeActor(actor) }, select: { id: true } });
    await tell(tx, actor, "reportSchedule.created", id, kind);
    return ok({ id });
  });
}

/** Lets a schedule that is paused go on, from now on with the rights of whoever says so, who gets its reports. */
export function resumeSchedule(actor: Actor, scheduleId: string): Promise<Result<null>> {
  return command(actor, "users.export.schedule", async (tx) => {
    const found = await findSchedule(tx, actor, scheduleId);
    if (!found) return notFound("schedule");
    const refusal = await refusalOf(tx, actor, found.kind);
    if (refusal) return refusal;
    const { organizationId, id } = found;
    await tx.reportSchedule.update({
      where: { organizationId_id: { organizationId, id } },
      data: {
        pausedBecause: null,
        madeBy: storeActor(actor),
        nextRunAt: await nextOf(tx, organizationId, found.schedule),
      },
      select: { id: true },
    });
    await tell(tx, actor, "reportSchedule.resumed", id, found.kind);
    return ok(null);
  });
}

/** Ends a schedule. What it has made stays until its time. */
export function removeSchedule(actor: Actor, scheduleId: string): Promise<Result<null>> {
  return command(actor, "users.export.schedule", async (tx) => {
    const found = await findSchedule(tx, actor, scheduleId);
    if (!found) return notFound("schedule");
    if (!mayReport(actor, found.kind)) return forbidden();
    const { organizationId, id } = found;
    await tx.reportSchedule.delete({ where: { organizationId_id: { organizationId, id } } });
    await tell(tx, actor, "reportSchedule.removed", id, found.kind);
    return ok(null);
  });
}

export type FetchedReport = { id: string; fileName: string; format: string };

/** Writes down who takes a report's file, before its first byte leaves. The link has to be one of ours, and not too old. */
export function fetchReport(
  actor: Actor,
  reportId: string,
  signature: string,
): Promise<Result<FetchedReport>> {
  return command(actor, "users.export", async (tx) => {
    const { id: organizationId } = actor.organization;
    const found = isId(reportId)
      ? await tx.report.findUnique({ where: { organizationId_id: { organizationId, id: reportId } } })
      : null;
    if (!found || !isReportKind(found.kind) || !found.expiresAt || !found.fileName) return notFound("report");
    if (!isSigned({ organizationId, reportId, until: found.expiresAt }, signature)) return notFound("report");
    if (found.state !== "ready" || found.expiresAt <= new Date())
      return fail("notFound", "This link has expired. Have the report made again.");
    const refusal = await refusalOf(tx, actor, found.kind);
    if (refusal) return refusal;
    const fetched = { organizationId, reportId, id: newId(), fetchedBy: storeActor(actor) };
    await tx.reportFetch.create({ data: fetched, select: { id: true } });
    await tell(tx, actor, "report.fetched", reportId, found.kind);
    return ok({ id: reportId, fileName: found.fileName, format: found.format });
  });
}

/** Why an actor may not have a report of that kind; null where they may. */
async function refusalOf(tx: Transaction, actor: Actor, kind: ReportKind): Promise<Result<never> | null> {
  return mayReport(actor, kind) ? exportRefusal(tx, actor) : forbidden();
}

export async function nextOf(
  tx: Transaction,
  organizationId: string,
  schedule: Schedule,
  after = new Date(),
): Promise<Date> {
  const { timeZone } = await tx.organization.findUniqueOrThrow({
    where: { id: organizationId },
    select: { timeZone: true },
  });
  return nextRun(schedule, timeZone, after);
}

async function findSchedule(tx: Transaction, actor: Actor, id: string) {
  const { id: organizationId } = actor.organization;
  const found = isId(id)
    ? await tx.reportSchedule.findUnique({ where: { organizationId_id: { organizationId, id } } })
    : null;
  if (!found || !isReportKind(found.kind)) return null;
  const { every, day, hour, kind } = found;
  return { organizationId, id, kind, schedule: { every: every as Every, day, hour } };
}

type Told =
  | "report.asked"
  | "report.fetched"
  | "reportSchedule.created"
  | "reportSchedule.resumed"
  | "reportSchedule.removed";

const tell = (tx: Transaction, actor: Actor, action: Told, id: string, kind: ReportKind) =>
  record(tx, actor.organization.id, actor, action, { type: "report", id, name: REPORT_INFO[kind].label });
