import type { Actor } from "@/lib/permissions/actor";
import { ALL_PERMISSIONS, isGivable, type Permission } from "@/lib/permissions/permissions";
import {
  ACCESS_PROFILES,
  type AccessProfile,
  permissionsOf,
  ROLES,
  type Role,
} from "@/lib/permissions/roles";

/** Whom an action is about: a row of one organization and, where it is a person, what that person may do. */
export type Subject = {
  organizationId: string;
  role?: Role;
  accessProfile?: AccessProfile | null;
  extra?: readonly Permission[];
};

/**
 * Whether an actor may do something, in the organization they are at work in and, where a subject is given, to it.
 * A change to a person also needs every right that the person holds, so that nobody reaches upwards.
 */
export function can(actor: Actor, permission: Permission, subject?: Subject): boolean {
  if (!actor.permissions.has(permission)) return false;
  if (!subject) return true;
  if (subject.organizationId !== actor.organization.id) return false;
  if (permission.endsWith(".read") || subject.role === undefined) return true;
  return holdsAllOf(actor, subject.role, subject.accessProfile ?? null) && holds(actor, subject.extra ?? []);
}

/** Whether an actor may give a role and profile: nobody gives a right that they do not hold. */
export function canGive(actor: Actor, role: Role, accessProfile: AccessProfile | null = null): boolean {
  return holdsAllOf(actor, role, accessProfile);
}

/** Whether an actor holds each of these, and may so give or take them. */
export const holds = (actor: Actor, permissions: readonly Permission[]): boolean =>
  permissions.every(
    (permission) => !isGivable(permission, actor.organization.managing) || actor.permissions.has(permission),
  );

/** The permissions that put whoever has one of them beside role and access profile out of an actor's reach. */
export const lackedBy = (actor: Actor): Permission[] =>
  ALL_PERMISSIONS.filter((permission) => !holds(actor, [permission]));

/** The permissions that an actor may give by a group. */
export const permissionsToGive = (actor: Actor): Permission[] =>
  ALL_PERMISSIONS.filter(
    (permission) => isGivable(permission, actor.organization.managing) && actor.permissions.has(permission),
  );

export const rolesToGive = (actor: Actor): Role[] => ROLES.filter((role) => canGive(actor, role));

export const profilesToGive = (actor: Actor): AccessProfile[] =>
  ACCESS_PROFILES.filter((profile) => canGive(actor, "user", profile));

// One's own account belongs to everyone, and managing others means something only where the organization manages any.
function holdsAllOf(actor: Actor, role: Role, accessProfile: AccessProfile | null): boolean {
  return holds(actor, [...permissionsOf(role, accessProfile)]);
}
