import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Icon } from "@/components/ui/icon";
import { routes } from "@/lib/routes";
import { hasFilter } from "@/lib/users/filter";
import { type UserListQuery, userListSearchParams } from "@/lib/users/list";

type NoUsersProps = { org: string; query: UserListQuery; total: number; mayAdd: boolean; mayImport: boolean };

/** In the place of the table, with the way on: nobody is here, nobody matches, or this page has become empty. */
export function NoUsers({ org, query, total, mayAdd, mayImport }: NoUsersProps) {
  if (total > 0) {
    const first = userListSearchParams({ ...query, after: null, before: null });
    return (
      <EmptyState
        icon={<Icon name="users" size={20} />}
        title="Nobody is on this page any more"
        actions={<Button href={routes.users(org, first)}>Go to the first page</Button>}
      >
        The list has become shorter since this address was made.
      </EmptyState>
    );
  }
  if (hasFilter(query)) return <NoMatch org={org} query={query} />;
  return (
    <EmptyState
      icon={<Icon name="users" size={20} />}
      title="Nobody is here yet"
      actions={
        <>
          {mayImport && <Button href={routes.imports(org)}>Import a file</Button>}
          {mayAdd && <Button href={routes.newUser(org)}>Add user</Button>}
        </>
      }
    >
      {mayAdd
        ? "Add people one at a time, or import them from a file that you have."
        : "An admin can add people."}
    </EmptyState>
  );
}

function NoMatch({ org, query }: { org: string; query: UserListQuery }) {
  const { sort } = userListSearchParams({ sort: query.sort, descending: query.descending });
  const onlyRemoved = query.status === "removed" && !hasFilter({ ...query, status: null });
  return (
    <EmptyState
      icon={<Icon name="search-x" size={20} />}
      title={onlyRemoved ? "Nobody was removed lately" : "Nobody matches"}
      actions={<Button href={routes.users(org, { sort })}>Show everybody</Button>}
    >
      {query.search ? (
        <>
          No name, e-mail or username contains “{query.search}”
          {hasFilter({ ...query, search: "" }) ? " with these filters" : ""}.
        </>
      ) : (
        "Take a filter away to see more."
      )}
    </EmptyState>
  );
}
