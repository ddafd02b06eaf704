import * as z from "zod";
import type { Actor } from "@/lib/permissions/actor";
import { can, canGive, holds } from "@/lib/permissions/can";
import { ALL_PERMISSIONS, isGivable, PERMISSIONS, type Permission } from "@/lib/permissions/permissions";
import {
  ACCESS_PROFILE_LABELS,
  ACCESS_PROFILES,
  type AccessProfile,
  ROLE_LABELS,
  ROLES,
  type Role,
} from "@/lib/permissions/roles";

/** The most groups that are given at once. */
export const GIVEN_GROUPS_MAX = 50;

const permission = z.enum(ALL_PERMISSIONS);

const rights = {
  role: z.enum(ROLES),
  accessProfile: z.enum(ACCESS_PROFILES).nullable(),
  groups: z.array(z.uuid()).max(GIVEN_GROUPS_MAX).default([]),
  permissions: z.array(permission).max(ALL_PERMISSIONS.length).default([]),
};

/** What a mirror leaves out: the role, the profile, a group by its id, a permission by its name. */
const line = z.union([z.enum(["role", "accessProfile"]), z.uuid(), permission]);

/**
 * How people get their rights: by what is chosen for them, or as another person has them. A mirror keeps what was shown
 * of that person, so that whoever carries it out can tell whether it still holds, and what was left out of it.
 */
export const grantsSchema = z.discriminatedUnion("by", [
  z.strictObject({ by: z.literal("role"), ...rights }),
  z.strictObject({
    by: z.literal("mirror"),
    userId: z.uuid(),
    without: z.array(line).default([]),
    ...rights,
  }),
]);

export type Grants = z.output<typeof grantsSchema>;
export type Mirror = Extract<Grants, { by: "mirror" }>;

/** All that a person is given: groups are ids, `permissions` those given to them alone. */
export type Assignment = {
  role: Role;
  accessProfile: AccessProfile | null;
  groups: readonly string[];
  permissions: readonly Permission[];
};

/** A group that may be handed out, as far as rights go. */
export type GroupGiven = { id: string; name: string; permissions: readonly Permission[] };

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
