import "server-only";
import { storedName } from "@/lib/auth/stored-actor";
import { withOrganization } from "@/lib/db";
import { isId } from "@/lib/ids";
import { type Waiting, waitingIn } from "@/lib/imports/waiting";
import type { Actor } from "@/lib/permissions/actor";
import { demand } from "@/lib/permissions/demand";

/** A word with which an import changed hands. */
export type Handover = { by: string; at: Date; word: string | null };

/** Whether an import waits for approval, and whether it was returned; at most one of the two. */
export async function findHandovers(
  actor: Actor,
  importId: string,
): Promise<{ handedIn: Handover | null; returned: Handover | null }> {
  demand(actor, "users.import.read");
  const { id: organizationId } = actor.organization;
  const found = isId(importId)
    ? await withOrganization(organizationId, (tx) =>
        tx.import.findUnique({ where: { organizationId_id: { organizationId, id: importId } } }),
      )
    : null;
  const handover = (at: Date | null | undefined, by: unknown, word: string | null | undefined) =>
    at ? { by: storedName(by) ?? "Somebody", at, word: word ?? null } : null;
  return {
    handedIn: handover(found?.handedInAt, found?.handedInBy, found?.handedInWord),
    returned: handover(found?.returnedAt, found?.returnedBy, found?.returnedWord),
  };
}

/** What waits for somebody to approve it. */
export function findWaiting(actor: Actor): Promise<Waiting> {
  demand(actor, "users.import.read");
  return waitingIn(actor.organization.id);
}
