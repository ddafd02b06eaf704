import type { Metadata } from "next";
import { openImport, takeBack } from "@/app/(org)/[org]/users/import/actions";
import { FileDrop } from "@/components/imports/file-drop";
import { ImportSteps } from "@/components/imports/import-steps";
import { StateMark } from "@/components/imports/state-mark";
import { TargetOrganization } from "@/components/imports/target-organization";
import { UndoImport } from "@/components/imports/undo-import";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { formatCount } from "@/components/ui/format";
import { Icon } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";
import { PageHeader } from "@/components/ui/page-header";
import { Cell, HeaderCell, Row, Table, TableBody, TableHead } from "@/components/ui/table";
import { requireActor } from "@/lib/auth/guard";
import { IMPORT_LIMITS, limitsInWords } from "@/lib/imports/limits";
import { listImports } from "@/lib/imports/queries";
import { TEMPLATE_LABELS, TEMPLATES } from "@/lib/imports/template";
import { importTargets } from "@/lib/organizations/targets";
import { routes } from "@/lib/routes";

export const metadata: Metadata = { title: "Import users" };

const TIME = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short", timeZone: "UTC" });

export default async function ImportPage({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  const actor = await requireActor(org, "users.import.read");
  const mayPrepare = actor.permissions.has("users.import.prepare");
  const mayUndo = actor.permissions.has("users.import.commit") && actor.permissions.has("users.remove");
  const [imports, targets] = await Promise.all([listImports(actor), importTargets(actor)]);
  return (
    <>
      <PageHeader
        title="Import users"
        description="From a spreadsheet or any CSV file. You see what will happen to every row before anything is written."
        breadcrumbs={[{ label: "Users", href: routes.users(org) }]}
      />
      {mayPrepare && (
        <div className="mb-8 grid max-w-3xl gap-5">
          <ImportSteps state="uploading" />
          {targets.length > 1 && <TargetOrganization current={org} organizations={targets} />}
          <FileDrop org={org} bytesMax={IMPORT_LIMITS.bytesMax} limits={limitsInWords()} open={openImport} />
          <Card
            title="Templates"
            description="Any file will do. These have the columns that match by themselves."
          >
            <ul className="grid gap-1.5">
              {TEMPLATES.map((template) => (
                <li key={template}>
                  <a className="text-link" href={routes.importTemplate(org, template)} download>
                    {TEMPLATE_LABELS[template]}
                  </a>
                </li>
              ))}
            </ul>
          </Card>
        </div>
      )}
      <h2 className="mb-3 text-base font-semibold">History</h2>
      {imports.length === 0 ? (
        <EmptyState icon={<Icon name="file-spreadsheet" size={20} />} title="No imports yet">
          Every import stays here for good, with its result and its errors.
        </EmptyState>
      ) : (
        <Table caption="Imports" stacked>
          <TableHead>
            <HeaderCell>File</HeaderCell>
            <HeaderCell>State</HeaderCell>
            <HeaderCell align="end">Rows</HeaderCell>
            <HeaderCell align="end">Created</HeaderCell>
            <HeaderCell align="end">Updated</HeaderCell>
            <HeaderCell>By</HeaderCell>
            <HeaderCell>Started (UTC)</HeaderCell>
            {mayUndo && <HeaderCell>Take back</HeaderCell>}
          </TableHead>
          <TableBody>
            {imports.map((each) => (
              <Row key={each.id} muted={each.state === "cancelled"}>
                <Cell strong>
                  <Link href={routes.import(org, each.id)} variant="quiet">
                    {each.fileName}
                  </Link>
                </Cell>
                <Cell label="State">
                  <StateMark state={each.state} />
                </Cell>
                <Cell label="Rows" align="end">
                  {formatCount(each.rowCount)}
                </Cell>
                <Cell label="Created" align="end">
                  {each.result ? formatCount(each.result.created) : "–"}
                </Cell>
                <Cell label="Updated" align="end">
                  {each.result ? formatCount(each.result.updated) : "–"}
                </Cell>
                <Cell label="By">{each.createdBy}</Cell>
                <Cell label="Started" nowrap>
                  <time dateTime={each.createdAt.toISOString()}>{TIME.format(each.createdAt)}</time>
                </Cell>
                {mayUndo && (
                  <Cell label="Take back">
                    {each.state === "done" &&
                      each.result &&
                      each.result.created + each.result.updated > 0 && (
                        <UndoImport
                          org={org}
                          importId={each.id}
                          fileName={each.fileName}
                          created={each.result.created}
                          updated={each.result.updated}
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
