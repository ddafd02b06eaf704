import "server-only";
import { record } from "@/lib/audit/record";
import { command } from "@/lib/command";
import { lockPerson } from "@/lib/credentials/lock-person";
import { isId } from "@/lib/ids";
import type { Actor } from "@/lib/permissions/actor";
import { ok, type Result } from "@/lib/result";
import { butSession, endSessions } from "@/lib/sessions/end-sessions";

/**
 * Ends one of one's own sessions: its next request is refused, whichever process it comes to.
 * @returns how many there were to end: none when it was over already, or is somebody else's
 */
export function endOwnSession(actor: Actor, sessionId: string): Promise<Result<{ ended: number }>> {
  return command(actor, "account.update", async (tx) => {
    const { organizationId, userId, username } = actor;
    if (!isId(sessionId)) return ok({ ended: 0 });
    const count = await endSessions(tx, { organizationId, userId, id: sessionId });
    const subject = { type: "session" as const, id: sessionId, name: username };
    if (count > 0) await record(tx, organizationId, actor, "session.ended", subject);
    return ok({ ended: count });
  });
}

/** Ends all of one's own sessions but the one that asks for it (OWASP ASVS 5.0, 7.5.2). */
export function endOtherSessions(actor: Actor): Promise<Result<{ ended: number }>> {
  return command(actor, "account.update", async (tx) => {
    const { organizationId, userId, username, sessionId } = actor;
    // A sign-in that is under way is either over by then and ended here, or begins afterwards.
    await lockPerson(tx, organizationId, userId);
    const count = await endSessions(tx, { organizationId, userId, ...butSession(sessionId) });
    const subject = { type: "user" as const, id: userId, name: username };
    if (count > 0)
      await record(tx, organizationId, actor, "session.othersEnded", subject, { after: { count } });
    return ok({ ended: count });
  });
}
