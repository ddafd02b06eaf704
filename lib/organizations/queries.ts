import "server-only";
import { cache } from "react";
import { readRows, type Transaction } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import type { MfaPolicy } from "@/lib/mfa/policy";
import type { DateStyle } from "@/lib/organizations/locale";
import type { ActorOrganization } from "@/lib/permissions/actor";
import type { Property } from "@/lib/properties/types";

/** `allowedNetworks` are those that it lets people in from; none means any. */
export type ManagedOrganization = ActorOrganization & {
  suspended: boolean;
  allowedNetworks: string[];
  /** The organization right above it; null for the one at the top. */
  managedBy: string | null;
};

type ManagedRow = ActorOrganization & {
  suspended_at: Date | null;
  allowed_networks: string[];
  managed_by: string | null;
};

/** The organization itself first and, where it is a managing one, those it manages, by name. */
export const managedOrganizations = cache(async (organizationId: string): Promise<ManagedOrganization[]> => {
  const rows = await readRows<ManagedRow>(
    organizationId,
    Prisma.sql`SELECT * FROM managed_organizations() ORDER BY id = ${organizationId}::uuid DESC, name, id`,
  );
  return rows.map(({ suspended_at, allowed_networks, managed_by, ...organization }) => ({
    ...organization,
    allowedNetworks: allowed_networks,
    managedBy: managed_by,
    suspended: suspended_at !== null,
  }));
});

export type OrganizationSettings = {
  name: string;
  defaultCountry: string | null;
  mandatoryFields: string[];
  passwordLengthMin: number;
  invitationDays: number;
  mfaPolicy: MfaPolicy;
  timeZone: string;
  dateStyle: DateStyle;
  domains: { id: string; name: string; isPrimary: boolean }[];
  /** What it keeps of its people beyond the fields that everybody has. */
  properties: Property[];
};

/** What forms and imports need to know of the organization that a transaction is in. */
export async function organizationSettings(
  tx: Transaction,
  organizationId: string,
): Promise<OrganizationSettings> {
  const [found] = await tx.$queryRaw<OrganizationSettings[]>`
    SELECT name, default_country AS "defaultCountry", mandatory_fields AS "mandatoryFields",
      password_length_min AS "passwordLengthMin", invitation_days AS "invitationDays", mfa_policy AS "mfaPolicy",
      time_zone AS "timeZone", date_style AS "dateStyle",
      (SELECT coalesce(jsonb_agg(jsonb_build_object('id', d.id, 'name', d.name, 'isPrimary', d.is_primary)
        ORDER BY d.is_primary DESC, d.name), '[]') FROM domains d
        WHERE d.organization_id = o.id AND d.proven_at IS NOT NULL) AS domains,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'name', p.name, 'type', p.type, 'choices', p.choices,
        'isUserProperty', true, 'isRequired', p.is_required, 'isUnique', p.is_unique, 'defaultValue', p.default_value,
        'help', p.help, 'value', NULL, 'version', p.version) ORDER BY p.position, p.id), '[]')
        FROM properties p WHERE p.organization_id = o.id AND p.is_user_property) AS properties
    FROM organizations o WHERE id = ${organizationId}::uuid`;
  if (!found) throw new Error("There is no such organization.");
  return found;
}
