import "server-only";
import { readRows } from "@/lib/db";
import { publicUrl } from "@/lib/env";
import { Prisma } from "@/lib/generated/prisma/client";
import type { Property } from "@/lib/properties/types";
import { routes } from "@/lib/routes";
import type { ResourceType } from "@/lib/scim/attribute";
import type { Connection } from "@/lib/scim/connection";
import { GROUP_TYPE, userType } from "@/lib/scim/schemas";

/** All that answering a connection takes to know of its organization. */
export type Context = {
  connection: Connection;
  organizationId: string;
  baseUrl: string;
  properties: readonly Property[];
  users: ResourceType;
  groups: ResourceType;
};

/** What a request of a connection is answered by: the organization's own attributes are among it. */
export async function contextOf(connection: Connection): Promise<Context> {
  const organizationId = connection.actor.organization.id;
  const properties = await readRows<Property>(
    organizationId,
    Prisma.sql`SELECT id, name, type, choices, is_user_property AS "isUserProperty", is_required AS "isRequired",
        is_unique AS "isUnique", default_value AS "defaultValue", help, value, version
      FROM properties WHERE organization_id = ${organizationId}::uuid AND is_user_property ORDER BY position, id`,
  );
  return {
    connection,
    organizationId,
    baseUrl: publicUrl() + routes.scim(),
    properties,
    users: userType(properties, connection.writesRoles),
    groups: GROUP_TYPE,
  };
}
