import "server-only";
import { recordingSql } from "@/lib/audit/record";
import type { Transaction } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { eventBeyondRole } from "@/lib/grants/write";
import type { ImportChoices } from "@/lib/imports/choices";
import { EXTENSION_FIELD } from "@/lib/imports/columns/column-field";
import { defaultsOf } from "@/lib/imports/plan/entering";
import type { Actor } from "@/lib/permissions/actor";
import { assignmentOf } from "@/lib/permissions/grants";
import type { Property } from "@/lib/properties/types";

type Run = { organizationId: string; id: string };

/** Writes the people of some lines, with what was chosen for all of them where a row says nothing. */
export async function insertUsers(
  tx: Transaction,
  { organizationId, id: importId }: Run,
  lines: number[],
  { grants, addressBook }: ImportChoices,
  properties: readonly Property[],
): Promise<void> {
  const { role, accessProfile } = assignmentOf(grants);
  const defaults = JSON.stringify(defaultsOf(properties));
  await tx.$executeRaw`
    INSERT INTO users (organization_id, id, first_name, last_name, username, domain_id, access_email, other_email,
      mobile_phone, business_phone, company, customer_code, udid, role, access_profile, access_ends_at,
      in_address_book, properties, import_id)
    SELECT r.organization_id, r.user_id, r.values->>'firstName', r.values->>'lastName', r.values->>'username', d.id,
      r.values->>'accessEmail', nullif(r.values->>'otherEmail', ''), nullif(r.values->>'mobilePhone', ''),
      nullif(r.values->>'businessPhone', ''), nullif(r.values->>'company', ''), nullif(r.values->>'customerCode', ''),
      nullif(r.values->>'udid', ''), coalesce(r.values->>'role', ${role}), ${accessProfile}::text,
      (nullif(r.values->>'accessEndsAt', '') || 'T23:59:59.999Z')::timestamptz,
      coalesce(r.values->>'inAddressBook' = 'yes', ${addressBook}::boolean),
      with_properties('{}', ${defaults}::jsonb || r.values), r.import_id
    FROM import_rows r
    LEFT JOIN domains d ON d.organization_id = r.organization_id AND d.name = split_part(r.values->>'username', '@', 2)
    WHERE r.organization_id = ${organizationId}::uuid AND r.import_id = ${importId}::uuid
      AND r.line = ANY(${lines}::int[])`;
}

/** Writes an event for each of them, with what they began with. */
export async function insertCreateEvents(
  tx: Transaction,
  { organizationId, id: importId }: Run,
  lines: number[],
  { grants, addressBook }: ImportChoices,
  actor: Actor,
  properties: readonly Property[],
): Promise<void> {
  const defaults = JSON.stringify(defaultsOf(properties));
  const { role, accessProfile } = assignmentOf(grants);
  const chosen = {
    role,
    ...(accessProfile ? { accessProfile } : {}),
    ...(await eventBeyondRole(tx, organizationId, grants)),
    ...(addressBook ? { inAddressBook: "yes" } : {}),
  };
  const people = Prisma.sql`
    SELECT r.user_id AS id, r.values->>'username' AS username,
      -- A role that the file gives was taken over from nobody.
      jsonb_build_object('after', CASE WHEN r.values->>'role' IS NULL THEN ${JSON.stringify(chosen)}::jsonb
          ELSE ${JSON.stringify(chosen)}::jsonb - 'mirrorOf' END
        || property_words(r.organization_id, (${defaults}::jsonb || r.values) - ${EXTENSION_FIELD}::text)
        || jsonb_build_object('importId', r.import_id)) AS changes
    FROM import_rows r
    WHERE r.organization_id = ${organizationId}::uuid AND r.import_id = ${importId}::uuid
      AND r.line = ANY(${lines}::int[])`;
  await tx.$executeRaw(recordingSql(organizationId, actor, "user.created", people));
}
