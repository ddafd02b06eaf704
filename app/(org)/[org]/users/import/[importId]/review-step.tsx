import { CommitPanel } from "@/app/(org)/[org]/users/import/[importId]/commit-panel";
import { keepFirst, matchAgain } from "@/app/(org)/[org]/users/import/actions";
import { ActButton } from "@/components/imports/act";
import { reviewColumns } from "@/components/imports/review/columns";
import { ReviewFilters } from "@/components/imports/review/review-filters";
import { ReviewWorkbench } from "@/components/imports/review/review-workbench";
import { Alert } from "@/components/ui/alert";
import { EmptyState } from "@/components/ui/empty-state";
import { formatCount } from "@/components/ui/format";
import { Tabs } from "@/components/ui/tabs";
import { fileWords } from "@/lib/imports/file-words";
import type { ImportMode } from "@/lib/imports/plan/modes";
import type { ImportDetails } from "@/lib/imports/queries";
import { dayOf } from "@/lib/imports/review/access-ended";
import {
  type ReviewFilter,
  type RowFilter,
  readRowFilter,
  rowFilterQuery,
} from "@/lib/imports/review/filter";
import { indexLines } from "@/lib/imports/review/lines";
import { ownRowWords } from "@/lib/imports/review/own-row";
import {
  countDriftedRows,
  countIssues,
  type EditList,
  findEndedAccess,
  findOwnRow,
  type IssueCount,
  listEdits,
  listLines,
  listRowsAt,
} from "@/lib/imports/review/queries";
import type { ImportCounts } from "@/lib/imports/state";
import { importSettings } from "@/lib/organizations/settings";
import type { Actor } from "@/lib/permissions/actor";
import { routes } from "@/lib/routes";
import { USER_FIELD_INFO } from "@/lib/users/fields";

type Props = { actor: Actor; found: ImportDetails; query: Record<string, string | string[] | undefined> };

// As many as stand on a screen, so that they are there before anything else is asked for.
const FIRST_ROWS = 40;

/** The third step: every row with what will happen to it, and what is wrong at the cell. */
export async function ReviewStep({ actor, found, query }: Props) {
  const org = actor.organization.slug;
  const isDrifted = (found.options.drifted ?? 0) > 0;
  const drifted = isDrifted ? await countDriftedRows(actor, found.id) : 0;
  const filter = readRowFilter(query, drifted > 0 ? "drifted" : "all");
  const [lines, issues, edits, settings] = await Promise.all([
    listLines(actor, found.id, filter),
    countIssues(actor, found.id),
    listEdits(actor, found.id),
    importSettings(actor),
  ]);
  const rows = await listRowsAt(actor, found.id, indexLines(lines).slice(0, FIRST_ROWS));
  const isNarrowed = Boolean(filter.issue ?? filter.column ?? filter.q);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
      <Notices actor={actor} found={found} edits={edits} issues={issues} />
      <div>
        <Tabs label="Rows by what will happen to them" tabs={tabsOf(org, found, filter, drifted)} />
        <ReviewFilters
          action={routes.import(org, found.id)}
          filter={filter}
          issues={issues}
          columns={found.headers.map((header, column) => header || `Column ${column + 1}`)}
          properties={settings.properties}
        />
        {lines.length === 0 ? (
          <EmptyState title={isNarrowed ? "No row is like that" : EMPTY[filter.show]} />
        ) : (
          <ReviewWorkbench
            key={JSON.stringify(filter)}
            org={org}
            importId={found.id}
            planVersion={found.planVersion}
            filter={filter}
            lines={lines}
            rows={rows}
            columns={reviewColumns(found.headers, found.matching, settings.properties)}
            properties={settings.properties.map(({ id, name, type }) => ({ id, name, type }))}
            canEdit={found.mayPrepare}
            edits={edits}
            issues={issues}
            countries={settings.countries}
            defaultCountry={found.options.defaultCountry ?? settings.defaultCountry}
          />
        )}
      </div>
      <CommitPanel actor={actor} found={found} />
    </div>
  );
}

const EMPTY: Record<ReviewFilter, string> = {
  drifted: "Nothing has changed since you looked",
  all: "There are no rows",
  create: "Nobody would be created",
  update: "Nobody would be changed",
  unchanged: "Nobody is as the file says already",
  exists: "Nobody is in the directory already",
  absent: "Everybody is in the directory",
  invalid: "No row is wrong",
  unselected: "No row is unselected",
};

function countOf(counts: ImportCounts, filter: Exclude<ReviewFilter, "drifted">): number {
  return filter === "all" ? Object.values(counts).reduce((sum, count) => sum + count, 0) : counts[filter];
}

/** The fates that a mode does not have are left out. */
const OF_MODE: Record<ImportMode, readonly Exclude<ReviewFilter, "drifted">[]> = {
  createOnly: ["all", "create", "exists", "invalid", "unselected"],
  updateOnly: ["all", "update", "unchanged", "absent", "invalid", "unselected"],
  both: ["all", "create", "update", "unchanged", "invalid", "unselected"],
};

const LABELS: Record<ReviewFilter, string> = {
  drifted: "Changed since you looked",
  all: "All rows",
  create: "To create",
  update: "To update",
  unchanged: "Unchanged",
  exists: "Already here",
  absent: "Not here",
  invalid: "Errors",
  unselected: "Unselected",
};

function tabsOf(org: string, { id, counts, options }: ImportDetails, filter: RowFilter, drifted: number) {
  const tab = (show: ReviewFilter, count: number) => ({
    label: LABELS[show],
    href: routes.import(org, id, rowFilterQuery({ ...filter, show })),
    current: show === filter.show,
    count,
  });
  const ofFates = OF_MODE[options.mode ?? "createOnly"].map((show) => tab(show, countOf(counts, show)));
  return drifted > 0 || filter.show === "drifted" ? [tab("drifted", drifted), ...ofFates] : ofFates;
}

async function OwnRow({ actor, found }: { actor: Actor; found: ImportDetails }) {
  const own =
    (found.options.mode ?? "createOnly") === "createOnly" ? null : await findOwnRow(actor, found.id);
  if (!own) return null;
  return (
    <Alert tone="warning" title={`Line ${own.line} is your own account`}>
      {ownRowWords(own.changes)}
    </Alert>
  );
}

async function EndedAccess({ actor, found }: { actor: Actor; found: ImportDetails }) {
  if (!found.matching.includes("accessEndsAt")) return null;
  const { count, lines } = await findEndedAccess(actor, found.id, dayOf(new Date()));
  if (count === 0) return null;
  const more = count - lines.length;
  return (
    <Alert
      tone="warning"
      title={
        count === 1
          ? "One person’s access has ended already"
          : `The access of ${formatCount(count)} people has ended already`
      }
    >
      {count === 1 ? "Line" : "Lines"} {lines.join(", ")}
      {more > 0 && ` and ${formatCount(more)} more`}: the day in “{USER_FIELD_INFO.accessEndsAt.label}” is
      past, so {count === 1 ? "this person" : "these people"} will be expired at once and cannot sign in.
      Change the day if that is not meant; nothing else is wrong.
    </Alert>
  );
}

type NoticesProps = { actor: Actor; found: ImportDetails; edits: EditList; issues: IssueCount[] };

function Notices({ actor, found, edits, issues }: NoticesProps) {
  const org = actor.organization.slug;
  const left = found.headers.filter((_, index) => !found.matching[index]);
  const elsewhere = edits.edits.filter(({ isElsewhere, isUndone }) => isElsewhere && !isUndone).length;
  return (
    <>
      {(found.options.drifted ?? 0) > 0 && (
        <Alert tone="warning" title="The directory has changed since you reviewed this file">
          {formatCount(found.options.drifted ?? 0)} rows mean something else now. Nothing was imported; look
          at the rows again.
        </Alert>
      )}
      {elsewhere > 0 && (
        <Alert tone="info">
          {elsewhere === 1 ? "1 edit was" : `${formatCount(elsewhere)} edits were`} made with another sheet or
          header line and {elsewhere === 1 ? "is" : "are"} not applied here.
        </Alert>
      )}
      <OwnRow actor={actor} found={found} />
      <EndedAccess actor={actor} found={found} />
      {found.mayPrepare && issues.some(({ code }) => code === "duplicate") && (
        <Alert
          tone="info"
          title="Some people are in this file more than once"
          actions={
            <ActButton size="sm" act={keepFirst.bind(null, org, { importId: found.id })}>
              Keep the first of identical rows
            </ActButton>
          }
        >
          Of rows that say the very same, the first stays and the others are left out; under Unselected they
          can be taken in again. Rows that differ keep their error: mend them, or leave one of them out.
        </Alert>
      )}
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 text-muted">
        <p>
          {fileWords(found)}
          {left.length > 0 &&
            ` Left out: ${left.map((header) => header.trim() || "a column without a header").join(", ")}.`}
        </p>
        {found.counts.invalid > 0 && (
          <a className="text-link" href={routes.importErrors(found.id, org)} download>
            Download the errors file{found.matching.includes("password") && " (without the passwords)"}
          </a>
        )}
        {found.mayPrepare && (
          <ActButton size="sm" act={matchAgain.bind(null, org, { importId: found.id })}>
            Change columns or options
          </ActButton>
        )}
      </div>
    </>
  );
}
