import "server-only";
import { Prisma } from "@/lib/generated/prisma/client";
import type { Cursor, Sort } from "@/lib/users/list";

const COLUMNS: Record<Sort, Prisma.Sql> = {
  name: Prisma.sql`sort_name`,
  email: Prisma.sql`access_email`,
  username: Prisma.sql`username`,
  created: Prisma.sql`created_at`,
};

/** The column that a list of people is sorted by. */
export const sortColumn = (sort: Sort): Prisma.Sql => COLUMNS[sort];

/** What a cursor keeps of that column: a text, or milliseconds since 1970 for a moment. */
export function sortValue(sort: Sort): Prisma.Sql {
  return sort === "created"
    ? Prisma.sql`(extract(epoch FROM created_at) * 1000)::bigint::text`
    : Prisma.sql`${COLUMNS[sort]}::text`;
}

/** The condition for the rows behind a cursor, in ascending or descending order; nothing without a cursor. */
export function behind(sort: Sort, descending: boolean, cursor: Cursor | null): Prisma.Sql {
  if (!cursor) return Prisma.empty;
  const value =
    sort === "created"
      ? Prisma.sql`to_timestamp(${cursor.value}::float8 / 1000)`
      : Prisma.sql`${cursor.value}::text`;
  const comparison = descending ? Prisma.sql`<` : Prisma.sql`>`;
  return Prisma.sql`AND (${COLUMNS[sort]}, id) ${comparison} (${value}, ${cursor.id}::uuid)`;
}
