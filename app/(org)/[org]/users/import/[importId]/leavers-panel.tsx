import { suspendPeople } from "@/app/(org)/[org]/users/import/[importId]/leavers-actions";
import { LeaversTable } from "@/components/imports/leavers-table";
import { RefreshWhile } from "@/components/imports/refresh-while";
import { SuspendLeavers } from "@/components/imports/suspend-leavers";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { formatCount } from "@/components/ui/format";
import { Pagination } from "@/components/ui/pagination";
import { Progress } from "@/components/ui/progress";
import { SearchField } from "@/components/ui/search-field";
import { looksPartial, needsWords } from "@/lib/imports/leavers/guard";
import { type LeaversPage, listLeavers } from "@/lib/imports/leavers/queries";
import type { ImportDetails } from "@/lib/imports/queries";
import type { Actor } from "@/lib/permissions/actor";
import { can } from "@/lib/permissions/can";
import { routes } from "@/lib/routes";
import { readUserFilter, readUserListQuery, userListSearchParams } from "@/lib/users/list";

type Query = Record<string, string | string[] | undefined>;
type LeaversPanelProps = { actor: Actor; found: ImportDetails; query: Query };

/** Who is in the directory but not in the file, and the choice to suspend them. */
export async function LeaversPanel({ actor, found, query }: LeaversPanelProps) {
  const { mode = "createOnly" } = found.options;
  if (mode === "createOnly" || !can(actor, "users.read")) return null;
  const { after } = readUserListQuery(query);
  const { search } = readUserFilter(query);
  const page = await listLeavers(actor, found.id, { search, after });
  if (!page) return null;
  return (
    <section aria-labelledby="leavers" className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <h2 id="leavers" className="text-base font-semibold">
        In the directory but not in the file
      </h2>
      {page.choice ? (
        <Choice choice={page.choice} />
      ) : page.unreadable > 0 ? (
        <Alert tone="info" title="Who is not in the file cannot be told">
          {page.unreadable === 1
            ? "One row does not say whom it means"
            : `${formatCount(page.unreadable)} rows do not say whom they mean`}
          : what people are found by is missing there or cannot be read. Nothing happens to anybody by that.
          Mend the errors file and import it; its result tells who is not in it.
        </Alert>
      ) : (
        <People actor={actor} found={found} page={page} search={search} isLater={after !== null} />
      )}
    </section>
  );
}

type PeopleProps = {
  actor: Actor;
  found: ImportDetails;
  page: LeaversPage;
  search: string;
  isLater: boolean;
};

function People(props: PeopleProps) {
  const { all, active } = props.page.counts;
  if (all === 0) return <p className="text-muted">Nobody: everybody who can sign in is in the file.</p>;
  const people = all === 1 ? "One person" : `${formatCount(all)} people`;
  return (
    <>
      <div className="grid max-w-3xl gap-1.5">
        <p>
          {people} of {formatCount(active)} who can sign in, or may do so yet, {all === 1 ? "is" : "are"} in
          no row of this file. This import has not touched them, and nothing happens to them unless you choose
          it here.
        </p>
        <p className="text-muted">
          If the file was meant to hold everybody, they may have left, and can be suspended in one go. If it
          was meant for some people only, there is nothing to do.
        </p>
      </div>
      {looksPartial(all, active) ? (
        <details
          className="rounded-box border border-line px-3.5 py-2.5"
          open={props.search !== "" || props.isLater}
        >
          <summary className="cursor-pointer">
            <span className="font-medium">
              Show {all === 1 ? "this person" : `these ${formatCount(all)} people`}
            </span>
            <span className="text-muted">
              {" "}
              · more than half of the directory: the file seems to be for some people only
            </span>
          </summary>
          <div className="grid grid-cols-[minmax(0,1fr)] gap-4 pt-4 pb-1.5">
            <PeopleList {...props} />
          </div>
        </details>
      ) : (
        <PeopleList {...props} />
      )}
    </>
  );
}

function PeopleList({ actor, found, page, search, isLater }: PeopleProps) {
  const org = actor.organization.slug;
  const { all, suspendable, active } = page.counts;
  const maySuspend = can(actor, "users.suspend") && can(actor, "users.import.commit");
  const href = (more: object) =>
    routes.import(org, found.id, { ...userListSearchParams({ search, ...more }) });
  return (
    <>
      {suspendable < all && (
        <p>{formatCount(all - suspendable)} of them would stay as they are in any case; the list says why.</p>
      )}
      <div className="flex flex-wrap items-center gap-2">
        <search>
          <form action={routes.import(org, found.id)} className="flex gap-2">
            <SearchField
              size="sm"
              name="q"
              label="Search these people"
              placeholder="Search these people"
              defaultValue={search}
            />
            <Button type="submit" size="sm">
              Search
            </Button>
          </form>
        </search>
        {can(actor, "users.export") && actor.exportAllowed !== false && (
          <a className="text-link" href={routes.importLeavers(found.id, org)} download>
            Download them as CSV
          </a>
        )}
        <span className="flex-1" />
        {maySuspend && suspendable > 0 && (
          <SuspendLeavers
            org={org}
            importId={found.id}
            count={suspendable}
            active={active}
            needsWords={needsWords(suspendable, active)}
            suspend={suspendPeople}
          />
        )}
      </div>
      {page.people.length === 0 ? (
        <EmptyState title="Nobody of them matches" />
      ) : (
        <LeaversTable org={org} people={page.people} />
      )}
      {(isLater || page.next) && (
        <Pagination
          label="Pages of people who are not in the file"
          previousHref={isLater ? href({}) : undefined}
          nextHref={page.next ? href({ after: page.next }) : undefined}
        >
          {formatCount(page.people.length)} of {formatCount(all)} people
        </Pagination>
      )}
    </>
  );
}

function Choice({ choice: { count, done, result } }: { choice: NonNullable<LeaversPage["choice"]> }) {
  if (!result) {
    return (
      <div className="grid max-w-2xl gap-3">
        <Progress label="Suspending" done={done} total={count} unit="people" />
        <RefreshWhile />
      </div>
    );
  }
  const { suspended, left } = result;
  return (
    <Alert
      tone="success"
      title={suspended === 1 ? "One person was suspended" : `${formatCount(suspended)} people were suspended`}
    >
      {left > 0 && `${formatCount(left)} were left as they are: somebody has changed them meanwhile. `}
      Taking the import back reactivates them.
    </Alert>
  );
}
