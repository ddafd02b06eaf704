import "server-only";
import { followCredentials } from "@/lib/credentials/follow";
import type { Transaction } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { forgetPasswords } from "@/lib/imports/passwords/secrets";

type Run = { organizationId: string; id: string };

/** What a commit says whose passwords were forgotten while it was under way: nothing of it may stand without them. */
export class PasswordsGone extends Error {}

/**
 * Gives the people of an import the passwords that came with their rows, each to be changed at the next sign-in, and
 * signs those out who had another one. Whoever has not activated their account has as long for it as with an invitation.
 * @param wanted how many passwords the commit began with
 * @throws PasswordsGone
 */
export async function writePasswords(
  tx: Transaction,
  { organizationId, id: importId }: Run,
  wanted: number,
): Promise<void> {
  const written = await tx.$executeRaw`
    INSERT INTO passwords (organization_id, user_id, hash, must_change)
    SELECT r.organization_id, r.user_id, s.hash, true FROM import_secrets s
    JOIN import_rows r ON r.organization_id = s.organization_id AND r.import_id = s.import_id AND r.line = s.line
    WHERE s.organization_id = ${organizationId}::uuid AND s.import_id = ${importId}::uuid
      AND s.hash IS NOT NULL AND r.fate IN ('create', 'update') AND r.selected AND r.values ? 'password'
    ON CONFLICT (organization_id, user_id) DO UPDATE SET hash = excluded.hash, must_change = true, used_at = NULL,
      set_at = now()`;
  if (written !== wanted) throw new PasswordsGone("The hour of the passwords has ended meanwhile.");
  const given = Prisma.sql`
    SELECT r.user_id FROM import_rows r
    WHERE r.organization_id = ${organizationId}::uuid AND r.import_id = ${importId}::uuid
      AND r.fate IN ('create', 'update') AND r.selected AND r.values ? 'password'`;
  await followCredentials(tx, organizationId, given);
  await tx.$executeRaw`
    UPDATE sessions s SET ended_at = now() FROM import_rows r
    WHERE r.organization_id = ${organizationId}::uuid AND r.import_id = ${importId}::uuid
      AND r.fate = 'update' AND r.selected AND r.values ? 'password'
      AND s.organization_id = r.organization_id AND s.user_id = r.user_id AND s.ended_at IS NULL`;
  await forgetPasswords(tx, organizationId, importId);
}
