import { hasEffect, type Permission } from "@/lib/permissions/permissions";
import { type AccessProfile, permissionsOf, type Role } from "@/lib/permissions/roles";

/** A signed-in person, in the organization that their account belongs to. */
export type Person = {
  userId: string;
  organizationId: string;
  sessionId: string | null;
  name: string;
  username: string;
  role: Role;
  accessProfile: AccessProfile | null;
  /** What their groups come to. */
  extra?: readonly Permission[];
  ip: string | null;
  /** False where a policy lets them take no lists of people away, whatever their role allows. */
  exportAllowed?: boolean;
  /** Set when they act by a key of the organization. */
  apiKeyId?: string;
  /** Set when another system acts in their name, by a token of a SCIM connection. */
  scimTokenId?: string;
};

export type ActorOrganization = { id: string; slug: string; name: string; managing: boolean };

/** A person at work inside one organization: their own, or one that theirs manages. */
export type Actor = Person & {
  organization: ActorOrganization;
  permissions: ReadonlySet<Permission>;
  /** Through whose eyes they look on: then they see what both may see, and change nothing. */
  viewing?: { userId: string; name: string };
};

/** Whether a person of the organization that an actor works in is that actor: ids are the organization's that gave them. */
export const isOneself = ({ organization, organizationId, userId }: Actor, id: string): boolean =>
  organization.id === organizationId && id === userId;

/**
 * The rights a person has inside an organization that they may enter at all. In a managed organization an admin of
 * the managing one acts as admin, a view-only admin looks on, and nobody else has anything to do there.
 */
export function actorIn(person: Person, organization: ActorOrganization): Actor | null {
  const own = permissionsOf(person.role, person.accessProfile, person.extra);
  if (organization.id === person.organizationId) {
    const permissions = new Set(
      [...own].filter((permission) => hasEffect(permission, organization.managing)),
    );
    return { ...person, organization, permissions };
  }
  if (!own.has("organizations.read")) return null;
  const inside = permissionsOf(own.has("organizations.manage") ? "admin" : "viewer", null);
  // Of managing others nobody has more there than at home.
  const isTheirs = (permission: Permission) =>
    !permission.startsWith("organizations.") || own.has(permission);
  const permissions = new Set(
    [...inside].filter((permission) => !permission.startsWith("account.") && isTheirs(permission)),
  );
  return { ...person, organization, permissions };
}
