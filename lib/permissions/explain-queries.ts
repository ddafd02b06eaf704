import "server-only";
import { readRows } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { isId } from "@/lib/ids";
import type { Actor } from "@/lib/permissions/actor";
import { demand } from "@/lib/permissions/demand";
import { type Explained, explain, profilesGiving, type Reason, rolesGiving } from "@/lib/permissions/explain";
import { readGiven } from "@/lib/permissions/given";
import { managersOf } from "@/lib/permissions/managers";
import { ALL_PERMISSIONS, hasEffect, type Permission } from "@/lib/permissions/permissions";
import { permissionsOf, rightsOf } from "@/lib/permissions/roles";
import { NOT_ENDED } from "@/lib/users/where";

/** What a person of the actor's organization may do there, with all that gives it; null when there is no such person. */
export async function explainAccess(actor: Actor, userId: string): Promise<Explained[] | null> {
  demand(actor, "users.read");
  if (!isId(userId)) return null;
  const { id: organizationId, managing } = actor.organization;
  const [person] = await readGiven(organizationId, Prisma.sql`SELECT ${userId}::uuid`);
  return person ? explain(person.given, managing) : null;
}

export type Holder = { id: string; name: string; username: string; reasons: Reason[] };

/** Somebody of an organization that manages this one. */
export type ManagingHolder = { id: string; name: string; organization: string; reasons: Reason[] };

/** `total` is how many people of the organization there are, `next` where the page behind this one begins. */
export type HolderPage = {
  people: Holder[];
  total: number;
  next: string | null;
  managers: ManagingHolder[];
};

const PAGE_SIZE = 50;

/**
 * Who holds a permission, and why: a page of them by name, and whoever works here from an organization that manages this
 * one. Whoever is removed, suspended or out of time is not among them.
 * @param after the last person of the page before; one whom there is not counts as absent
 */
export async function holdersOf(
  actor: Actor,
  permission: Permission,
  after: string | null,
): Promise<HolderPage> {
  demand(actor, "users.read");
  const { id: organizationId, managing } = actor.organization;
  if (!hasEffect(permission, managing)) return { people: [], total: 0, next: null, managers: [] };
  const where = Prisma.sql`${atWork(organizationId)} AND ${holdingSql(permission)}`;
  const page = Prisma.sql`
    SELECT id FROM users WHERE ${where} ${behind(organizationId, after)} ORDER BY sort_name, id LIMIT ${PAGE_SIZE + 1}`;
  const [found, [counted], managers] = await Promise.all([
    readGiven(organizationId, page),
    readRows<{ total: number }>(
      organizationId,
      Prisma.sql`SELECT count(*)::int AS total FROM users WHERE ${where}`,
    ),
    managersOf(actor.organization),
  ]);
  const people = found.slice(0, PAGE_SIZE).map(({ given, ...person }) => ({
    ...person,
    reasons: explain(given, managing).find((each) => each.permission === permission)?.reasons ?? [],
  }));
  return {
    people,
    total: counted?.total ?? 0,
    next: found.length > PAGE_SIZE ? (people.at(-1)?.id ?? null) : null,
    managers: managers
      .filter(({ permissions }) => permissions.has(permission))
      .map(({ id, name, organization, as }) => ({
        id,
        name,
        organization,
        reasons: [{ kind: "manager", organization, role: as }],
      })),
  };
}

/** How many hold each permission that does something in the actor's organization, those who manage it among them. */
export async function countHolders(actor: Actor): Promise<Map<Permission, number>> {
  demand(actor, "users.read");
  const { id: organizationId, managing } = actor.organization;
  const kinds = await readRows<Kind>(
    organizationId,
    Prisma.sql`
      SELECT role, access_profile AS "accessProfile", coalesce(held.permissions, '{}') AS "extraPermissions", count(*)::int AS people
      FROM (SELECT id, role, access_profile FROM users WHERE ${atWork(organizationId)}) AS at_work
      LEFT JOIN held_permissions held ON held.organization_id = ${organizationId}::uuid AND held.user_id = at_work.id
      GROUP BY 1, 2, 3`,
  );
  const managers = await managersOf(actor.organization);
  const held = kinds.map(({ people, ...row }) => {
    const { role, accessProfile, extra } = rightsOf(row);
    return { people, permissions: permissionsOf(role, accessProfile, extra) };
  });
  held.push(...managers.map(({ permissions }) => ({ people: 1, permissions: new Set(permissions) })));
  return new Map(
    ALL_PERMISSIONS.filter((permission) => hasEffect(permission, managing)).map((permission) => [
      permission,
      held.reduce((sum, { people, permissions }) => sum + (permissions.has(permission) ? people : 0), 0),
    ]),
  );
}

type Kind = { role: string; accessProfile: string | null; extraPermissions: string[]; people: number };

const atWork = (organizationId: string) =>
  Prisma.sql`organization_id = ${organizationId}::uuid AND removed_at IS NULL AND ${NOT_ENDED}`;

const holdingSql = (permission: Permission) => Prisma.sql`(role = ANY(${rolesGiving(permission)})
  OR access_profile = ANY(${profilesGiving(permission)}) OR EXISTS (
    SELECT FROM held_permissions h WHERE h.organization_id = users.organization_id AND h.user_id = users.id
      AND h.permissions @> ARRAY[${permission}::text]))`;

const behind = (organizationId: string, after: string | null) =>
  after && isId(after)
    ? Prisma.sql`AND (sort_name, id) > (coalesce((SELECT sort_name FROM users
        WHERE organization_id = ${organizationId}::uuid AND id = ${after}::uuid), ''), ${after}::uuid)`
    : Prisma.empty;
