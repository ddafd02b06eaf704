import type { Metadata } from "next";
import { askReport, removeSchedule, resumeSchedule, scheduleReport } from "@/app/(org)/[org]/reports/actions";
import { MakeReport } from "@/components/reports/make-report";
import { ReportsTable } from "@/components/reports/reports-table";
import { ScheduleForm } from "@/components/reports/schedule-form";
import { SchedulesTable } from "@/components/reports/schedules-table";
import { Alert } from "@/components/ui/alert";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { requireActor } from "@/lib/auth/guard";
import { momentIn } from "@/lib/organizations/locale";
import { can } from "@/lib/permissions/can";
import { REPORT_INFO, REPORT_KEPT_DAYS } from "@/lib/reports/kinds";
import { listReports, listSchedules } from "@/lib/reports/queries";
import { reportsFor } from "@/lib/reports/rights";
import { scheduleInWords } from "@/lib/reports/schedule";
import { routes } from "@/lib/routes";

export const metadata: Metadata = { title: "Reports" };

export default async function ReportsPage({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  const actor = await requireActor(org, "users.export");
  const [{ timeZone, schedules, refusal }, reports] = await Promise.all([
    listSchedules(actor),
    listReports(actor),
  ]);
  const mayAsk = refusal === null && !actor.viewing;
  const maySchedule = mayAsk && can(actor, "users.export.schedule");
  const kinds = reportsFor(actor).map((value) => ({ value, ...REPORT_INFO[value] }));
  return (
    <>
      <PageHeader
        title="Reports"
        description={`Files with what there is, or with what happened. Whoever has one made gets a link to their access email; it is good for ${REPORT_KEPT_DAYS} days, and whoever opens it has to sign in.`}
      />
      {refusal && (
        <div className="mb-5 max-w-3xl">
          <Alert tone="warning">{refusal}</Alert>
        </div>
      )}
      {mayAsk && (
        <div className="mb-8 grid items-start gap-5 lg:grid-cols-2">
          <Card title="Now" description="It is made in the background, and stands below once it is ready.">
            <MakeReport
              org={org}
              kinds={kinds.map(({ value, label, description }) => ({ value, label, description }))}
              ask={askReport}
            />
          </Card>
          {maySchedule && (
            <Card
              title="On a schedule"
              description={`On the clocks of ${timeZone}. Each time with the rights that you have then.`}
            >
              <ScheduleForm
                org={org}
                kinds={kinds.map(({ value, label }) => ({ value, label }))}
                schedule={scheduleReport}
              />
            </Card>
          )}
        </div>
      )}
      <SchedulesTable
        org={org}
        schedules={schedules.map(({ id, kind, format, schedule, madeBy, nextRunAt, pausedBecause }) => ({
          id,
          what: `${REPORT_INFO[kind].label}, ${format.toUpperCase()}`,
          when: scheduleInWords(schedule),
          madeBy,
          next: momentIn(nextRunAt, { timeZone, dateStyle: "dayMonth" }),
          pausedBecause,
        }))}
        mayChange={maySchedule}
        resume={resumeSchedule}
        remove={removeSchedule}
      />
      <ReportsTable
        reports={reports}
        hrefOf={({ id, signature }) => (signature ? routes.reportFile(org, id, { signature }) : null)}
      />
    </>
  );
}
