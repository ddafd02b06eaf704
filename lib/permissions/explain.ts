import { ALL_PERMISSIONS, hasEffect, type Permission } from "@/lib/permissions/permissions";
import {
  ACCESS_PROFILES,
  type AccessProfile,
  permissionsOf,
  ROLES,
  type Role,
} from "@/lib/permissions/roles";

/** When something was given, by whom, and of whom it was taken over, by name where it is known. */
export type Given = {
  at: Date;
  by: string | null;
  mirrorOf: string | null;
  /** Set where it is theirs only as long as they follow that person. */
  isFollowed?: true;
};

/** The rule that says who is in a group, in words, with who made it what it is. */
export type ToldRule = { words: string; made: Given };

/** All that a person is given, with who gave it. Of a role and a profile that may be written nowhere. */
export type AllGiven = {
  role: { value: Role; given: Given | null };
  accessProfile: { value: AccessProfile; given: Given | null } | null;
  groups: readonly {
    name: string;
    permissions: readonly Permission[];
    given: Given;
    rule: ToldRule | null;
    /** Who put what it gives into it last, as far as it is written down. */
    puts: Partial<Record<Permission, Given>>;
  }[];
  /** Those given to them alone. */
  permissions: readonly { value: Permission; given: Given }[];
};

/** One of the things that give somebody a permission. */
export type Reason =
  | { kind: "everybody" }
  | { kind: "role"; role: Role; given: Given | null }
  | { kind: "accessProfile"; accessProfile: AccessProfile; given: Given | null }
  | { kind: "group"; name: string; given: Given; put?: Given }
  | { kind: "rule"; name: string; words: string; made: Given; since: Date; put?: Given }
  | { kind: "alone"; given: Given }
  /** They work here from an organization that manages this one. */
  | { kind: "manager"; organization: string; role: "admin" | "viewer" };

export type Explained = { permission: Permission; reasons: Reason[] };

/** Every permission that a person has in their own organization, each with all that gives it. */
export function explain(given: AllGiven, isManaging: boolean): Explained[] {
  return ALL_PERMISSIONS.filter((permission) => hasEffect(permission, isManaging))
    .map((permission) => ({ permission, reasons: reasonsFor(permission, given) }))
    .filter(({ reasons }) => reasons.length > 0);
}

function reasonsFor(permission: Permission, given: AllGiven): Reason[] {
  return [...byKind(permission, given), ...beyond(permission, given)];
}

/** What everybody has is by no role. */
function byKind(permission: Permission, { role, accessProfile }: AllGiven): Reason[] {
  if (rolesGiving(permission).length === ROLES.length) return [{ kind: "everybody" }];
  const reasons: Reason[] = [];
  if (rolesGiving(permission).includes(role.value))
    reasons.push({ kind: "role", role: role.value, given: role.given });
  if (accessProfile && profilesGiving(permission).includes(accessProfile.value))
    reasons.push({ kind: "accessProfile", accessProfile: accessProfile.value, given: accessProfile.given });
  return reasons;
}

function beyond(permission: Permission, { groups, permissions }: AllGiven): Reason[] {
  return [
    ...groups
      .filter((group) => group.permissions.includes(permission))
      .map(({ name, given, rule, puts }): Reason => {
        const put = putLater(puts[permission], given.at);
        return rule
          ? { kind: "rule", name, ...rule, since: given.at, ...put }
          : { kind: "group", name, given, ...put };
      }),
    ...permissions
      .filter(({ value }) => value === permission)
      .map(({ given }) => ({ kind: "alone" as const, given })),
  ];
}

/** A group that gave it already when they came into it gives it by that. */
const putLater = (put: Given | undefined, since: Date) => (put && put.at > since ? { put } : {});

export const rolesGiving = (permission: Permission): Role[] =>
  ROLES.filter((role) => permissionsOf(role, null).has(permission));

export const profilesGiving = (permission: Permission): AccessProfile[] =>
  ACCESS_PROFILES.filter((profile) => permissionsOf("user", profile).has(permission));
