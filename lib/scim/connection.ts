import type { Actor } from "@/lib/permissions/actor";
import type { Permission } from "@/lib/permissions/permissions";

/** A connection at work: whoever made its token, with the rights that a connection may have, and what was set for it. */
export type Connection = {
  actor: Actor;
  id: string;
  name: string;
  sendsInvitations: boolean;
  writesRoles: boolean;
};

/** All that a connection may do, of what whoever made its token may do. */
export const CONNECTION_PERMISSIONS: readonly Permission[] = [
  "users.read",
  "users.create",
  "users.update",
  "users.suspend",
  "users.remove",
  "users.groups.update",
  "groups.read",
  "groups.update",
];

const ROLES: readonly Permission[] = ["users.role.update"];
const INVITATIONS: readonly Permission[] = ["users.credentials.issue"];

type Set = { sendsInvitations: boolean; writesRoles: boolean };

/** The rights that a connection takes as it was set. */
export const permissionsOfConnection = ({ sendsInvitations, writesRoles }: Set): readonly Permission[] => [
  ...CONNECTION_PERMISSIONS,
  ...(writesRoles ? ROLES : []),
  ...(sendsInvitations ? INVITATIONS : []),
];

/** What is left of somebody's rights when they act through a connection. */
export const limitToConnection = (permissions: ReadonlySet<Permission>, set: Set): ReadonlySet<Permission> =>
  new Set(permissionsOfConnection(set).filter((permission) => permissions.has(permission)));
