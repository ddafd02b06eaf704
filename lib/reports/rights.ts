import type { Actor } from "@/lib/permissions/actor";
import { can } from "@/lib/permissions/can";
import { REPORT_INFO, REPORT_KINDS, type ReportKind } from "@/lib/reports/kinds";

/** Whether an actor may have such a report, made by whomever: to see what it holds, and to take it away. */
export const mayReport = (actor: Actor, kind: ReportKind): boolean =>
  can(actor, "users.export") && can(actor, REPORT_INFO[kind].reads);

/** The reports that an actor may have. */
export const reportsFor = (actor: Actor): ReportKind[] =>
  REPORT_KINDS.filter((kind) => mayReport(actor, kind));
