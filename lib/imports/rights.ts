import type { Actor } from "@/lib/permissions/actor";
import { can } from "@/lib/permissions/can";

/** Carrying out rows that change people takes every right that doing so by hand does. */
export const mayUpdatePeople = (actor: Actor): boolean =>
  can(actor, "users.import.commit") && can(actor, "users.update") && can(actor, "users.role.update");

/** So does an undo, which removes people and changes them back. */
export const mayUndo = (actor: Actor): boolean => mayUpdatePeople(actor) && can(actor, "users.remove");
