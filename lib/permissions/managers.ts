import "server-only";
import { readRows } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { type Actor, type ActorOrganization, actorIn } from "@/lib/permissions/actor";
import { rightsOf } from "@/lib/permissions/roles";

/** Somebody who works in an organization from one that manages it, as which role, and what they may do there. */
export type Manager = {
  id: string;
  name: string;
  organization: string;
  as: "admin" | "viewer";
  permissions: Actor["permissions"];
};

type Row = {
  id: string;
  organization_id: string;
  organization: string;
  name: string;
  role: string;
  access_profile: string | null;
  extra_permissions: string[];
};

/** All of them, by their organization and name. */
export async function managersOf(organization: ActorOrganization): Promise<Manager[]> {
  const rows = await readRows<Row>(organization.id, Prisma.sql`SELECT * FROM managing_people()`);
  return rows.flatMap(({ id, name, organization: home, ...row }): Manager[] => {
    const rights = rightsOf({
      role: row.role,
      accessProfile: row.access_profile,
      extraPermissions: row.extra_permissions,
    });
    const person = { ...rights, userId: id, organizationId: row.organization_id, name };
    const actor = actorIn({ ...person, username: "", sessionId: null, ip: null }, organization);
    if (!actor) return [];
    const as = actor.permissions.has("users.update") ? "admin" : "viewer";
    return [{ id, name, organization: home, as, permissions: actor.permissions }];
  });
}
