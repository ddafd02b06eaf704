import "server-only";
import type { Transaction } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";

type Run = { organizationId: string; id: string };

/** What becomes void with an update and does not come back: a password, or what somebody could set one with. */
export type Lost = "link" | "password";

/**
 * Notes beside each of these lines what is so of its person and no file says, before the line changes them: an undo
 * brings it back, and says what it cannot.
 */
export async function noteWas(
  tx: Transaction,
  { organizationId, id: importId }: Run,
  lines: number[],
): Promise<void> {
  await tx.$executeRaw`
    UPDATE import_rows r SET was = jsonb_build_object('updatedAt', u.updated_at,
      'credentialExpiresAt', u.credential_expires_at,
      'lost', CASE WHEN NOT ${endsLinks(Prisma.sql`r.changes->'after'`)} THEN NULL
        WHEN r.changes->'after' ? 'password' AND ${HAS_PASSWORD} THEN ${"password" satisfies Lost}
        WHEN ${HAS_SOMETHING_OPEN} THEN ${"link" satisfies Lost} END)
    FROM users u
    WHERE r.organization_id = ${organizationId}::uuid AND r.import_id = ${importId}::uuid
      AND r.line = ANY(${lines}::int[]) AND u.organization_id = r.organization_id AND u.id = r.user_id`;
}

/** Whether changes make void what a person was given earlier: it would let in whoever has it as somebody else. */
export const endsLinks = (changes: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`(${changes} ?| ARRAY['role', 'password', 'accessEmail'])`;

const HAS_PASSWORD = Prisma.sql`EXISTS (SELECT FROM passwords p
  WHERE p.organization_id = u.organization_id AND p.user_id = u.id)`;

// As `revocation` finds it.
const HAS_SOMETHING_OPEN = Prisma.sql`(
  EXISTS (SELECT FROM credentials c WHERE c.organization_id = u.organization_id AND c.user_id = u.id
    AND c.used_at IS NULL AND c.revoked_at IS NULL AND c.expires_at > now())
  OR EXISTS (SELECT FROM pins p WHERE p.organization_id = u.organization_id AND p.user_id = u.id
    AND p.revoked_at IS NULL AND p.uses_left > 0 AND p.expires_at > now())
  OR EXISTS (SELECT FROM passwords p WHERE p.organization_id = u.organization_id AND p.user_id = u.id
    AND p.must_change AND p.used_at IS NULL))`;
