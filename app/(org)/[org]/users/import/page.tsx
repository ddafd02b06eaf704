import type { Metadata } from "next";
import { openImport, takeBack } from "@/app/(org)/[org]/users/import/actions";
import { FileDrop } from "@/components/imports/file-drop";
import { ImportAside } from "@/components/imports/import-aside";
import { ImportSteps } from "@/components/imports/import-steps";
import { StateMark } from "@/components/imports/state-mark";
import { TargetOrganization } from "@/components/imports/target-organization";
import { TemplateList } from "@/components/imports/template-list";
import { UndoImport } from "@/components/imports/undo-import";
import { WaitingNotice } from "@/components/imports/waiting-notice";
import { Card } from "@/components/ui/card";
import { timeInWords } from "@/components/ui/dates";
import { EmptyState } from "@/components/ui/empty-state";
import { formatCount } from "@/components/ui/format";
import { Icon } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";
import { PageHeader } from "@/components/ui/page-header";
import { Cell, HeaderCell, Row, Table, TableBody, TableHead } from "@/components/ui/table";
import { Tabs } from "@/components/ui/tabs";
import { requireActor } from "@/lib/auth/guard";
import { findWaiting } from "@/lib/imports/approval-queries";
import { IMPORT_LIMITS, limitsInWords } from "@/lib/imports/limits";
import { listImports } from "@/lib/imports/queries";
import { importTargets } from "@/lib/organizations/targets";
import { can } from "@/lib/permissions/can";
import { routes } from "@/lib/routes";

export const metadata: Metadata = { title: "Import users" };

type Props = {
  params: Promise<{ org: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

const LABELS = ["", "State", "Rows", "Created", "Updated", "By", "Started", "Take back"];

export default async function ImportPage({ params, searchParams }: Props) {
  const { org } = await params;
  const waiting = (await searchParams).show === "waiting";
  const actor = await requireActor(org, "users.import.read");
  const mayPrepare = actor.permissions.has("users.import.prepare");
  const mayUndo =
    !waiting && actor.permissions.has("users.import.commit") && actor.permissions.has("users.remove");
  const [imports, targets, waits] = await Promise.all([
    listImports(actor, { waiting }),
    importTargets(actor),
    findWaiting(actor),
  ]);
  return (
    <>
      <PageHeader
        title="Import users"
        description="From a spreadsheet or any CSV file. You see what will happen to every row before anything is written."
        breadcrumbs={[{ label: "Users", href: routes.users(org) }]}
      />
      {!waiting && can(actor, "users.import.commit") && <WaitingNotice org={org} waiting={waits} />}
      {mayPrepare && (
        <div className="mb-8 grid max-w-3xl gap-5">
          <ImportSteps state="uploading" />
          {targets.length > 1 && <TargetOrganization current={org} organizations={targets} />}
          <FileDrop org={org} bytesMax={IMPORT_LIMITS.bytesMax} limits={limitsInWords()} open={openImport} />
          <Card
            title="Templates"
            description="Any file will do. These have columns that match by themselves, and an example that is left out."
          >
            <TemplateList org={org} />
          </Card>
        </div>
      )}
      <h2 className="mb-3 text-base font-semibold">History</h2>
      {(waiting || waits.count > 0) && (
        <Tabs
          label="Imports"
          tabs={[
            { label: "All", href: routes.imports(org), current: !waiting },
            {
              label: "Waiting for approval",
              href: routes.imports(org, { show: "waiting" }),
              current: waiting,
              count: waits.count,
            },
          ]}
        />
      )}
      {imports.length === 0 ? (
        <EmptyState
          icon={<Icon name="file-spreadsheet" size={20} />}
          title={waiting ? "No import waits for approval" : "No imports yet"}
        >
          {waiting
            ? "What somebody prepares and hands in is listed here until it is imported or returned."
            : "Every import stays here for good, with its result and its errors."}
        </EmptyState>
      ) : (
        <Table caption="Imports" stacked labels={LABELS}>
          <TableHead>
            <HeaderCell>File</HeaderCell>
            <HeaderCell>State</HeaderCell>
            <HeaderCell align="end">Rows</HeaderCell>
            <HeaderCell align="end">Created</HeaderCell>
            <HeaderCell align="end">Updated</HeaderCell>
            <HeaderCell>By</HeaderCell>
            <HeaderCell>Started</HeaderCell>
            {mayUndo && <HeaderCell>Take back</HeaderCell>}
          </TableHead>
          <TableBody>
            {imports.map((each) => (
              <Row key={each.id} muted={each.state === "cancelled"}>
                <Cell strong>
                  <Link href={routes.import(org, each.id)} variant="quiet">
                    {each.fileName}
                  </Link>
                  {each.note && (
                    <span className="block max-w-80 truncate text-dense font-normal text-muted">
                      {each.note}
                    </span>
                  )}
                </Cell>
                <Cell>
                  <div>
                    <StateMark state={each.state} waits={each.waits} />
                    <ImportAside import={each} />
                  </div>
                </Cell>
                <Cell align="end">{each.rowCount > 0 ? formatCount(each.rowCount) : "–"}</Cell>
                <Cell align="end">{each.result ? formatCount(each.result.created) : "–"}</Cell>
                <Cell align="end">{each.result ? formatCount(each.result.updated) : "–"}</Cell>
                <Cell>{each.createdBy}</Cell>
                <Cell nowrap>
                  <time dateTime={each.createdAt.toISOString()}>{timeInWords(each.createdAt)}</time>
                </Cell>
                {mayUndo && (
                  <Cell>
                    {each.state === "done" &&
                      each.result &&
                      each.result.created + each.result.updated + each.suspended > 0 && (
                        <UndoImport
                          org={org}
                          importId={each.id}
                          fileName={each.fileName}
                          created={each.result.created}
                          updated={each.result.updated}
                          suspended={each.suspended}
                          size="sm"
                          takeBack={takeBack}
                        />
                      )}
                  </Cell>
                )}
              </Row>
            ))}
          </TableBody>
        </Table>
      )}
    </>
  );
}
