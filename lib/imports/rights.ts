import { isStored } from "@/lib/auth/stored-actor";
import type { Actor } from "@/lib/permissions/actor";
import { can } from "@/lib/permissions/can";

/**
 * Whoever may only prepare imports changes none but those that they began: what somebody else has reviewed stays as it
 * was reviewed. `createdBy` is what the import's row keeps.
 */
export const mayPrepare = (actor: Actor, { createdBy }: { createdBy: unknown }): boolean =>
  can(actor, "users.import.prepare") && (can(actor, "users.import.commit") || isStored(createdBy, actor));

/** Carrying out rows that change people takes every right that doing so by hand does. */
export const mayUpdatePeople = (actor: Actor): boolean =>
  can(actor, "users.import.commit") && can(actor, "users.update") && can(actor, "users.role.update");

/** So does an undo, which removes people and changes them back. */
export const mayUndo = (actor: Actor): boolean => mayUpdatePeople(actor) && can(actor, "users.remove");
