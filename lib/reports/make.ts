import "server-only";
import { record } from "@/lib/audit/record";
import { reviveActor } from "@/lib/auth/revive";
import { readStored } from "@/lib/auth/stored-actor";
import { enterOrganization, type Transaction, withOrganization } from "@/lib/db";
import type { Report } from "@/lib/generated/prisma/client";
import { log } from "@/lib/log";
import { queueMessage } from "@/lib/messages/queue-one";
import { momentInMessage } from "@/lib/messages/template/moment";
import { localeOf } from "@/lib/organizations/locale";
import type { Actor } from "@/lib/permissions/actor";
import { exportRefusal } from "@/lib/policies/export";
import { reportBytes } from "@/lib/reports/file";
import { isReportKind, REPORT_INFO, REPORT_KEPT_DAYS, type ReportFormat } from "@/lib/reports/kinds";
import { reportLink } from "@/lib/reports/link";
import { mayReport } from "@/lib/reports/rights";
import { REPORT_ROWS } from "@/lib/reports/rows";

type MakeJob = { organizationId: string; reportId: string };

const SYSTEM = { kind: "system" as const, name: "Rollcall" };
const DAY_MS = 86_400_000;
const PART_BYTES = 1 << 20;
const WRITE_MS = 300_000;
const ATTEMPTS_MAX = 5;
const GONE = "Whoever asked for it may not have it any more.";

/**
 * Makes a report's file with the rights that whoever asked for it has now, and tells them of it. Made once: what a killed
 * worker had begun is begun anew, and what is done is found to be done.
 */
export async function makeReport({ organizationId, reportId }: MakeJob, attempt = 1): Promise<void> {
  const report = await withOrganization(organizationId, (tx) =>
    tx.report.findUnique({ where: { organizationId_id: { organizationId, id: reportId } } }),
  );
  if (report?.state !== "waiting") return;
  try {
    const actor = await reviveActor(report.askedBy, organizationId);
    const refusal = await whyNot(report, actor);
    if (refusal !== null || !actor) return await refuse(report, refusal ?? GONE);
    await writeFile(report, actor, await bytesOf(report, actor));
  } catch (error) {
    if (attempt < ATTEMPTS_MAX) throw error;
    log.error({ error: String(error), reportId }, "A report could not be made.");
    await settle(report, { state: "failed", reason: "It could not be made. Try again later." });
  }
}

async function whyNot(report: Report, actor: Actor | null): Promise<string | null> {
  const { kind, organizationId } = report;
  if (!actor || !isReportKind(kind) || !mayReport(actor, kind)) return GONE;
  const refusal = await withOrganization(organizationId, (tx) => exportRefusal(tx, actor));
  return refusal && "A policy lets whoever asked for it take no lists of people away.";
}

type Made = { parts: Uint8Array<ArrayBuffer>[]; rows: number };

async function bytesOf({ kind, format, days }: Report, actor: Actor): Promise<Made> {
  if (!isReportKind(kind)) throw new Error("There is no such report.");
  const since = new Date(Date.now() - days * DAY_MS);
  const made = await REPORT_ROWS[kind](actor, since);
  const pieces: Uint8Array[] = [];
  let rows = 0;
  const count = (more: number) => {
    rows += more;
  };
  for await (const piece of reportBytes(REPORT_INFO[kind].label, format as ReportFormat, made, count))
    pieces.push(piece);
  const whole = Buffer.concat(pieces);
  const parts = Array.from({ length: Math.ceil(whole.length / PART_BYTES) }, (_, part) =>
    Uint8Array.from(whole.subarray(part * PART_BYTES, (part + 1) * PART_BYTES)),
  );
  return { parts, rows };
}

async function writeFile(report: Report, actor: Actor, { parts, rows }: Made): Promise<void> {
  const { organizationId, id: reportId, kind, format } = report;
  const now = new Date();
  const expiresAt = new Date(now.getTime() + REPORT_KEPT_DAYS * DAY_MS);
  const fileName = `${actor.organization.slug}-${kind}-${now.toISOString().slice(0, 10)}.${format}`;
  const sizeBytes = parts.reduce((sum, { length }) => sum + length, 0);
  await withOrganization(
    organizationId,
    async (tx) => {
      if (!(await isWaiting(tx, report))) return;
      for (const [part, bytes] of parts.entries())
        await tx.reportPart.create({
          data: { organizationId, reportId, part, bytes },
          select: { part: true },
        });
      await tx.report.update({
        where: { organizationId_id: { organizationId, id: reportId } },
        data: { state: "ready", fileName, rows, sizeBytes, readyAt: now, expiresAt },
        select: { id: true },
      });
      const subject = { type: "report" as const, id: reportId, name: fileName };
      await record(tx, organizationId, actor, "report.made", subject, { after: { rows } });
      await tellOf(tx, report, actor, expiresAt);
    },
    { timeoutMs: WRITE_MS },
  );
}

/** By a message to the access email of whoever asked, in the organization that their account is in. */
async function tellOf(tx: Transaction, report: Report, actor: Actor, expiresAt: Date): Promise<void> {
  const { organizationId: home, userId } = readStored(report.askedBy);
  const { id: organizationId, slug, name } = actor.organization;
  if (home !== organizationId) await enterOrganization(tx, home);
  const user = await tx.user.findUniqueOrThrow({
    where: { organizationId_id: { organizationId: home, id: userId } },
    select: { accessEmail: true },
  });
  const locale = await tx.organization.findUniqueOrThrow({
    where: { id: home },
    select: { timeZone: true, dateStyle: true },
  });
  const label = isReportKind(report.kind) ? REPORT_INFO[report.kind].label : report.kind;
  const filled = {
    report: `${label}, ${name}`,
    reportLink: reportLink(slug, { organizationId, reportId: report.id, until: expiresAt }),
    expires: momentInMessage(expiresAt, localeOf(locale)),
  };
  await queueMessage(tx, {
    organizationId: home,
    userId,
    kind: "reportReady",
    address: user.accessEmail,
    filled,
  });
}

/** A report that may not be made any more; its schedule waits until somebody who may lets it go on. */
async function refuse(report: Report, reason: string): Promise<void> {
  await settle(report, { state: "refused", reason }, async (tx) => {
    const { organizationId, scheduleId } = report;
    if (!scheduleId) return;
    const paused = await tx.reportSchedule.updateMany({
      where: { organizationId, id: scheduleId, pausedBecause: null },
      data: { pausedBecause: reason },
    });
    if (paused.count === 0) return;
    const label = isReportKind(report.kind) ? REPORT_INFO[report.kind].label : report.kind;
    const subject = { type: "report" as const, id: scheduleId, name: label };
    await record(tx, organizationId, SYSTEM, "reportSchedule.paused", subject, { after: { reason } });
  });
}

async function settle(
  report: Report,
  data: { state: "refused" | "failed"; reason: string },
  also?: (tx: Transaction) => Promise<void>,
): Promise<void> {
  const { organizationId, id } = report;
  await withOrganization(organizationId, async (tx) => {
    if (!(await isWaiting(tx, report))) return;
    await tx.report.update({
      where: { organizationId_id: { organizationId, id } },
      data,
      select: { id: true },
    });
    await also?.(tx);
  });
}

async function isWaiting(tx: Transaction, { organizationId, id }: Report): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ state: string }[]>`
    SELECT state FROM reports WHERE organization_id = ${organizationId}::uuid AND id = ${id}::uuid FOR UPDATE`;
  return row?.state === "waiting";
}
