import "server-only";
import { readRows } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { isId } from "@/lib/ids";
import { demand } from "@/lib/permissions/demand";
import type { Resource } from "@/lib/scim/attribute";
import type { Context } from "@/lib/scim/context";
import { pageOfIds } from "@/lib/scim/list-sql";
import type { Query } from "@/lib/scim/query";
import { userColumns, userTables } from "@/lib/scim/user-columns";
import { type UserRow, userResource } from "@/lib/scim/user-resource";
import { userRowsSql } from "@/lib/scim/user-rows";

/** One page of resources, in order, and how many there are in all. */
export type Page = { total: number; resources: Resource[] };

/** The people that a query means. @throws Error unless the connection may see people */
export async function listScimUsers(
  context: Context,
  query: Query,
  offset?: number,
  limit?: number,
): Promise<Page> {
  const { connection, organizationId } = context;
  demand(connection.actor, "users.read");
  const tables = {
    organizationId,
    from: userTables(organizationId, connection.id),
    alias: "u" as const,
    where: Prisma.sql`u.organization_id = ${organizationId}::uuid AND u.removed_at IS NULL`,
    columns: userColumns(context),
    total: Prisma.sql`SELECT coalesce(sum(change), 0) FROM user_count_changes WHERE organization_id = ${organizationId}::uuid`,
  };
  const { total, ids } = await pageOfIds(tables, query, offset, limit);
  if (ids.length === 0) return { total, resources: [] };
  const rows = await readRows<UserRow>(organizationId, userRowsSql(organizationId, connection.id, ids), {
    compiled: false,
  });
  const byId = new Map(rows.map((row) => [row.id, userResource(row, context)]));
  return { total, resources: ids.map((id) => byId.get(id)).filter((each) => each !== undefined) };
}

/** One person; null when there is none. @throws Error unless the connection may see people */
export async function findScimUser(context: Context, id: string): Promise<Resource | null> {
  const { connection, organizationId } = context;
  demand(connection.actor, "users.read");
  if (!isId(id)) return null;
  const [row] = await readRows<UserRow>(organizationId, userRowsSql(organizationId, connection.id, [id]), {
    compiled: false,
  });
  return row ? userResource(row, context) : null;
}
