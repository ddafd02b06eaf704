import "server-only";
import { readRows } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { isId } from "@/lib/ids";
import type { Actor } from "@/lib/permissions/actor";
import { demand } from "@/lib/permissions/demand";

/**
 * Whether the last thing that became of what a person was given to activate their account with is that it was made void,
 * because they came to hold more than when it was given.
 */
export async function isVoidForRights(actor: Actor, userId: string): Promise<boolean> {
  demand(actor, "users.read");
  if (!isId(userId)) return false;
  const { id: organizationId } = actor.organization;
  const [last] = await readRows<{ isVoid: boolean }>(
    organizationId,
    Prisma.sql`
      SELECT coalesce(changes->'after'->>'reason' = 'more rights', false) AS "isVoid" FROM audit_events
      WHERE organization_id = ${organizationId}::uuid AND subject_id = ${userId}::uuid AND action IN (
        'credential.issued', 'credential.revoked', 'pin.issued', 'pin.revoked', 'user.passwordGiven',
        'user.passwordVoided')
      ORDER BY id DESC LIMIT 1`,
  );
  return last?.isVoid ?? false;
}
