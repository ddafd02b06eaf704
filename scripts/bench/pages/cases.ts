import type pg from "pg";
import { routes } from "@/lib/routes";
import { userListSearchParams } from "@/lib/users/list";

export type PageCase = { name: string; path: string };

/** The list's addresses to measure, with what they match taken from what is in the directory. */
export async function pageCases(client: pg.Client, org: string): Promise<PageCase[]> {
  const one = async <Row extends pg.QueryResultRow>(sql: string, values: unknown[]): Promise<Row> => {
    const { rows } = await client.query<Row>(sql, [org, ...values]);
    if (!rows[0]) throw new Error("The directory has nobody to look for.");
    return rows[0];
  };
  const { people } = await one<{ people: number }>(`SELECT count(*)::int AS people FROM ${LIVE}`, []);
  const middle = await one<{ value: string; id: string }>(
    `SELECT u.sort_name AS value, u.id FROM ${LIVE} ORDER BY u.sort_name, u.id OFFSET $2 LIMIT 1`,
    [Math.floor(people / 2)],
  );
  const many = await one<Found>(nameSql("u.last_name"), [400]);
  const few = await one<Found>(nameSql("u.first_name || ' ' || u.last_name"), [5]);
  const path = (query: Parameters<typeof userListSearchParams>[0]) =>
    routes.users(org, userListSearchParams(query));
  return [
    { name: `first page of ${people}`, path: path({}) },
    { name: "page in the middle", path: path({ after: middle }) },
    { name: `search "${many.name}", ${many.count} found`, path: path({ search: many.name }) },
    { name: `search "${few.name}", ${few.count} found`, path: path({ search: few.name }) },
  ];
}

type Found = { name: string; count: number };

const LIVE =
  "users u JOIN organizations o ON o.id = u.organization_id WHERE o.slug = $1 AND u.removed_at IS NULL";

/** The name that comes closest to being had by so many. */
const nameSql = (name: string) => `
  SELECT ${name} AS name, count(*)::int AS count
  FROM ${LIVE}
  GROUP BY 1 ORDER BY abs(count(*) - $2::int), 1 LIMIT 1`;
