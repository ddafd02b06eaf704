import { takeBack } from "@/app/(org)/[org]/users/import/actions";
import { ImportAside } from "@/components/imports/import-aside";
import { StateMark } from "@/components/imports/state-mark";
import { UndoImport } from "@/components/imports/undo-import";
import { timeInWords } from "@/components/ui/dates";
import { EmptyState } from "@/components/ui/empty-state";
import { formatCount } from "@/components/ui/format";
import { Icon } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";
import { Pagination } from "@/components/ui/pagination";
import { Cell, HeaderCell, Row, Table, TableBody, TableHead } from "@/components/ui/table";
import { Tabs } from "@/components/ui/tabs";
import type { ImportPage, ImportSummary } from "@/lib/imports/history-queries";
import type { Actor } from "@/lib/permissions/actor";
import { can } from "@/lib/permissions/can";
import { routes } from "@/lib/routes";

type Props = {
  actor: Actor;
  page: ImportPage;
  /** How many wait for approval. */
  waits: number;
  /** Whether those alone are shown. */
  waiting: boolean;
};

/** Every import of the organization, a page at a time. */
export function History({ actor, page, waits, waiting }: Props) {
  const org = actor.organization.slug;
  const { imports, newer, older } = page;
  const show = waiting ? { show: "waiting" } : {};
  const mayUndo = !waiting && can(actor, "users.import.commit") && can(actor, "users.remove");
  return (
    <>
      <h2 className="mb-3 text-base font-semibold">History</h2>
      {(waiting || waits > 0) && (
        <Tabs
          label="Imports"
          tabs={[
            { label: "All", href: routes.imports(org), current: !waiting },
            {
              label: "Waiting for approval",
              href: routes.imports(org, { show: "waiting" }),
              current: waiting,
              count: waits,
            },
          ]}
        />
      )}
      {imports.length === 0 ? (
        <EmptyState
          icon={<Icon name="file-spreadsheet" size={20} />}
          {...emptyWords(waiting, newer !== null)}
        />
      ) : (
        <ImportTable org={org} imports={imports} mayUndo={mayUndo} />
      )}
      {(newer || older) && (
        <Pagination
          label="Pages of imports"
          previousHref={newer ? routes.imports(org, { ...show, after: newer }) : undefined}
          nextHref={older ? routes.imports(org, { ...show, before: older }) : undefined}
        >
          {newer ? "Older imports" : "Newest first"}
        </Pagination>
      )}
    </>
  );
}

function emptyWords(waiting: boolean, isBehind: boolean): { title: string; children?: string } {
  if (isBehind) return { title: "No import is older" };
  return waiting
    ? {
        title: "No import waits for approval",
        children: "What somebody prepares and hands in is listed here until it is imported or returned.",
      }
    : {
        title: "No imports yet",
        children: "Every import stays here for good, with its result and its errors.",
      };
}

const LABELS = ["", "State", "Rows", "Created", "Updated", "By", "Started", "Take back"];

function ImportTable({ org, imports, mayUndo }: { org: string; imports: ImportSummary[]; mayUndo: boolean }) {
  return (
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
                <span className="block max-w-80 truncate text-dense font-normal text-muted">{each.note}</span>
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
  );
}
