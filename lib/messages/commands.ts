import "server-only";
import { record } from "@/lib/audit/record";
import { change } from "@/lib/imports/commands/change";
import { queueInvitations } from "@/lib/messages/queue";
import type { Actor } from "@/lib/permissions/actor";
import { fail, ok, type Result } from "@/lib/result";

/** Sends an invitation to everybody whom an import created and who has had none that may have come. */
export function sendInvitations(actor: Actor, importId: string): Promise<Result<{ queued: number }>> {
  return change(actor, "users.credentials.issue", importId, ["done"], async (tx, found) => {
    const { organizationId, fileName } = found;
    const queued = await queueInvitations(tx, organizationId, importId);
    if (queued === 0)
      return fail("conflict", "Everybody whom this import created has an invitation or needs none.");
    const subject = { type: "import" as const, id: importId, name: fileName };
    await record(tx, organizationId, actor, "import.invited", subject, { after: { invitations: queued } });
    return ok({ queued });
  });
}
