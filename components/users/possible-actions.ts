import { type Actor, isOneself } from "@/lib/permissions/actor";
import { can, type Subject } from "@/lib/permissions/can";
import type { Permission } from "@/lib/permissions/permissions";

export type UserAction = "edit" | "invite" | "suspend" | "reactivate" | "remove" | "restore";

/** The facts about a person that decide what can be done with them. */
export type UserFacts = {
  id: string;
  activatedAt: Date | null;
  suspendedAt: Date | null;
  legacyStatus: string | null;
  accessEndsAt: Date | null;
  removedAt: Date | null;
};

/** What an actor may do with a person as they are now. The commands decide again; this decides what is shown. */
export function possibleActions(
  actor: Actor,
  subject: Subject,
  user: UserFacts,
  { now, restorableUntil }: { now: Date; restorableUntil: Date | null },
): UserAction[] {
  const may = (permission: Permission) => can(actor, permission, subject);
  if (user.removedAt) {
    return may("users.remove") && restorableUntil && restorableUntil > now ? ["restore"] : [];
  }
  const isSelf = isOneself(actor, user.id);
  const isLegacy = user.legacyStatus !== null;
  const hasEnded = user.accessEndsAt !== null && user.accessEndsAt <= now;
  const isShut = user.suspendedAt !== null || isLegacy || hasEnded;
  const possible: Record<Exclude<UserAction, "restore">, boolean> = {
    edit: may("users.update"),
    invite: may("users.credentials.issue") && !user.activatedAt && !isShut,
    suspend: may("users.suspend") && !isSelf && !user.suspendedAt && !isLegacy,
    reactivate: may("users.suspend") && user.suspendedAt !== null,
    remove: may("users.remove") && !isSelf,
  };
  return (Object.keys(possible) as (keyof typeof possible)[]).filter((action) => possible[action]);
}
