import { CommitPanel } from "@/app/(org)/[org]/users/import/[importId]/commit-panel";
import { matchAgain, selectImportRows } from "@/app/(org)/[org]/users/import/actions";
import { ActButton } from "@/components/imports/act";
import { ReviewSelection } from "@/components/imports/review-selection";
import { ReviewTable } from "@/components/imports/review-table";
import { Alert } from "@/components/ui/alert";
import { EmptyState } from "@/components/ui/empty-state";
import { formatCount } from "@/components/ui/format";
import { Pagination } from "@/components/ui/pagination";
import { Tabs } from "@/components/ui/tabs";
import type { ImportMode } from "@/lib/imports/plan/modes";
import type { ImportDetails } from "@/lib/imports/queries";
import { listReviewRows, REVIEW_FILTERS, type ReviewFilter } from "@/lib/imports/row-queries";
import type { ImportCounts } from "@/lib/imports/state";
import { ENCODING_LABELS, type TableEncoding } from "@/lib/imports/table/decode";
import type { Actor } from "@/lib/permissions/actor";
import { routes } from "@/lib/routes";

type Props = { actor: Actor; found: ImportDetails; query: Record<string, string | string[] | undefined> };

/** The third step: every row with what will happen to it, and what is wrong at the cell. */
export async function ReviewStep({ actor, found, query }: Props) {
  const org = actor.organization.slug;
  const filter = REVIEW_FILTERS.find((each) => each === query.show) ?? "all";
  const afterLine = Math.max(0, Math.trunc(Number(query.after)) || 0);
  const page = await listReviewRows(actor, found.id, { filter, afterLine });
  const mayPrepare = actor.permissions.has("users.import.prepare");
  const table = <ReviewTable details={found} rows={page.rows} canSelect={mayPrepare} />;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
      <Notices actor={actor} found={found} />
      <CommitPanel actor={actor} found={found} />
      <div>
        <Tabs label="Rows by what will happen to them" tabs={tabsOf(org, found, filter)} />
        <div className="mb-3 flex flex-wrap items-center gap-2">
          {mayPrepare && page.rows.length > 0 && <SelectAll org={org} importId={found.id} filter={filter} />}
        </div>
        {page.rows.length === 0 ? (
          <EmptyState title={EMPTY[filter]} />
        ) : mayPrepare ? (
          <ReviewSelection org={org} importId={found.id} select={selectImportRows}>
            {table}
          </ReviewSelection>
        ) : (
          table
        )}
        <Pagination
          label="Pages of rows"
          previousHref={afterLine > 0 ? routes.import(org, found.id, { show: filter }) : undefined}
          nextHref={
            page.nextAfterLine
              ? routes.import(org, found.id, { show: filter, after: page.nextAfterLine })
              : undefined
          }
        >
          {formatCount(page.rows.length)} of {formatCount(countOf(found.counts, filter))} rows
        </Pagination>
      </div>
    </div>
  );
}

const EMPTY: Record<ReviewFilter, string> = {
  all: "There are no rows",
  create: "Nobody would be created",
  update: "Nobody would be changed",
  unchanged: "Nobody is as the file says already",
  exists: "Nobody is in the directory already",
  absent: "Everybody is in the directory",
  invalid: "No row is wrong",
  unselected: "No row is unselected",
};

function countOf(counts: ImportCounts, filter: ReviewFilter): number {
  return filter === "all" ? Object.values(counts).reduce((sum, count) => sum + count, 0) : counts[filter];
}

/** The fates that a mode does not have are left out. */
const OF_MODE: Record<ImportMode, readonly ReviewFilter[]> = {
  createOnly: ["all", "create", "exists", "invalid", "unselected"],
  updateOnly: ["all", "update", "unchanged", "absent", "invalid", "unselected"],
  both: ["all", "create", "update", "unchanged", "invalid", "unselected"],
};

function tabsOf(org: string, { id, counts, options }: ImportDetails, filter: ReviewFilter) {
  const labels: Record<ReviewFilter, string> = {
    all: "All rows",
    create: "To create",
    update: "To update",
    unchanged: "Unchanged",
    exists: "Already here",
    absent: "Not here",
    invalid: "Errors",
    unselected: "Unselected",
  };
  return OF_MODE[options.mode ?? "createOnly"].map((each) => ({
    label: labels[each],
    href: routes.import(org, id, { show: each === "all" ? null : each }),
    current: each === filter,
    count: countOf(counts, each),
  }));
}

function Notices({ actor, found }: { actor: Actor; found: ImportDetails }) {
  const org = actor.organization.slug;
  const left = found.headers.filter((_, index) => !found.matching[index]);
  const encoding = ENCODING_LABELS[found.encoding as TableEncoding] ?? found.encoding;
  return (
    <>
      {(found.options.drifted ?? 0) > 0 && (
        <Alert tone="warning" title="The directory has changed since you reviewed this file">
          {formatCount(found.options.drifted ?? 0)} rows mean something else now. Nothing was imported; look
          at the rows again.
        </Alert>
      )}
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 text-muted">
        <p>
          Read as {encoding}.
          {left.length > 0 &&
            ` Left out: ${left.map((header) => header.trim() || "a column without a header").join(", ")}.`}
        </p>
        {found.counts.invalid > 0 && (
          <a className="text-link" href={routes.importErrors(found.id, org)} download>
            Download the errors file
          </a>
        )}
        {actor.permissions.has("users.import.prepare") && (
          <ActButton size="sm" act={matchAgain.bind(null, org, { importId: found.id })}>
            Change columns or options
          </ActButton>
        )}
      </div>
    </>
  );
}

function SelectAll({ org, importId, filter }: { org: string; importId: string; filter: ReviewFilter }) {
  const fate = filter === "all" || filter === "unselected" ? null : filter;
  const act = (selected: boolean) => selectImportRows.bind(null, org, { importId, rows: { fate }, selected });
  return (
    <>
      {filter !== "unselected" && (
        <ActButton size="sm" act={act(false)}>
          {filter === "all" ? "Unselect all rows" : "Unselect all of these"}
        </ActButton>
      )}
      {(filter === "all" || filter === "unselected") && (
        <ActButton size="sm" act={act(true)}>
          Select all rows
        </ActButton>
      )}
    </>
  );
}
