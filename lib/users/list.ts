import { isId } from "@/lib/ids";
import { ROLES } from "@/lib/permissions/roles";
import { isPropertyField, propertyIdOf, propertyParams } from "@/lib/properties/field";
import { PROPERTY_TEXT_MAX } from "@/lib/properties/limits";
import type { PropertyValues } from "@/lib/properties/types";
import { RELATED_COLUMNS } from "@/lib/users/columns";
import { FILTERS_MAX, STATUS_FILTERS, type UserFilter } from "@/lib/users/filter";

export const SORTS = ["name", "email", "username", "created"] as const;
export type Sort = (typeof SORTS)[number];

export const PAGE_SIZE = 50;

/** Where a keyset page begins: behind (or before) the row with this sort value and id. */
export type Cursor = { value: string; id: string };

export type UserListQuery = UserFilter & {
  sort: Sort;
  descending: boolean;
  after: Cursor | null;
  before: Cursor | null;
  /** The ids of properties that are columns too, and perhaps some of `RELATED_COLUMNS`; left out where none is. */
  columns?: string[];
  /** How many there are on a page, where that is not `PAGE_SIZE`. */
  size?: number;
  /** Whether rows have all that is kept of a person. */
  whole?: boolean;
};

type SearchParams = Record<string, string | string[] | undefined>;

const SEARCH_CHARACTERS_MAX = 200;

/** Reads the list's state from an address. What makes no sense there counts as absent. */
export function readUserListQuery(params: SearchParams): UserListQuery {
  const one = (name: string) => {
    const value = params[name];
    return typeof value === "string" ? value : undefined;
  };
  const [wanted, direction] = (one("sort") ?? "name").split(":");
  const sort = oneOf(SORTS, wanted) ?? "name";
  const columns = readColumns(params.columns);
  return {
    ...readUserFilter(params),
    ...(columns.length > 0 ? { columns } : {}),
    sort,
    descending: direction === "desc",
    after: readCursor(one("after"), sort),
    before: readCursor(one("before"), sort),
  };
}

export function readUserFilter(params: SearchParams): UserFilter {
  const text = (name: string) => (typeof params[name] === "string" ? (params[name] as string) : "");
  const properties = readProperties(params);
  return {
    ...(Object.keys(properties).length > 0 ? { properties } : {}),
    search: text("q").replaceAll("\0", "").trim().slice(0, SEARCH_CHARACTERS_MAX),
    status: oneOf(STATUS_FILTERS, text("status")),
    role: oneOf(ROLES, text("role")),
    importId: isId(text("import")) ? text("import") : null,
    groupId: isId(text("group")) ? text("group") : null,
    ...(isId(text("service")) ? { serviceId: text("service") } : {}),
  };
}

/** How many columns a view has at most beside those of everybody. */
export const COLUMNS_MAX = 8;

/** Ids, as a form repeats them or as one list. */
function readColumns(given: string | string[] | undefined): string[] {
  const ids = [given ?? []].flat().flatMap((text) => text.split(","));
  return [...new Set(ids.filter((id) => RELATED_COLUMNS.includes(id) || isId(id)))].slice(0, COLUMNS_MAX);
}

// What a cut leaves of a character is nothing that JSON of the database can hold.
const HALVES = /\p{Surrogate}/gu;

function readProperties(params: SearchParams): PropertyValues {
  const found = Object.entries(params).flatMap(([name, given]) => {
    if (!isPropertyField(name) || typeof given !== "string") return [];
    const value = given.replaceAll("\0", "").trim().slice(0, PROPERTY_TEXT_MAX).replace(HALVES, "");
    return value === "" ? [] : [[propertyIdOf(name), value] as const];
  });
  return Object.fromEntries(found.slice(0, FILTERS_MAX));
}

/** The list's state as the part of an address behind the question mark; defaults are left out. */
export function userListSearchParams(query: Partial<UserListQuery>): Record<string, string | undefined> {
  const { sort = "name", descending = false } = query;
  return {
    q: query.search || undefined,
    status: query.status ?? undefined,
    role: query.role ?? undefined,
    import: query.importId ?? undefined,
    group: query.groupId ?? undefined,
    service: query.serviceId ?? undefined,
    ...propertyParams(query.properties),
    columns: query.columns?.join(",") || undefined,
    sort: sort === "name" && !descending ? undefined : `${sort}${descending ? ":desc" : ""}`,
    after: query.after ? writeCursor(query.after) : undefined,
    before: query.before ? writeCursor(query.before) : undefined,
  };
}

const writeCursor = ({ value, id }: Cursor) => Buffer.from(JSON.stringify([value, id])).toString("base64url");

function readCursor(text: string | undefined, sort: Sort): Cursor | null {
  if (!text) return null;
  try {
    const parsed: unknown = JSON.parse(Buffer.from(text, "base64url").toString());
    if (!Array.isArray(parsed) || parsed.length !== 2) return null;
    const [value, id] = parsed as unknown[];
    if (typeof value !== "string" || typeof id !== "string" || !isId(id)) return null;
    // A moment is kept as milliseconds since 1970; a text may be anything that the database can compare.
    const fits = sort === "created" ? /^\d{1,14}$/.test(value) : !value.includes("\0");
    return fits ? { value, id } : null;
  } catch {
    return null;
  }
}

function oneOf<T extends string>(values: readonly T[], text: string | undefined): T | null {
  return values.find((value) => value === text) ?? null;
}
