import type { Actor } from "@/lib/permissions/actor";
import { can, canGive, holds } from "@/lib/permissions/can";
import type { Grants, Mirror } from "@/lib/permissions/grants-schema";
import { isGivable, PERMISSIONS, type Permission } from "@/lib/permissions/permissions";
import { ACCESS_PROFILE_LABELS, type AccessProfile, ROLE_LABELS, type Role } from "@/lib/permissions/roles";

/** All that a person is given: groups are ids, `permissions` those given to them alone. */
export type Assignment = {
  role: Role;
  accessProfile: AccessProfile | null;
  groups: readonly string[];
  permissions: readonly Permission[];
};

/** A group that may be handed out, as far as rights go. */
export type GroupGiven = {
  id: string;
  name: string;
  permissions: readonly Permission[];
  /** Whether its rule says who is in it, so that nobody gives it. */
  isByRule?: boolean;
};

/** What everybody gets unless somebody chooses. */
export const OWN_ACCOUNT_ONLY: Extract<Grants, { by: "role" }> = {
  by: "role",
  role: "user",
  accessProfile: null,
  groups: [],
  permissions: [],
};

/** What grants come to for whoever gets them: of a mirror, what was not left out. */
export function assignmentOf(grants: Grants): Assignment {
  const { role, accessProfile, groups, permissions } = grants;
  if (grants.by === "role") return { role, accessProfile, groups, permissions };
  const left = new Set<string>(grants.without);
  return {
    role: left.has("role") ? "user" : role,
    accessProfile: left.has("accessProfile") ? null : accessProfile,
    groups: groups.filter((id) => !left.has(id)),
    permissions: permissions.filter((each) => !left.has(each)),
  };
}

export type GrantLine = {
  /** As `without` names it. */
  key: Mirror["without"][number];
  label: string;
  /** Whether the actor holds all that it gives. */
  allowed: boolean;
};

/** An assignment line by line, each with whether an actor may give it; a role and a profile that give nothing are no lines. */
export function linesOf(
  actor: Actor,
  { role, accessProfile, groups, permissions }: Assignment,
  known: readonly GroupGiven[],
): GrantLine[] {
  const roles: GrantLine[] =
    role === "user" ? [] : [{ key: "role", label: ROLE_LABELS[role], allowed: canGive(actor, role) }];
  const profiles: GrantLine[] = accessProfile
    ? [
        {
          key: "accessProfile",
          label: ACCESS_PROFILE_LABELS[accessProfile],
          allowed: canGive(actor, "user", accessProfile),
        },
      ]
    : [];
  return [
    ...roles,
    ...profiles,
    ...known
      .filter(({ id }) => groups.includes(id))
      .map((group) => ({
        key: group.id,
        label: `Group “${group.name}”`,
        allowed: mayGiveGroup(actor, group),
      })),
    ...permissions.map((each) => ({
      key: each,
      label: PERMISSIONS[each],
      allowed: mayGivePermission(actor, each),
    })),
  ];
}

/** Whether an actor holds all that an assignment gives, and may give it. A group that is not known is given by nobody. */
export function mayGrant(actor: Actor, assignment: Assignment, known: readonly GroupGiven[]): boolean {
  const { role, accessProfile, groups } = assignment;
  return (
    canGive(actor, role, accessProfile) &&
    groups.every((id) => known.some((group) => group.id === id)) &&
    linesOf(actor, assignment, known).every(({ allowed }) => allowed)
  );
}

/** Taking people into groups is a right of its own. */
export const mayGiveGroup = (actor: Actor, { permissions }: Pick<GroupGiven, "permissions">): boolean =>
  can(actor, "users.groups.update") && holds(actor, permissions);

/** Whoever may change a role may give single permissions that they hold. */
export const mayGivePermission = (actor: Actor, permission: Permission): boolean =>
  can(actor, "users.role.update") &&
  isGivable(permission, actor.organization.managing) &&
  actor.permissions.has(permission);

/** An assignment in words: `User, User Management Viewer, 2 groups, 1 permission`. */
export const grantsInWords = ({ role, accessProfile, groups, permissions }: Assignment): string =>
  [
    ROLE_LABELS[role],
    accessProfile && ACCESS_PROFILE_LABELS[accessProfile],
    counted(groups.length, "group"),
    counted(permissions.length, "permission"),
  ]
    .filter(Boolean)
    .join(", ");

const counted = (count: number, unit: string) =>
  count === 0 ? null : `${count} ${unit}${count === 1 ? "" : "s"}`;
