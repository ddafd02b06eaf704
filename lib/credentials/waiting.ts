import "server-only";
import { Prisma } from "@/lib/generated/prisma/client";

/**
 * Who waits to activate an account and may, as a condition on rows of `users`: what `mayInvite` says of one.
 * @param people the name that `users` goes by in the statement
 */
export function waitingSql(people: string): Prisma.Sql {
  const of = Prisma.raw(people);
  return Prisma.sql`(${of}.removed_at IS NULL AND ${of}.suspended_at IS NULL AND ${of}.legacy_status IS NULL
    AND ${of}.activated_at IS NULL AND (${of}.access_ends_at IS NULL OR ${of}.access_ends_at > now()))`;
}

/** Who of them let the link or first password lapse that they had, and has no new one on its way. */
export const lapsedSql = (organizationId: string): Prisma.Sql => Prisma.sql`
  users.organization_id = ${organizationId}::uuid AND ${waitingSql("users")} AND users.credential_expires_at <= now()
  AND NOT EXISTS (SELECT FROM messages m WHERE m.organization_id = users.organization_id AND m.user_id = users.id
    AND m.kind IN ('invitation', 'welcomeQr', 'loginDetails') AND m.state IN ('queued', 'sending'))`;
