import "server-only";
import { readRows } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { isId } from "@/lib/ids";
import type { Actor } from "@/lib/permissions/actor";
import { demand } from "@/lib/permissions/demand";
import type { SentMessage } from "@/lib/users/last-message";

/** The last message to a person, whatever became of it; null where there was none. */
export async function findLastMessage(actor: Actor, userId: string): Promise<SentMessage | null> {
  demand(actor, "users.read");
  if (!isId(userId)) return null;
  const { id: organizationId } = actor.organization;
  const [found] = await readRows<SentMessage>(
    organizationId,
    Prisma.sql`
      SELECT kind, method, state, address, coalesce(sent_at, first_attempt_at, created_at) AS at FROM messages
      WHERE organization_id = ${organizationId}::uuid AND user_id = ${userId}::uuid ORDER BY id DESC LIMIT 1`,
  );
  return found ?? null;
}
