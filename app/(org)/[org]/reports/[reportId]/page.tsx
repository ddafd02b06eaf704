import type { Metadata } from "next";
import { Button } from "@/components/ui/button";
import { buttonLook } from "@/components/ui/button-look";
import { timeInWords } from "@/components/ui/dates";
import { DescriptionList } from "@/components/ui/description-list";
import { EmptyState } from "@/components/ui/empty-state";
import { formatCount } from "@/components/ui/format";
import { Icon } from "@/components/ui/icon";
import { PageHeader } from "@/components/ui/page-header";
import { requireActor } from "@/lib/auth/guard";
import { REPORT_INFO } from "@/lib/reports/kinds";
import { findReport } from "@/lib/reports/queries";
import { routes } from "@/lib/routes";

export const metadata: Metadata = { title: "Report" };

type Props = {
  params: Promise<{ org: string; reportId: string }>;
  searchParams: Promise<{ signature?: string | string[] }>;
};

/** Where the link of a message leads. */
export default async function ReportPage({ params, searchParams }: Props) {
  const { org, reportId } = await params;
  const actor = await requireActor(org, "users.export");
  const { signature: given } = await searchParams;
  const signature = typeof given === "string" ? given : "";
  const report = await findReport(actor, reportId, signature);
  const crumbs = [{ label: "Reports", href: routes.reports(org) }];
  if (report?.state !== "ready") {
    const isOver = report?.state === "expired";
    return (
      <>
        <PageHeader title="Report" breadcrumbs={crumbs} />
        <EmptyState
          icon={<Icon name="file-spreadsheet" size={20} />}
          title={isOver ? "This link has expired" : "There is no report behind this link"}
          actions={<Button href={routes.reports(org)}>All reports</Button>}
        >
          {isOver
            ? "The file is not kept any more. Have the report made again."
            : "It may be cut off, or for somebody who may see other things than you."}
        </EmptyState>
      </>
    );
  }
  return (
    <>
      <PageHeader
        title={REPORT_INFO[report.kind].label}
        breadcrumbs={crumbs}
        description={REPORT_INFO[report.kind].description}
        actions={
          <a
            href={routes.reportFile(org, report.id, { signature })}
            className={buttonLook({ variant: "primary" })}
            download
          >
            <Icon name="download" />
            <span>Download</span>
          </a>
        }
      />
      <DescriptionList
        items={[
          { term: "File", detail: report.fileName },
          { term: "Rows", detail: formatCount(report.rows ?? 0) },
          { term: "Made for", detail: report.askedBy },
          { term: "Kept until", detail: report.expiresAt ? timeInWords(report.expiresAt) : null },
        ]}
      />
    </>
  );
}
