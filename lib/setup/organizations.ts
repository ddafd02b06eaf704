import "server-only";
import { record } from "@/lib/audit/record";
import { enterOrganization, type Transaction } from "@/lib/db";
import { isPublicMail, publicMailWords } from "@/lib/domains/public-mail";
import { newId } from "@/lib/ids";
import { organizationSchema } from "@/lib/organizations/input";
import { fail, ok, type Result } from "@/lib/result";
import { RESERVED_SLUGS } from "@/lib/routes";
import { isDomain, readDomainName } from "@/lib/users/domain-name";

export type NewOrganization = {
  name: string;
  slug: string;
  domain: string;
  managing: boolean;
  /** The managing organization above it; null only for the operator. */
  managedBy: string | null;
};

export type KnownOrganization = { id: string; slug: string; name: string; managing: boolean };

export const OPERATOR_ACTOR = { kind: "operator" as const, name: "Command line" };

const SLUG = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * Makes an organization below the one whose slug is given, or else below the operator. The first one of all is the
 * operator itself: it manages, as otherwise nobody could ever manage those that follow.
 */
export async function createOrganizationBelow(
  owner: Transaction,
  { managedBy: slug, ...given }: Omit<NewOrganization, "managedBy"> & { managedBy?: string },
): Promise<Result<{ id: string; slug: string }>> {
  const manager = await findOrganization(owner, slug);
  if (!manager && slug) return fail("notFound", `There is no organization “${slug}”.`);
  if (!manager) return createOrganization(owner, { ...given, managing: true, managedBy: null });
  if (!manager.managing) return fail("invalid", `The organization “${manager.slug}” does not manage others.`);
  return createOrganization(owner, { ...given, managedBy: manager.id });
}

/**
 * Makes an organization with its primary domain. Needs a transaction of the connection that owns
 * the schema: the application may not claim domains.
 */
export async function createOrganization(
  owner: Transaction,
  given: NewOrganization,
): Promise<Result<{ id: string; slug: string }>> {
  const name = organizationSchema.shape.name.safeParse(given.name);
  if (!name.success) return fail("invalid", name.error.issues.map(({ message }) => message).join(" "));
  if (RESERVED_SLUGS.includes(given.slug)) {
    return fail("invalid", `“${given.slug}” is an address of the product's own; choose another.`);
  }
  if (!SLUG.test(given.slug)) {
    return fail("invalid", `“${given.slug}” cannot be a slug: use small letters, digits and hyphens.`);
  }
  const read = readDomainName(given.domain);
  if (!isDomain(read)) return fail("invalid", `The domain ${read.words}`);
  const { domain } = read;
  if (isPublicMail(domain)) return fail("invalid", publicMailWords(domain));
  if (await findOrganization(owner, given.slug)) {
    return fail("conflict", `There is an organization with the slug “${given.slug}” already.`);
  }
  const claims = await owner.domainClaim.findMany({ where: { name: domain } });
  if (claims.length > 0) return fail("conflict", `The domain ${domain} belongs to an organization already.`);
  const id = newId();
  await enterOrganization(owner, id);
  await insertOrganization(owner, id, { ...given, name: name.data, domain });
  return ok({ id, slug: given.slug });
}

async function insertOrganization(tx: Transaction, id: string, given: NewOrganization): Promise<void> {
  const { name, slug, domain, managing, managedBy } = given;
  await tx.organization.create({ data: { id, name, slug, managing, managedBy }, select: { id: true } });
  await tx.domain.create({
    data: { organizationId: id, id: newId(), name: domain, isPrimary: true, provenAt: new Date() },
    select: { id: true },
  });
  await tx.domainClaim.create({ data: { name: domain, organizationId: id }, select: { name: true } });
  const subject = { type: "organization" as const, id, name };
  const changes = { after: { slug, domain } };
  await record(tx, id, OPERATOR_ACTOR, "organization.created", subject, changes);
}

/** An organization by its slug; without one, the operator: the organization that nobody manages. */
export async function findOrganization(owner: Transaction, slug?: string): Promise<KnownOrganization | null> {
  await owner.$executeRawUnsafe("SET LOCAL ROLE rollcall_lookup");
  const rows = await owner.$queryRaw<KnownOrganization[]>`
    SELECT id, slug, name, managing FROM organizations
    WHERE CASE WHEN ${slug ?? null}::text IS NULL THEN managed_by IS NULL ELSE slug = ${slug ?? null} END
    ORDER BY id LIMIT 1`;
  await owner.$executeRawUnsafe("SET LOCAL ROLE NONE");
  return rows[0] ?? null;
}
