import type { Actor } from "@/lib/permissions/actor";
import type { Permission } from "@/lib/permissions/permissions";

/**
 * A connection at work: whoever made its token, and what was set for it. What it does is what SCIM's addresses do; whom it
 * reaches, and what it may give, follows from all that its maker may do, or nobody with rights could ever be suspended.
 */
export type Connection = {
  actor: Actor;
  id: string;
  name: string;
  sendsInvitations: boolean;
  writesRoles: boolean;
};

/** What keeping people and groups in step takes. */
const CONNECTION_PERMISSIONS: readonly Permission[] = [
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

/** The rights that a connection takes as it was set: nobody without all of them makes one. */
export const permissionsOfConnection = ({ sendsInvitations, writesRoles }: Set): readonly Permission[] => [
  ...CONNECTION_PERMISSIONS,
  ...(writesRoles ? ROLES : []),
  ...(sendsInvitations ? INVITATIONS : []),
];
