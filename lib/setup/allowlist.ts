import "server-only";
import { changesBetween } from "@/lib/audit/changes";
import { actorColumns, record } from "@/lib/audit/record";
import { enterOrganization, type Transaction } from "@/lib/db";
import { POLICY_COLUMNS, policiesOfOrganization } from "@/lib/policies/held";
import type { SignInHours } from "@/lib/policies/hours";
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
  const row = await tx.organization.findUniqueOrThrow({ where: { id }, select: POLICY_COLUMNS });
  const { allowedNetworks, signInHours } = policiesOfOrganization(row);
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
  const by = actorColumns(OPERATOR_ACTOR);
  return tx.$executeRaw`
    WITH cleared AS (
      UPDATE users SET policies = policies - 'allowedNetworks' - 'signInHours'
      WHERE organization_id = ${organizationId}::uuid AND policies ?| ARRAY['allowedNetworks', 'signInHours']
      RETURNING id, username)
    INSERT INTO audit_events (organization_id, id, action, actor_kind, actor_name, subject_type, subject_id,
      subject_name, changes)
    SELECT ${organizationId}::uuid, uuid7(), 'user.policiesChanged', ${by.actorKind}, ${by.actorName}, 'user', id,
      username, jsonb_build_object('after', jsonb_build_object('allowedNetworks', ${INHERITED}::text, 'signInHours',
        ${INHERITED}::text))
    FROM cleared`;
}
