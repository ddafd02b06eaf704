import "server-only";
import { record } from "@/lib/audit/record";
import { enterOrganization, type Transaction } from "@/lib/db";
import { notFound, ok, type Result } from "@/lib/result";
import { findOrganization, OPERATOR_ACTOR } from "@/lib/setup/organizations";

/**
 * Lets an organization's people in from any network again, at the command line.
 * @returns its name, and how many networks it had named
 */
export async function clearAllowlist(
  tx: Transaction,
  slug: string,
): Promise<Result<{ name: string; networks: number }>> {
  const organization = await findOrganization(tx, slug);
  if (!organization) return notFound("organization");
  const { id, name } = organization;
  await enterOrganization(tx, id);
  const { allowedNetworks } = await tx.organization.findUniqueOrThrow({
    where: { id },
    select: { allowedNetworks: true },
  });
  if (allowedNetworks.length === 0) return ok({ name, networks: 0 });
  await tx.organization.update({ where: { id }, data: { allowedNetworks: [] }, select: { id: true } });
  await record(
    tx,
    id,
    OPERATOR_ACTOR,
    "organization.updated",
    { type: "organization", id, name },
    { before: { allowedNetworks: allowedNetworks.join(", ") }, after: { allowedNetworks: "" } },
  );
  return ok({ name, networks: allowedNetworks.length });
}
