import "server-only";
import { changesBetween } from "@/lib/audit/changes";
import { record, recordingSql } from "@/lib/audit/record";
import { enterOrganization, type Transaction } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import type { SignInHours } from "@/lib/policies/hours";
import { organizationPolicies } from "@/lib/policies/in-force";
import { INHERITED, policyRecorded } from "@/lib/policies/value";
import { notFound, ok, type Result } from "@/lib/result";
import { findOrganization, OPERATOR_ACTOR } from "@/lib/setup/organizations";

/**
 * Lets an organization's people in from any network and at any hour again, at the command line, those too for whom it was
 * otherwise.
 * @returns its name, how many networks it had named, and for how many people it was otherwise
 */
export async function clearAllowlist(
  tx: Transaction,
  slug: string,
): Promise<Result<{ name: string; networks: number; people: number }>> {
  const organization = await findOrganization(tx, slug);
  if (!organization) return notFound("organization");
  const { id, name } = organization;
  await enterOrganization(tx, id);
  const { allowedNetworks, signInHours } = await organizationPolicies(tx, id);
  const people = await clearPeople(tx, id);
  const changes = changesBetween(recorded(allowedNetworks, signInHours), recorded([], null));
  if (!changes) return ok({ name, networks: 0, people });
  await tx.$executeRaw`
    UPDATE organizations SET allowed_networks = '{}', policies = policies - 'signInHours' WHERE id = ${id}::uuid`;
  await record(tx, id, OPERATOR_ACTOR, "organization.updated", { type: "organization", id, name }, changes);
  return ok({ name, networks: allowedNetworks.length, people });
}

const recorded = (networks: string[], hours: SignInHours | null) => ({
  allowedNetworks: policyRecorded("allowedNetworks", networks),
  signInHours: policyRecorded("signInHours", hours),
});

/** The networks and hours of single people, with an event for each of them. */
async function clearPeople(tx: Transaction, organizationId: string): Promise<number> {
  const events = Prisma.sql`
    SELECT id, username, jsonb_build_object('after', jsonb_build_object('allowedNetworks', ${INHERITED}::text,
      'signInHours', ${INHERITED}::text)) AS changes
    FROM cleared`;
  return tx.$executeRaw`
    WITH cleared AS (
      UPDATE users SET policies = policies - 'allowedNetworks' - 'signInHours'
      WHERE organization_id = ${organizationId}::uuid AND policies ?| ARRAY['allowedNetworks', 'signInHours']
      RETURNING id, username)
    ${recordingSql(organizationId, OPERATOR_ACTOR, "user.policiesChanged", events)}`;
}
