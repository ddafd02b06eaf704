import "server-only";
import { readRows, withOrganization } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { isId } from "@/lib/ids";
import type { Actor } from "@/lib/permissions/actor";
import { demand } from "@/lib/permissions/demand";
import { RELATED_COLUMNS } from "@/lib/users/columns";
import { hasFilter, type UserFilter } from "@/lib/users/filter";
import { type Cursor, PAGE_SIZE, type UserListQuery } from "@/lib/users/list";
import { COLUMNS, type ListedRow, readListed, rowOf, type UserRow, WHOLE_COLUMNS } from "@/lib/users/listed";
import { behind, sortColumn, sortValue } from "@/lib/users/order";
import { findPersonRow, type PersonRow } from "@/lib/users/person-row";
import {
  FOUND_MAX,
  type IdArray,
  idsOf,
  peopleHaving,
  peopleInGroup,
  peopleLike,
  peopleSeated,
  wordsLeft,
} from "@/lib/users/search";
import { type Status, statusOf } from "@/lib/users/status";
import { usersWhere } from "@/lib/users/where";

/** One page of the list. `total` stops counting at `COUNT_MAX` when a filter is on. */
export type UserPage = {
  rows: UserRow[];
  total: number;
  totalIsExact: boolean;
  previous: Cursor | null;
  next: Cursor | null;
};

export const COUNT_MAX = 1000;

/** The page of people that an address asks for. @throws Error unless the actor may see people. */
export async function listUsers(actor: Actor, query: UserListQuery): Promise<UserPage> {
  demand(actor, "users.read");
  const { id: organizationId } = actor.organization;
  const { found, where } = await readPage(actor, query);
  const total = found[0]?.total ?? (await count(organizationId, totalSql(where, query)));
  return { ...pageOf(found, query), total, totalIsExact: !hasFilter(query) || total <= COUNT_MAX };
}

/** A search that finds few is one statement. When it finds nobody, it may have found too many. */
async function readPage(actor: Actor, query: UserListQuery) {
  const { id: organizationId } = actor.organization;
  const people = peopleLike(query.search);
  let among: IdArray | null = null;
  if (people) {
    const found = await readListed(organizationId, searchedSql(actor, people, query));
    if (found.length > 0) return { found, where: Prisma.empty };
    among = await idsOf(organizationId, people);
    if (among) return { found: [], where: usersWhere(actor, query, among) };
  } else among = await idsOf(organizationId, fewOf(organizationId, query));
  const where = usersWhere(actor, query, among);
  const statement = pageSql(Prisma.sql`users WHERE ${where}`, totalSql(where, query), query);
  const found = await readListed(organizationId, statement, { inOrder: !hasFilter(query) });
  return { found, where };
}

/** What may say of a filter without words that it means few. */
const fewOf = (organizationId: string, { properties, groupId, serviceId }: UserFilter) =>
  peopleHaving(properties) ??
  peopleInGroup(organizationId, groupId) ??
  peopleSeated(organizationId, serviceId);

export type UserDetails = PersonRow & { status: Status };

/** A person of the actor's organization, removed ones too; null when there is none. */
export async function findUser(actor: Actor, userId: string): Promise<UserDetails | null> {
  demand(actor, "users.read");
  if (!isId(userId)) return null;
  const organizationId = actor.organization.id;
  const user = await withOrganization(organizationId, (tx) =>
    findPersonRow(tx, { organizationId, id: userId }),
  );
  return user && { ...user, status: statusOf(user, new Date()) };
}

/** How many people match, counted to the last one. */
export async function countMatching(actor: Actor, filter: UserFilter): Promise<number> {
  demand(actor, "users.read");
  const { id: organizationId } = actor.organization;
  const people = peopleLike(filter.search) ?? fewOf(organizationId, filter);
  const where = usersWhere(actor, filter, await idsOf(organizationId, people));
  return count(organizationId, Prisma.sql`SELECT count(*)::int AS total FROM users WHERE ${where}`);
}

async function count(organizationId: string, statement: Prisma.Sql): Promise<number> {
  const rows = await readRows<{ total: number }>(organizationId, statement);
  return rows[0]?.total ?? 0;
}

/** Who is looked for is found once, and counted and sorted from there; nobody when there are too many. */
function searchedSql(actor: Actor, people: Prisma.Sql, query: UserListQuery): Prisma.Sql {
  if (isSearchByName(query)) return foundByNameSql(actor.organization.id, people, query);
  const where = usersWhere(actor, query, Prisma.sql`found`);
  return Prisma.sql`
    WITH found AS MATERIALIZED (SELECT id FROM ${people}),
      few AS MATERIALIZED (SELECT ${columnsOf(query)}, sort_name FROM users
        WHERE (SELECT count(*) FROM found) <= ${FOUND_MAX} AND ${where})
    ${pageSql(Prisma.sql`few WHERE true`, Prisma.sql`SELECT count(*)::int FROM few`, query)}`;
}

/** Whether the look-up says all that counting and sorting ask for. */
const isSearchByName = ({ sort, search, ...query }: UserListQuery) =>
  sort === "name" && !hasFilter({ ...query, search: "" }) && wordsLeft(search).length === 0;

/** The same, where only the page's own people have to be read: of hundreds that are found, fifty-one. */
function foundByNameSql(organizationId: string, people: Prisma.Sql, query: UserListQuery): Prisma.Sql {
  const { backwards, direction, cursor } = directionOf(query);
  return Prisma.sql`
    WITH found AS MATERIALIZED (SELECT * FROM ${people}),
      live AS (SELECT id, sort_name FROM found
        WHERE NOT is_removed AND (SELECT count(*) FROM found) <= ${FOUND_MAX}),
      page AS MATERIALIZED (SELECT id AS found_id FROM live WHERE true ${behind("name", backwards, cursor)}
        ORDER BY sort_name ${direction}, id ${direction} LIMIT ${sizeOf(query) + 1})
    SELECT ${columnsOf(query)}, sort_name AS sort_value, (SELECT count(*)::int FROM live) AS total, now() AS read_at
    FROM page JOIN users ON organization_id = ${organizationId}::uuid AND id = found_id
    ORDER BY sort_name ${direction}, id ${direction}`;
}

/** What is kept of properties is read where some of it is shown. */
function columnsOf({ columns = [], whole }: UserListQuery): Prisma.Sql {
  if (whole) return WHOLE_COLUMNS;
  return columns.some((id) => !RELATED_COLUMNS.includes(id)) ? Prisma.sql`${COLUMNS}, properties` : COLUMNS;
}

const sizeOf = ({ size = PAGE_SIZE }: UserListQuery) => size;

/** One row more than a page, so that it shows whether there is a next one. A page before a cursor is read backwards. */
function pageSql(people: Prisma.Sql, total: Prisma.Sql, query: UserListQuery): Prisma.Sql {
  const { sort } = query;
  const { backwards, direction, cursor } = directionOf(query);
  return Prisma.sql`
    SELECT ${columnsOf(query)}, ${sortValue(sort)} AS sort_value, (${total}) AS total, now() AS read_at
    FROM ${people} ${behind(sort, backwards, cursor)}
    ORDER BY ${sortColumn(sort)} ${direction}, id ${direction} LIMIT ${sizeOf(query) + 1}`;
}

function directionOf({ descending, after, before }: UserListQuery) {
  const backwards = descending !== (after === null && before !== null);
  return { backwards, direction: backwards ? Prisma.sql`DESC` : Prisma.sql`ASC`, cursor: after ?? before };
}

function pageOf(found: ListedRow[], query: UserListQuery): Pick<UserPage, "rows" | "previous" | "next"> {
  const backwards = query.after === null && query.before !== null;
  const more = found.length > sizeOf(query);
  const page = found.slice(0, sizeOf(query));
  if (backwards) page.reverse();
  const cursorOf = (row: ListedRow | undefined) => (row ? { value: row.sort_value, id: row.id } : null);
  return {
    rows: page.map(rowOf),
    previous: (backwards ? more : query.after !== null) ? cursorOf(page[0]) : null,
    next: backwards || more ? cursorOf(page.at(-1)) : null,
  };
}

function totalSql(where: Prisma.Sql, filter: UserFilter): Prisma.Sql {
  return hasFilter(filter)
    ? Prisma.sql`SELECT count(*)::int AS total FROM (SELECT FROM users WHERE ${where} LIMIT ${COUNT_MAX + 1}) AS matching`
    : Prisma.sql`SELECT coalesce(sum(change), 0)::int AS total FROM user_count_changes
        WHERE organization_id = current_organization()`;
}
