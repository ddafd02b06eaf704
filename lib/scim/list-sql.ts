import "server-only";
import { readRows } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import type { Place } from "@/lib/scim/bind";
import { type Columns, filterSql, type Scalar } from "@/lib/scim/filter-sql";
import type { Query } from "@/lib/scim/query";

type Tables = {
  organizationId: string;
  /** The tables, the first of which goes by `alias`. */
  from: Prisma.Sql;
  alias: "u" | "g";
  where: Prisma.Sql;
  columns: Columns;
  /** How many there are of all, where that is known without counting. */
  total: Prisma.Sql | null;
};

/** The ids of one page of what a query means, in order, and how many there are in all. */
export async function pageOfIds(
  tables: Tables,
  query: Query,
  offset = query.startIndex - 1,
  limit = query.count,
) {
  const { organizationId, from, alias, where, columns, total } = tables;
  const id = Prisma.raw(`${alias}.id`);
  const order = query.sort ? sortSql(query.sort, columns) : null;
  const direction = query.isDescending ? Prisma.sql`DESC` : Prisma.sql`ASC`;
  const condition = query.filter ? Prisma.sql`${where} AND ${filterSql(query.filter, columns)}` : where;
  const isWhole = query.filter === null && order === null && total !== null;
  const statement = isWhole
    ? Prisma.sql`SELECT (${total})::int AS total, array(SELECT ${id} FROM ${from} WHERE ${condition}
        ORDER BY ${id} OFFSET ${offset} LIMIT ${limit}) AS ids`
    : Prisma.sql`
      WITH found AS MATERIALIZED (SELECT ${id} AS id ${order ? Prisma.sql`, ${order} AS sort` : Prisma.empty}
        FROM ${from} WHERE ${condition})
      SELECT (SELECT count(*) FROM found)::int AS total, array(SELECT id FROM found
        ORDER BY ${order ? Prisma.sql`sort ${direction}, id ${direction}` : Prisma.sql`id`}
        OFFSET ${offset} LIMIT ${limit}) AS ids`;
  const [found] = await readRows<{ total: number; ids: string[] }>(organizationId, statement, {
    compiled: false,
  });
  return found ?? { total: 0, ids: [] };
}

/** Of several values the primary one counts, else the first (RFC 7644, 3.4.2.3). */
function sortSql(place: Place, columns: Columns): Prisma.Sql {
  const { attribute, sub } = place;
  if (!attribute.multiValued) return inOrder(columns.scalar(place), (sub ?? attribute).caseExact);
  const value = sub ? Prisma.sql`e ->> ${sub.name}::text` : Prisma.sql`e #>> '{}'`;
  const first = Prisma.sql`(SELECT ${value} FROM (${columns.elements(place)}) AS each(e)
    ORDER BY coalesce((e ->> 'primary')::boolean, false) DESC LIMIT 1)`;
  return inOrder({ sql: first, kind: "text" }, (sub ?? attribute).caseExact);
}

function inOrder({ sql, kind, isLower }: Scalar, caseExact: boolean): Prisma.Sql {
  if (kind !== "text") return sql;
  return caseExact || isLower ? Prisma.sql`${sql} COLLATE "C"` : Prisma.sql`lower(${sql}) COLLATE "C"`;
}
