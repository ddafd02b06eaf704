import "server-only";
import { waitingSql } from "@/lib/credentials/waiting";
import { Prisma } from "@/lib/generated/prisma/client";

/**
 * What follows SELECT for the people `u` whom an import created and who can be sent an invitation: they wait for an
 * account, have no password of the file, and have had no message that went out or still may.
 */
export const invitable = (organizationId: string, importId: string): Prisma.Sql => Prisma.sql`
  FROM import_rows r JOIN users u ON u.organization_id = r.organization_id AND u.id = r.user_id
  WHERE r.organization_id = ${organizationId}::uuid AND r.import_id = ${importId}::uuid
    AND r.fate = 'create' AND r.selected AND NOT r.values ? 'password'
    AND ${waitingSql("u")}
    AND NOT EXISTS (SELECT 1 FROM messages m WHERE m.organization_id = r.organization_id AND m.user_id = r.user_id
      AND m.state NOT IN ('failed', 'bounced', 'cancelled'))`;
