import { routes } from "@/lib/routes";
import { type Cursor, type Sort, type UserListQuery, userListSearchParams } from "@/lib/users/list";

export type SortLink = { href: string; direction?: "ascending" | "descending" };

/** For each column that sorts, the first page in its order, or in the other one if it is sorted by it already. */
export function sortLinks(org: string, query: UserListQuery): Record<Sort, SortLink> {
  const linkTo = (sort: Sort): SortLink => {
    const isCurrent = query.sort === sort;
    const descending = isCurrent && !query.descending;
    const view = userListSearchParams({ ...query, sort, descending, after: null, before: null });
    const href = routes.users(org, view);
    return isCurrent ? { href, direction: query.descending ? "descending" : "ascending" } : { href };
  };
  return {
    name: linkTo("name"),
    email: linkTo("email"),
    username: linkTo("username"),
    created: linkTo("created"),
  };
}

/** The pages before and after this one, as far as there are such pages. */
export function pageLinks(
  org: string,
  query: UserListQuery,
  { previous, next }: { previous: Cursor | null; next: Cursor | null },
): { previousHref?: string; nextHref?: string } {
  const linkTo = (position: Pick<UserListQuery, "after" | "before">) =>
    routes.users(org, userListSearchParams({ ...query, ...position }));
  return {
    previousHref: previous ? linkTo({ before: previous, after: null }) : undefined,
    nextHref: next ? linkTo({ after: next, before: null }) : undefined,
  };
}
