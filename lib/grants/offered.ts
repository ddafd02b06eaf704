import "server-only";
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
};

export async function rightsOffered(actor: Actor): Promise<RightsOffered> {
  const groups = can(actor, "users.groups.update") ? await groupsToGive(actor) : [];
  return {
    roles: rolesToGive(actor),
    profiles: profilesToGive(actor),
    groups: groups.map(({ id, name, permissions }) => ({
      id,
      name,
      gives: permissions.map((each) => PERMISSIONS[each]).join(", ") || "Gives no permissions",
    })),
    areas: permissionAreas(ALL_PERMISSIONS.filter((each) => mayGivePermission(actor, each))),
  };
}
