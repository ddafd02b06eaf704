import "server-only";
import { record } from "@/lib/audit/record";
import { viewedBy } from "@/lib/auth/viewing";
import { command } from "@/lib/command";
import { isId } from "@/lib/ids";
import { type Actor, isOneself } from "@/lib/permissions/actor";
import { can } from "@/lib/permissions/can";
import { viewAs } from "@/lib/permissions/viewing";
import { fail, forbidden, notFound, ok, type Result } from "@/lib/result";
import { subjectOf } from "@/lib/users/commands";
import { findPersonRow } from "@/lib/users/person-row";

/**
 * Records that somebody looks on as a person whom they could change.
 * @returns the actor as they look on
 */
export function viewPerson(actor: Actor, userId: string): Promise<Result<Actor>> {
  return command(actor, "users.update", async (tx) => {
    const { id: organizationId } = actor.organization;
    const user = isId(userId)
      ? await findPersonRow(tx, { organizationId, id: userId, removedAt: null })
      : null;
    if (!user) return notFound("person");
    if (!can(actor, "users.update", subjectOf(user))) return forbidden();
    if (isOneself(actor, userId)) return fail("invalid", "You see what you see already.");
    const subject = { type: "user" as const, id: userId, name: user.username };
    await record(tx, organizationId, actor, "user.viewedAs", subject);
    return ok(viewAs(actor, await viewedBy(tx, user)));
  });
}

/** Records that they have stopped. @param actor with their own rights again */
export function endView(actor: Actor, userId: string): Promise<Result<null>> {
  return command(actor, "users.update", async (tx) => {
    const { id: organizationId } = actor.organization;
    const user = isId(userId) ? await findPersonRow(tx, { organizationId, id: userId }) : null;
    if (!user || !can(actor, "users.update", subjectOf(user))) return notFound("person");
    const subject = { type: "user" as const, id: userId, name: user.username };
    await record(tx, organizationId, actor, "user.viewStopped", subject);
    return ok(null);
  });
}
