import {
  ALL_PERMISSIONS,
  EVERYBODYS,
  type Permission,
  permissionsAmong,
} from "@/lib/permissions/permissions";

/** Organization roles [S3]. */
export const ROLES = ["admin", "viewer", "billing", "user"] as const;
export type Role = (typeof ROLES)[number];

/** Access profiles that stand beside a role [S1]. */
export const ACCESS_PROFILES = ["userManagementAdmin", "userManagementViewer"] as const;
export type AccessProfile = (typeof ACCESS_PROFILES)[number];

export const ROLE_LABELS: Record<Role, string> = {
  admin: "Organization admin",
  viewer: "View-only admin",
  billing: "Billing admin",
  user: "User",
};

export const ROLE_DESCRIPTIONS: Record<Role, string> = {
  admin: "May do everything in this organization.",
  viewer: "Sees all that an admin sees and changes nothing.",
  billing: "Every billing page, and nothing else to change.",
  user: "Their own account, the address book, and support.",
};

export const ACCESS_PROFILE_LABELS: Record<AccessProfile, string> = {
  userManagementAdmin: "User Management Admin",
  userManagementViewer: "User Management Viewer",
};

export const ACCESS_PROFILE_DESCRIPTIONS: Record<AccessProfile, string> = {
  userManagementAdmin: "Manages and imports people, beside what the role allows.",
  userManagementViewer: "Sees people; uploads, matches and reviews an import; an admin carries it out.",
};

/** All that a person's rights come from: `extra` is what their groups come to. */
export type Rights = { role: Role; accessProfile: AccessProfile | null; extra: readonly Permission[] };

type Row = { role: string; accessProfile: string | null; extraPermissions: readonly string[] };

/**
 * A person's rights as their row keeps them.
 * @throws Error for a role or a profile that there is not
 */
export const rightsOf = (user: Row): Rights => ({
  ...roleOf(user),
  extra: permissionsAmong(user.extraPermissions),
});

/**
 * A person's role and profile alone.
 * @throws Error for one that there is not
 */
export function roleOf(user: Omit<Row, "extraPermissions">): Omit<Rights, "extra"> {
  const role = ROLES.find((each) => each === user.role);
  const accessProfile = ACCESS_PROFILES.find((each) => each === user.accessProfile) ?? null;
  if (!role || accessProfile !== user.accessProfile)
    throw new Error("A person has a role that there is not.");
  return { role, accessProfile };
}

const ROLE_PERMISSIONS: Record<Role, readonly Permission[]> = {
  admin: ALL_PERMISSIONS,
  viewer: [
    ...EVERYBODYS,
    ...ALL_PERMISSIONS.filter((permission) => permission.endsWith(".read")),
    "users.export",
  ],
  billing: [...EVERYBODYS, "services.read", "billing.read", "billing.update"],
  user: EVERYBODYS,
};

const PROFILE_PERMISSIONS: Record<AccessProfile, readonly Permission[]> = {
  userManagementAdmin: [
    ...ALL_PERMISSIONS.filter(
      (permission) => permission.startsWith("users.") && permission !== "users.policies.update",
    ),
    "groups.read",
    "messages.read",
    "messages.send",
    "services.read",
    "services.assign",
  ],
  userManagementViewer: ["users.read", "users.import.read", "users.import.prepare"],
};

/** What a role and perhaps an access profile and more allow, inside the organization of whoever has them. */
export function permissionsOf(
  role: Role,
  accessProfile: AccessProfile | null,
  extra: readonly Permission[] = [],
): ReadonlySet<Permission> {
  const profile = accessProfile ? PROFILE_PERMISSIONS[accessProfile] : [];
  return new Set([...ROLE_PERMISSIONS[role], ...profile, ...extra]);
}
