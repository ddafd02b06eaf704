import "server-only";
import { withOrganization } from "@/lib/db";
import type { Prisma } from "@/lib/generated/prisma/client";
import { isId } from "@/lib/ids";
import type { Actor } from "@/lib/permissions/actor";
import { demand } from "@/lib/permissions/demand";
import { termOf } from "@/lib/services/term";
import type { Price } from "@/lib/services/terms-of";

export type CatalogueService = Price & {
  id: string;
  name: string;
  description: string;
  version: number;
  isRetired: boolean;
};

/** What the actor's organization offers to those below it, by name, the retired ones last. */
export function listCatalogue(actor: Actor): Promise<CatalogueService[]> {
  demand(actor, "services.read");
  const { id: organizationId } = actor.organization;
  return withOrganization(organizationId, async (tx) => {
    const rows = await tx.catalogueService.findMany({ where: { organizationId } });
    const services = rows.map(serviceOf);
    return services.toSorted(
      (one, other) =>
        Number(one.isRetired) - Number(other.isRetired) || one.name.localeCompare(other.name, "en"),
    );
  });
}

/** One of them; null when there is none. */
export async function findOffered(actor: Actor, id: string): Promise<CatalogueService | null> {
  demand(actor, "services.read");
  if (!isId(id)) return null;
  const { id: organizationId } = actor.organization;
  const where = { organizationId_id: { organizationId, id } };
  const row = await withOrganization(organizationId, (tx) => tx.catalogueService.findUnique({ where }));
  return row && serviceOf(row);
}

const serviceOf = ({
  id,
  name,
  description,
  version,
  retiredAt,
  priceMinor,
  currency,
  term,
}: Prisma.CatalogueServiceGetPayload<object>): CatalogueService => ({
  id,
  name,
  description,
  version,
  isRetired: retiredAt !== null,
  priceMinor,
  currency,
  term: termOf(term),
});
