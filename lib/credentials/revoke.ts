import "server-only";
import { type AuditActor, recordingSql } from "@/lib/audit/record";
import type { Transaction } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";

/**
 * Parts of a statement that make void the links, PINs and passwords that some people were given and have not used, and
 * write an event for each of these people. `whom` is a query of their `id` and `username`; it may read the statement's other parts. A PIN that is
 * used up or has expired is made void too, for the links that it gave: they stand as long as it does.
 */
export function revocation(organizationId: string, actor: AuditActor, whom: Prisma.Sql): Prisma.Sql {
  const people = Prisma.sql`
    SELECT DISTINCT user_id AS id, username, 'credential.revoked' AS action, '{}'::jsonb AS changes FROM revoked
    UNION ALL SELECT user_id, username, 'pin.revoked', '{}' FROM pins_ended WHERE was_open
    UNION ALL SELECT user_id, username, 'user.passwordVoided', '{}' FROM passwords_ended`;
  return Prisma.sql`
    revoked AS (
      UPDATE credentials c SET revoked_at = now() FROM (${whom}) AS whom
      WHERE c.organization_id = ${organizationId}::uuid AND c.user_id = whom.id
        AND c.used_at IS NULL AND c.revoked_at IS NULL AND c.expires_at > now()
      RETURNING c.user_id, whom.username),
    pins_ended AS (
      UPDATE pins p SET revoked_at = now(),
        revoked_because = CASE WHEN u.activated_at IS NULL THEN 'changed' ELSE 'activated' END
      FROM (${whom}) AS whom JOIN users u ON u.organization_id = ${organizationId}::uuid AND u.id = whom.id
      WHERE p.organization_id = u.organization_id AND p.user_id = u.id AND p.revoked_at IS NULL
      RETURNING p.user_id, whom.username, p.uses_left > 0 AND p.expires_at > now() AS was_open),
    passwords_ended AS (
      DELETE FROM passwords p USING (${whom}) AS whom
      WHERE p.organization_id = ${organizationId}::uuid AND p.user_id = whom.id AND p.must_change AND p.used_at IS NULL
      RETURNING p.user_id, whom.username),
    revocations AS (${recordingSql(organizationId, actor, Prisma.sql`action`, people)})`;
}

/** The same as a statement of its own. */
export async function revokeCredentials(
  tx: Transaction,
  organizationId: string,
  actor: AuditActor,
  whom: Prisma.Sql,
): Promise<void> {
  await tx.$executeRaw`WITH ${revocation(organizationId, actor, whom)} SELECT count(*) FROM revoked`;
}

/** A person, for `revocation`. */
export const onePerson = ({ id, username }: { id: string; username: string }): Prisma.Sql =>
  Prisma.sql`SELECT ${id}::uuid AS id, ${username}::text AS username`;

/** Sets that a row of `users`, by its name in the statement, says no longer until when its link is good. */
export const withoutOpenLink = (user: "users" | "u"): Prisma.Sql =>
  Prisma.sql`credential_expires_at = ${Prisma.raw(
    `CASE WHEN ${user}.credential_expires_at > now() THEN NULL ELSE ${user}.credential_expires_at END`,
  )}`;
