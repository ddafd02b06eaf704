import "server-only";
import { cache } from "react";
import { readRows, type Transaction } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import type { ActorOrganization } from "@/lib/permissions/actor";

export type ManagedOrganization = ActorOrganization & { suspended: boolean };

/** The organization itself first and, where it is a managing one, those it manages, by name. */
export const managedOrganizations = cache(async (organizationId: string): Promise<ManagedOrganization[]> => {
  const rows = await readRows<ActorOrganization & { suspended_at: Date | null }>(
    organizationId,
    Prisma.sql`SELECT * FROM managed_organizations() ORDER BY id = ${organizationId}::uuid DESC, name, id`,
  );
  return rows.map(({ suspended_at, ...organization }) => ({
    ...organization,
    suspended: suspended_at !== null,
  }));
});

export type OrganizationSettings = {
  defaultCountry: string | null;
  mandatoryFields: string[];
  passwordLengthMin: number;
  invitationDays: number;
  domains: { id: string; name: string; isPrimary: boolean }[];
};

/** What forms and imports need to know of the organization that a transaction is in. */
export async function organizationSettings(
  tx: Transaction,
  organizationId: string,
): Promise<OrganizationSettings> {
  const organization = await tx.organization.findUniqueOrThrow({
    where: { id: organizationId },
    select: { defaultCountry: true, mandatoryFields: true, passwordLengthMin: true, invitationDays: true },
  });
  const domains = await tx.domain.findMany({
    where: { organizationId },
    select: { id: true, name: true, isPrimary: true },
    orderBy: [{ isPrimary: "desc" }, { name: "asc" }],
  });
  return { ...organization, domains };
}
