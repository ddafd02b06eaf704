import type { Actor } from "@/lib/permissions/actor";
import { can } from "@/lib/permissions/can";

/** A rule takes people into a group and out of it, by what is said of them: whoever makes one may do both by hand. */
export const mayMakeRules = (actor: Actor): boolean =>
  can(actor, "users.read") && can(actor, "users.groups.update");
