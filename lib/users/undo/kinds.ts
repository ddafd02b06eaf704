import type { MembersChange } from "@/lib/groups/members";
import type { Grants } from "@/lib/permissions/grants-schema";
import type { Permission } from "@/lib/permissions/permissions";
import type { GivenPolicy } from "@/lib/policies/bulk-commands";
import type { PropertyChange } from "@/lib/properties/bulk-commands";
import type { SeatsChange } from "@/lib/services/assigning";
import type { BulkChange } from "@/lib/users/bulk-changes";

/** A change of many that can be taken back. */
export type Undoable =
  | BulkChange
  | MembersChange
  | { kind: "giveRights"; grants: Grants }
  | { kind: "sayPolicy"; policy: GivenPolicy }
  | PropertyChange
  | SeatsChange;
export type UndoableKind = Undoable["kind"];

/** What it takes to make a change, and to take it back. */
export const UNDO_PERMISSIONS: Record<UndoableKind, Permission> = {
  suspend: "users.suspend",
  reactivate: "users.suspend",
  remove: "users.remove",
  restore: "users.remove",
  changeRole: "users.role.update",
  giveRights: "users.role.update",
  sayPolicy: "users.policies.update",
  setProperty: "users.update",
  joinGroup: "users.groups.update",
  leaveGroup: "users.groups.update",
  assignService: "services.assign",
  withdrawService: "services.assign",
};

/** As long as a removal can be taken back. */
export { RESTORE_DAYS as UNDO_DAYS } from "@/lib/users/status";
