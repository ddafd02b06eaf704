import "server-only";
import { lookUp, withOrganization } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { countOffer } from "@/lib/sso/throttle";

/** A provider that a username's organization offers. */
export type Offer = { organizationId: string; providerId: string; name: string; isRequired: boolean };

/**
 * The providers of the organization that has proven a username's domain. It is the domain alone that decides: whether there
 * is somebody of that name makes no difference, and is not looked at.
 */
export async function offersFor(username: string, ip: string): Promise<Offer[]> {
  const at = username.lastIndexOf("@");
  const domain = username
    .slice(at + 1)
    .replaceAll("\0", "")
    .trim()
    .toLowerCase();
  if (at < 0 || domain === "" || (await countOffer(ip)) !== null) return [];
  const [row] = await lookUp<{ id: string | null }>(
    Prisma.sql`SELECT organization_of_domain(${domain}) AS id`,
  );
  const organizationId = row?.id;
  if (!organizationId) return [];
  return withOrganization(organizationId, async (tx) => {
    if ((await tx.organization.count({ where: { id: organizationId, suspendedAt: null } })) === 0) return [];
    const found = await tx.signOnProvider.findMany({
      where: { organizationId, state: { not: "draft" } },
      orderBy: { createdAt: "asc" },
    });
    return found.map(({ id, name, state }) => ({
      organizationId,
      providerId: id,
      name,
      isRequired: state === "required",
    }));
  });
}
