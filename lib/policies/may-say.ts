import type { Actor } from "@/lib/permissions/actor";
import { can } from "@/lib/permissions/can";
import { rightsOf } from "@/lib/permissions/roles";

type Whose = {
  organizationId: string;
  id: string;
  role: string;
  accessProfile: string | null;
  extraPermissions: readonly string[];
  removedAt: Date | null;
};

/**
 * Whether an actor may say what is otherwise for a person: nobody of somebody above them, and of themselves only who says
 * it for everybody.
 */
export function maySayPolicies(actor: Actor, user: Whose): boolean {
  const { organizationId, id, removedAt } = user;
  const isSelf = id === actor.userId && organizationId === actor.organizationId;
  return (
    removedAt === null &&
    can(actor, "users.policies.update", { organizationId, ...rightsOf(user) }) &&
    (!isSelf || can(actor, "settings.update"))
  );
}
