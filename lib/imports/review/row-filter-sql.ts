import "server-only";
import { Prisma } from "@/lib/generated/prisma/client";
import type { RowFilter } from "@/lib/imports/review/filter";

type Run = { organizationId: string; id: string };

/** The condition on `import_rows` for the rows of an import that a filter shows. */
export function whereRows(
  { organizationId, id }: Run,
  { show, issue, column, q, within }: RowFilter,
): Prisma.Sql {
  const text =
    within === null ? Prisma.sql`array_to_string(cells, E'\n')` : Prisma.sql`cells[${within + 1}::int]`;
  const parts = [
    Prisma.sql`organization_id = ${organizationId}::uuid AND import_id = ${id}::uuid AND line > 0`,
    ...(show === "all" ? [] : [showing(show)]),
    // Only such rows have issues, and an index knows them.
    ...(issue || column
      ? [Prisma.sql`fate = 'invalid' AND issues @> ${issueLike(issue, column)}::jsonb`]
      : []),
    ...(q ? [Prisma.sql`fold(${text}) LIKE '%' || fold(${likely(q)}) || '%'`] : []),
  ];
  return Prisma.join(parts, " AND ");
}

function showing(show: Exclude<RowFilter["show"], "all">): Prisma.Sql {
  if (show === "unselected") return Prisma.sql`NOT selected`;
  if (show === "drifted") return Prisma.sql`drifted`;
  return Prisma.sql`fate = ${show} AND selected`;
}

const issueLike = (code: string | null, field: string | null) =>
  JSON.stringify([{ ...(code ? { code } : {}), ...(field ? { field } : {}) }]);

const likely = (text: string) => text.replace(/[\\%_]/g, (character) => `\\${character}`);
