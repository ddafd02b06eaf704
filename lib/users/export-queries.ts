import "server-only";
import { demandStill } from "@/lib/auth/still";
import { withOrganization } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { groupsOfPeople } from "@/lib/groups/list-queries";
import { groupsInWords } from "@/lib/groups/listed";
import type { Actor } from "@/lib/permissions/actor";
import { demand } from "@/lib/permissions/demand";
import type { Role } from "@/lib/permissions/roles";
import { namesOfPeople } from "@/lib/properties/people";
import { type Property, type PropertyValues, propertyValuesOf } from "@/lib/properties/types";
import { valueInFile } from "@/lib/properties/words";
import { servicesOfPeople } from "@/lib/services/list-queries";
import { GROUPS_COLUMN, SERVICES_COLUMN } from "@/lib/users/columns";
import type { ExportRow } from "@/lib/users/export";
import type { Cursor, UserListQuery } from "@/lib/users/list";
import { behind, sortColumn, sortValue } from "@/lib/users/order";
import { type StatusFacts, statusOf } from "@/lib/users/status";
import { usersWhere } from "@/lib/users/where";

/** Everybody that a view of the list holds, in its order. */
export type ExportQuery = Omit<UserListQuery, "after" | "before">;

const BATCH_SIZE = 1000;

type ExportedRow = Omit<ExportRow, "status"> &
  StatusFacts & { kept: unknown; id: string; role: Role; sortValue: string; readAt: Date };

/**
 * People in batches, each read by its own short transaction, so that whoever is slow to take them holds no connection.
 * @throws Error unless the actor may export people, and see groups and services where they are columns.
 */
export async function* exportBatches(
  actor: Actor,
  query: ExportQuery,
  properties: readonly Property[] = [],
): AsyncGenerator<ExportRow[]> {
  demand(actor, "users.export");
  const { id: organizationId } = actor.organization;
  const tellsGroups = query.columns?.includes(GROUPS_COLUMN) ?? false;
  let after: Cursor | null = null;
  do {
    const found: ExportedRow[] = await withOrganization(organizationId, async (tx) => {
      const rows = await tx.$queryRaw<ExportedRow[]>(batchSql(usersWhere(actor, query), query, after));
      const all = rows.map(({ kept }) => propertyValuesOf(kept));
      const people = await namesOfPeople(tx, organizationId, properties, all);
      const cellsOf = (values: PropertyValues) =>
        properties.map((property) => valueInFile(values[property.id], property, people));
      return rows.map((row, index) => ({ ...row, properties: cellsOf(all[index] ?? {}) }));
    });
    const groups =
      tellsGroups &&
      (await groupsOfPeople(
        actor,
        found.map(({ id }) => id),
      ));
    const services =
      query.columns?.includes(SERVICES_COLUMN) &&
      (await servicesOfPeople(
        actor,
        found.map(({ id }) => id),
      ));
    const servicesOf = (id: string) => (services ? { services: (services.get(id) ?? []).join(", ") } : {});
    const groupsOf = (id: string) => (groups ? { groups: groupsInWords(groups.get(id)) } : {});
    // The database's moment, by which it judged the view's filter too.
    if (found.length > 0)
      yield found.map((row) => ({
        ...row,
        ...groupsOf(row.id),
        ...servicesOf(row.id),
        status: statusOf(row, row.readAt),
      }));
    const last = found.length === BATCH_SIZE ? found.at(-1) : undefined;
    after = last ? { value: last.sortValue, id: last.id } : null;
    if (after) await demandStill(actor, "users.export");
  } while (after);
}

function batchSql(where: Prisma.Sql, { sort, descending }: ExportQuery, after: Cursor | null): Prisma.Sql {
  const direction = descending ? Prisma.sql`DESC` : Prisma.sql`ASC`;
  return Prisma.sql`
    SELECT id, first_name AS "firstName", last_name AS "lastName", username, access_email AS "accessEmail",
      other_email AS "otherEmail", mobile_phone AS "mobilePhone", business_phone AS "businessPhone", company,
      customer_code AS "customerCode", udid, role, in_address_book AS "inAddressBook", created_at AS "createdAt", activated_at AS "activatedAt",
      credential_expires_at AS "credentialExpiresAt", access_ends_at AS "accessEndsAt",
      locked_until AS "lockedUntil", suspended_at AS "suspendedAt", legacy_status AS "legacyStatus",
      properties AS kept, ${sortValue(sort)} AS "sortValue", now() AS "readAt"
    FROM users WHERE ${where} ${behind(sort, descending, after)}
    ORDER BY ${sortColumn(sort)} ${direction}, id ${direction} LIMIT ${BATCH_SIZE}`;
}
