import "server-only";
import { readRows, type Transaction } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { isId } from "@/lib/ids";
import { demand } from "@/lib/permissions/demand";
import type { Resource } from "@/lib/scim/attribute";
import type { Place } from "@/lib/scim/bind";
import type { Context } from "@/lib/scim/context";
import type { Columns, Scalar } from "@/lib/scim/filter-sql";
import { pageOfIds } from "@/lib/scim/list-sql";
import { isAsked, type Query } from "@/lib/scim/query";
import { GROUP_URI } from "@/lib/scim/schemas";
import type { Page } from "@/lib/scim/user-queries";
import { versionOf } from "@/lib/scim/user-resource";

/** A group as the database has it, for a resource. `mark` is another one wherever somebody has come or gone. */
export type GroupRow = {
  id: string;
  name: string;
  version: number;
  createdAt: Date;
  updatedAt: Date;
  externalId: string | null;
  members: { id: string; name: string }[] | null;
  mark: string;
};

const tablesOf = (organizationId: string, connectionId: string) => Prisma.sql`groups g
  LEFT JOIN scim_group_links l ON l.organization_id = ${organizationId}::uuid AND l.connection_id = ${connectionId}::uuid
    AND l.group_id = g.id`;

const MEMBERS = Prisma.sql`group_members m JOIN users p ON p.organization_id = m.organization_id AND p.id = m.user_id
  WHERE m.organization_id = g.organization_id AND m.group_id = g.id AND p.removed_at IS NULL`;

const rowsSql = (
  organizationId: string,
  connectionId: string,
  ids: readonly string[],
  withMembers: boolean,
) => Prisma.sql`
  SELECT g.id, g.name, g.version, g.created_at AS "createdAt", l.external_id AS "externalId",
    greatest(g.updated_at, in_it.last) AS "updatedAt", in_it.mark,
    ${
      withMembers
        ? Prisma.sql`(SELECT coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'name', p.first_name || ' ' || p.last_name)
            ORDER BY p.id), '[]') FROM ${MEMBERS})`
        : Prisma.sql`NULL::jsonb`
    } AS members
  FROM ${tablesOf(organizationId, connectionId)}
  CROSS JOIN LATERAL (SELECT max(m.added_at) AS last,
    count(*) || '-' || coalesce(bit_xor(hashtextextended(m.user_id::text, 0)), 0) AS mark FROM group_members m
    WHERE m.organization_id = g.organization_id AND m.group_id = g.id) AS in_it
  WHERE g.organization_id = ${organizationId}::uuid AND g.id = ANY(${[...ids]}::uuid[])`;

/** One page of the groups that a query means. @throws Error unless the connection may see groups */
export async function listScimGroups(
  context: Context,
  query: Query,
  offset?: number,
  limit?: number,
): Promise<Page> {
  const { connection, organizationId } = context;
  demand(connection.actor, "groups.read");
  const tables = {
    organizationId,
    from: tablesOf(organizationId, connection.id),
    alias: "g" as const,
    where: Prisma.sql`g.organization_id = ${organizationId}::uuid`,
    columns: groupColumns(context.baseUrl),
    total: null,
  };
  const { total, ids } = await pageOfIds(tables, query, offset, limit);
  if (ids.length === 0) return { total, resources: [] };
  const withMembers = isAsked(context.groups, "members", query);
  const statement = rowsSql(organizationId, connection.id, ids, withMembers);
  const rows = await readRows<GroupRow>(organizationId, statement, { compiled: false });
  const byId = new Map(rows.map((row) => [row.id, groupResource(row, context.baseUrl)]));
  return { total, resources: ids.map((id) => byId.get(id)).filter((each) => each !== undefined) };
}

/** One group; null when there is none. @throws Error unless the connection may see groups */
export async function findScimGroup(
  context: Context,
  id: string,
  withMembers = true,
): Promise<Resource | null> {
  const { connection, organizationId } = context;
  demand(connection.actor, "groups.read");
  if (!isId(id)) return null;
  const statement = rowsSql(organizationId, connection.id, [id], withMembers);
  const [row] = await readRows<GroupRow>(organizationId, statement, { compiled: false });
  return row ? groupResource(row, context.baseUrl) : null;
}

/** The same as a transaction sees it. */
export async function readGroupResource(
  tx: Transaction,
  { organizationId, connection, baseUrl }: Context,
  id: string,
  withMembers: boolean,
): Promise<Resource | null> {
  if (!isId(id)) return null;
  const [row] = await tx.$queryRaw<GroupRow[]>(rowsSql(organizationId, connection.id, [id], withMembers));
  return row ? groupResource(row, baseUrl) : null;
}

/** A group as SCIM shows it; without members where they were not read. */
export function groupResource(row: GroupRow, baseUrl: string): Resource {
  const members = (row.members ?? []).map(({ id, name }) => ({
    value: id,
    $ref: `${baseUrl}/Users/${id}`,
    type: "User",
    display: name,
  }));
  return {
    schemas: [GROUP_URI],
    id: row.id,
    ...(row.externalId === null ? {} : { externalId: row.externalId }),
    displayName: row.name,
    ...(members.length > 0 ? { members } : {}),
    meta: {
      resourceType: "Group",
      created: row.createdAt.toISOString(),
      lastModified: row.updatedAt.toISOString(),
      location: `${baseUrl}/Groups/${row.id}`,
      version: versionOf(`${row.version}-${row.mark}`),
    },
  };
}

const text = (sql: Prisma.Sql): Scalar => ({ sql, kind: "text" });

const LAST = Prisma.sql`greatest(g.updated_at, (SELECT max(m.added_at) FROM group_members m
  WHERE m.organization_id = g.organization_id AND m.group_id = g.id))`;

function groupColumns(baseUrl: string): Columns {
  const fixed: Record<string, Scalar> = {
    id: { sql: Prisma.sql`g.id`, kind: "uuid" },
    externalId: text(Prisma.sql`l.external_id`),
    displayName: text(Prisma.sql`g.name`),
    "meta.resourceType": text(Prisma.sql`'Group'::text`),
    "meta.created": { sql: Prisma.sql`g.created_at`, kind: "moment" },
    "meta.lastModified": { sql: LAST, kind: "moment" },
    "meta.location": text(Prisma.sql`(${`${baseUrl}/Groups/`}::text || g.id)`),
    "meta.version": text(Prisma.sql`('W/"' || g.version || '-' || (SELECT count(*) || '-'
      || coalesce(bit_xor(hashtextextended(m.user_id::text, 0)), 0) FROM group_members m
      WHERE m.organization_id = g.organization_id AND m.group_id = g.id) || '"')`),
  };
  return {
    scalar: ({ attribute, sub }) => {
      const found = fixed[`${attribute.name}${sub ? `.${sub.name}` : ""}`];
      if (!found) throw new Error(`Groups have no ${attribute.name} in SQL.`);
      return found;
    },
    elements: ({ attribute }) =>
      attribute.name === "schemas"
        ? Prisma.sql`SELECT to_jsonb(${GROUP_URI}::text) AS e`
        : Prisma.sql`SELECT jsonb_build_object('value', p.id, '$ref', ${`${baseUrl}/Users/`}::text || p.id, 'type', 'User',
            'display', p.first_name || ' ' || p.last_name) AS e FROM ${MEMBERS}`,
    quick,
  };
}

/** Whether somebody is in a group is looked up, not looked for among its members. */
function quick({ attribute, sub }: Place, value: string): Prisma.Sql | null {
  if (attribute.name !== "members" || sub?.name !== "value") return null;
  return isId(value) && value === value.toLowerCase()
    ? Prisma.sql`EXISTS (SELECT FROM ${MEMBERS} AND m.user_id = ${value}::uuid)`
    : Prisma.sql`false`;
}
