import "server-only";
import { readRows, withOrganization } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { type ManagedOrganization, managedOrganizations } from "@/lib/organizations/queries";
import { inTree, type Placed, searchOrganizations } from "@/lib/organizations/tree";
import type { Actor } from "@/lib/permissions/actor";
import { demand } from "@/lib/permissions/demand";

export const ORGANIZATIONS_PER_PAGE = 50;

export type OrganizationListed = Placed<ManagedOrganization> & {
  people: number;
  /** When something was last written in its audit log. */
  lastActivity: Date | null;
};

export type OrganizationsPage = {
  organizations: OrganizationListed[];
  matching: number;
  page: number;
  pages: number;
};

/** A page of the organizations that an actor's own one manages, with itself, in the order of their tree. */
export async function listManaged(
  actor: Actor,
  { search, page: asked }: { search: string; page: number },
): Promise<OrganizationsPage> {
  demand(actor, "organizations.read");
  const all = inTree(await managedOrganizations(actor.organizationId));
  const found = searchOrganizations(all, search);
  const pages = Math.max(1, Math.ceil(found.length / ORGANIZATIONS_PER_PAGE));
  const page = Math.min(Math.max(1, asked), pages);
  const shown = found.slice((page - 1) * ORGANIZATIONS_PER_PAGE, page * ORGANIZATIONS_PER_PAGE);
  const figures = await figuresOf(
    actor.organizationId,
    shown.map(({ id }) => id),
  );
  const organizations = shown.map((organization) => ({
    ...organization,
    ...(figures.get(organization.id) ?? { people: 0, lastActivity: null }),
  }));
  return { organizations, matching: found.length, page, pages };
}

type FiguresRow = { id: string; people: string; last_activity: Date | null };

async function figuresOf(organizationId: string, ids: string[]) {
  const rows = await readRows<FiguresRow>(
    organizationId,
    Prisma.sql`SELECT * FROM managed_figures(${ids}::uuid[])`,
  );
  return new Map(
    rows.map(({ id, people, last_activity: lastActivity }) => [id, { people: Number(people), lastActivity }]),
  );
}

/** What the form for a new organization offers: those that it can stand below, and where its domain can come from. */
export async function newOrganizationChoices(actor: Actor): Promise<{
  parents: { value: string; label: string }[];
  /** The domains below which a new one needs no proof; null where any may be given. */
  provenDomains: string[] | null;
}> {
  demand(actor, "organizations.create");
  const { organizationId } = actor;
  const managing = inTree(await managedOrganizations(organizationId)).filter(
    (each) => each.managing && !each.suspended,
  );
  const [own, domains] = await withOrganization(organizationId, async (tx) => [
    await tx.organization.findUniqueOrThrow({ where: { id: organizationId }, select: { managedBy: true } }),
    await tx.domain.findMany({
      where: { organizationId, provenAt: { not: null } },
      orderBy: [{ isPrimary: "desc" }, { name: "asc" }],
      select: { name: true },
    }),
  ]);
  return {
    parents: managing.map(({ id, name, above }) => ({ value: id, label: [...above, name].join(" › ") })),
    provenDomains: own.managedBy === null ? null : domains.map(({ name }) => name),
  };
}
