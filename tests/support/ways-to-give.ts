import type { Actor } from "@/lib/permissions/actor";
import { permissionsToGive, profilesToGive, rolesToGive } from "@/lib/permissions/can";
import { isGivable, type Permission } from "@/lib/permissions/permissions";
import {
  ACCESS_PROFILE_LABELS,
  ACCESS_PROFILES,
  type AccessProfile,
  permissionsOf,
  ROLE_LABELS,
  ROLES,
  type Role,
} from "@/lib/permissions/roles";

export type Holder = { label: string; role: Role; accessProfile: AccessProfile | null };

/** Everybody who has a right by a role, or by an access profile beside “User”. */
export const HOLDERS: Holder[] = [
  ...ROLES.map((role) => ({ label: ROLE_LABELS[role], role, accessProfile: null })),
  ...ACCESS_PROFILES.map((accessProfile) => ({
    label: ACCESS_PROFILE_LABELS[accessProfile],
    role: "user" as const,
    accessProfile,
  })),
];

type Way = {
  label: string;
  /** What it takes to go it at all. */
  needs: Permission[];
  /** What is given there: permissions one by one, or roles, and perhaps profiles, as a whole; by a key only what its scopes name. */
  gives: "permissions" | "roles" | "rolesAndProfiles" | "throughKey";
};

const IMPORTING: Permission[] = ["users.import.prepare", "users.import.commit"];

/** What whoever makes a key that may write imports has to hold. */
const KEY_NEEDS: Permission[] = [
  "users.import.read",
  ...IMPORTING,
  "users.read",
  "users.update",
  "users.role.update",
  "users.groups.update",
  "users.remove",
  "users.credentials.issue",
];

/** What such a key comes to at most; the route asks for its author's rights beside it. */
export const KEY_REACH: Permission[] = [...KEY_NEEDS, "services.assign", "telephony.update"];

/** Every way by which somebody comes to a right through what another person does. */
export const WAYS = {
  add: {
    label: "Form: somebody new",
    needs: ["users.create", "users.role.update"],
    gives: "permissions",
  },
  edit: {
    label: "Form: the role of somebody",
    needs: ["users.update", "users.role.update"],
    gives: "rolesAndProfiles",
  },
  bulkRole: { label: "Bulk: a role for many", needs: ["users.role.update"], gives: "roles" },
  bulkRights: {
    label: "Bulk: rights for many",
    needs: ["users.role.update", "users.groups.update"],
    gives: "permissions",
  },
  mirror: {
    label: "Mirror: as another person has them",
    needs: ["users.role.update", "users.groups.update"],
    gives: "permissions",
  },
  follow: {
    label: "Mirror: following another person",
    needs: ["users.role.update", "users.groups.update"],
    gives: "permissions",
  },
  rows: {
    label: "Rows: rights for all that are typed",
    needs: [...IMPORTING, "users.role.update"],
    gives: "permissions",
  },
  importChoices: {
    label: "Import: rights for all new people",
    needs: [...IMPORTING, "users.role.update"],
    gives: "permissions",
  },
  importRoles: { label: "Import: a column of roles", needs: IMPORTING, gives: "roles" },
  api: {
    label: "API: an import, by a key of theirs",
    needs: ["apiKeys.update", ...KEY_NEEDS],
    gives: "throughKey",
  },
  join: { label: "Group: taking people in", needs: ["users.groups.update"], gives: "permissions" },
  groupGives: { label: "Group: what it gives", needs: ["groups.update"], gives: "permissions" },
  rule: {
    label: "Rule: whom it takes in",
    needs: ["groups.update", "users.read", "users.groups.update"],
    gives: "permissions",
  },
  ruleMetByForm: {
    label: "Rule: a field that it asks for, by the form",
    needs: ["users.update"],
    gives: "permissions",
  },
  ruleMetByProperty: {
    label: "Rule: a property that it asks for, for many",
    needs: ["users.update"],
    gives: "permissions",
  },
  ruleMetByRows: {
    label: "Rule: a field that it asks for, by rows or an import",
    needs: IMPORTING,
    gives: "permissions",
  },
  undo: {
    label: "Undo: rights that were taken from many",
    needs: ["users.read", "users.role.update", "users.groups.update"],
    gives: "permissions",
  },
  undoImport: {
    label: "Undo: an import that changed roles",
    needs: ["users.import.commit", "users.update", "users.role.update", "users.remove"],
    gives: "roles",
  },
} satisfies Record<string, Way>;

export type WayName = keyof typeof WAYS;
/** The ways by which roles are given as a whole, and all others. */
export type RoleWay = "edit" | "bulkRole" | "importRoles" | "undoImport";
export type PermissionWay = Exclude<WayName, RoleWay>;
export const WAY_NAMES = Object.keys(WAYS) as WayName[];

/** Whoever acts that way has these rights then. */
const actingBy = (name: WayName, actor: Actor): Actor =>
  WAYS[name].gives === "throughKey"
    ? { ...actor, permissions: new Set(KEY_REACH.filter((permission) => actor.permissions.has(permission))) }
    : actor;

/** The permissions that somebody may give by a way: none beyond their own. */
export function givenBy(name: WayName, actor: Actor): Permission[] {
  const { needs, gives }: Way = WAYS[name];
  if (!needs.every((permission) => actor.permissions.has(permission))) return [];
  const acting = actingBy(name, actor);
  if (gives === "permissions" || gives === "throughKey") return permissionsToGive(acting);
  const profiles = gives === "roles" ? [] : profilesToGive(acting);
  const inRoles = [
    ...rolesToGive(acting).flatMap((role) => [...permissionsOf(role, null)]),
    ...profiles.flatMap((profile) => [...permissionsOf("user", profile)]),
  ];
  return permissionsToGive(acting).filter((permission) => inRoles.includes(permission));
}

/** What means something in an organization beside one's own account. */
export const givableIn = (all: readonly Permission[], { managing }: { managing: boolean }): Permission[] =>
  all.filter((permission) => isGivable(permission, managing));
