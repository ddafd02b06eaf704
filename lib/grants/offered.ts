import "server-only";
import { withOrganization } from "@/lib/db";
import { groupsToGive } from "@/lib/grants/queries";
import type { Actor } from "@/lib/permissions/actor";
import { type PermissionArea, permissionAreas } from "@/lib/permissions/areas";
import { can, profilesToGive, rolesToGive } from "@/lib/permissions/can";
import { mayGivePermission } from "@/lib/permissions/grants";
import { ALL_PERMISSIONS, PERMISSIONS } from "@/lib/permissions/permissions";
import type { AccessProfile, Role } from "@/lib/permissions/roles";

/** What somebody may give others; of a group also what it gives, in words. */
export type RightsOffered = {
  roles: Role[];
  profiles: AccessProfile[];
  groups: { id: string; name: string; gives: string }[];
  areas: PermissionArea[];
  /** Whether they may have people follow somebody. */
  mayFollow: boolean;
};

export async function rightsOffered(actor: Actor): Promise<RightsOffered> {
  const mayFollow = await followingIsOffered(actor);
  const groups = can(actor, "users.groups.update") ? await groupsToGive(actor) : [];
  return {
    roles: rolesToGive(actor),
    profiles: profilesToGive(actor),
    groups: groups.map(({ id, name, permissions }) => ({
      id,
      name,
      gives: permissions.map((each) => PERMISSIONS[each]).join(", ") || "Gives no permissions",
    })),
    mayFollow,
    areas: permissionAreas(ALL_PERMISSIONS.filter((each) => mayGivePermission(actor, each))),
  };
}

/** Whether an actor may have people follow somebody. */
async function followingIsOffered(actor: Actor): Promise<boolean> {
  if (!can(actor, "users.role.update") || !can(actor, "users.groups.update")) return false;
  const { id } = actor.organization;
  const found = await withOrganization(id, (tx) =>
    tx.organization.findUnique({ where: { id }, select: { followingAllowed: true } }),
  );
  return found?.followingAllowed ?? false;
}
