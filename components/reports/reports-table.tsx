import { buttonLook } from "@/components/ui/button-look";
import { timeInWords } from "@/components/ui/dates";
import { EmptyState } from "@/components/ui/empty-state";
import { formatCount } from "@/components/ui/format";
import { Icon } from "@/components/ui/icon";
import type { MarkShape } from "@/components/ui/mark";
import { StatusMark } from "@/components/ui/status-mark";
import { Cell, HeaderCell, Row, Table, TableBody, TableHead } from "@/components/ui/table";
import type { Tone } from "@/components/ui/tone";
import { REPORT_INFO } from "@/lib/reports/kinds";
import type { ReportListed } from "@/lib/reports/queries";

type ReportsTableProps = {
  reports: ReportListed[];
  hrefOf: (report: ReportListed) => string | null;
};

const STATES: Record<ReportListed["state"], { label: string; tone: Tone; shape: MarkShape }> = {
  waiting: { label: "Being made", tone: "info", shape: "clock" },
  ready: { label: "Ready", tone: "success", shape: "check" },
  refused: { label: "Refused", tone: "warning", shape: "triangle" },
  failed: { label: "Failed", tone: "error", shape: "cross" },
  expired: { label: "Expired", tone: "neutral", shape: "dash" },
};

/** The files that there are, with who has taken them. */
export function ReportsTable({ reports, hrefOf }: ReportsTableProps) {
  if (reports.length === 0) {
    return (
      <EmptyState icon={<Icon name="file-spreadsheet" size={20} />} title="No reports yet">
        Have one made now, or put one on a schedule.
      </EmptyState>
    );
  }
  return (
    <section aria-labelledby="files-title">
      <h2 id="files-title" className="mb-3 text-[0.9375rem] font-semibold">
        Files
      </h2>
      <Table caption="Reports" stacked labels={["", "State", "Rows", "For", "Kept until", "Fetched by"]}>
        <TableHead>
          <HeaderCell>Report</HeaderCell>
          <HeaderCell>State</HeaderCell>
          <HeaderCell>Rows</HeaderCell>
          <HeaderCell>For</HeaderCell>
          <HeaderCell>Kept until</HeaderCell>
          <HeaderCell>Fetched by</HeaderCell>
          <HeaderCell>
            <span className="sr-only">Actions</span>
          </HeaderCell>
        </TableHead>
        <TableBody>
          {reports.map((report) => {
            const { label, tone, shape } = STATES[report.state];
            const href = report.state === "ready" ? hrefOf(report) : null;
            const name = `${REPORT_INFO[report.kind].label}, ${report.format.toUpperCase()}`;
            return (
              <Row key={report.id} muted={report.state === "expired"}>
                <Cell strong>
                  {name}
                  <p className="text-dense font-normal text-muted">
                    {timeInWords(report.dueAt)}
                    {report.isScheduled && ", on schedule"}
                  </p>
                </Cell>
                <Cell>
                  <StatusMark tone={tone} shape={shape}>
                    {report.reason ? `${label}. ${report.reason}` : label}
                  </StatusMark>
                </Cell>
                <Cell>{report.rows === null ? "" : formatCount(report.rows)}</Cell>
                <Cell>{report.askedBy}</Cell>
                <Cell nowrap>{report.expiresAt ? timeInWords(report.expiresAt) : ""}</Cell>
                <Cell>
                  {report.fetches.length === 0
                    ? "Nobody"
                    : report.fetches.map(({ by, at }) => (
                        <p key={`${by} ${at.getTime()}`}>{`${by}, ${timeInWords(at)}`}</p>
                      ))}
                </Cell>
                <Cell actions>
                  {href && (
                    <a
                      href={href}
                      className={buttonLook({ size: "sm" })}
                      download
                      aria-label={`Download ${name}`}
                    >
                      Download
                    </a>
                  )}
                </Cell>
              </Row>
            );
          })}
        </TableBody>
      </Table>
    </section>
  );
}
