import { type Cursor, readUserListQuery, userListSearchParams } from "@/lib/users/list";

/** What an address asks of the address book. Its order is always that of names. */
export type BookQuery = { search: string; after: Cursor | null; before: Cursor | null };

/** Reads an address as the list of people does; what makes no sense there counts as absent. */
export function readBookQuery(params: Record<string, string | string[] | undefined>): BookQuery {
  const { q, after, before } = params;
  const query = readUserListQuery({ q, after, before });
  return { search: query.search, after: query.after, before: query.before };
}

export const bookSearchParams = (query: Partial<BookQuery>): Record<string, string | undefined> =>
  userListSearchParams(query);

const NUMBER = /^[+\d\s()./-]*\d[+\d\s()./-]*$/;

/**
 * What is looked for. A number may be written as people write numbers, with or without what stands before it: 020 7455 9485,
 * (020) 7455-9485 and +44 20 7455 9485 are all in +442074559485.
 */
export function bookSearch(search: string): string {
  if (!NUMBER.test(search)) return search;
  const digits = search.replace(/\(0\)/, "").replace(/\D/g, "");
  return digits.replace(/^0+(?=\d)/, "");
}
