import "server-only";
import { withOrganization } from "@/lib/db";
import { proofName, proofValue } from "@/lib/domains/proof";
import type { Actor } from "@/lib/permissions/actor";
import { demand } from "@/lib/permissions/demand";

export type DomainListed = {
  id: string;
  name: string;
  isPrimary: boolean;
  provenAt: Date | null;
  /** What the DNS has to say where; null for a domain that needs no proof. */
  proof: { name: string; value: string } | null;
  /** Those who have usernames in it, without those who were removed. */
  people: number;
  /** Those who have been removed; their usernames are kept. */
  removed: number;
};

type Row = Omit<DomainListed, "proof"> & { challenge: string | null };

/** The domains of the actor's organization, the primary one first. @throws Error unless they may see settings */
export function listDomains(actor: Actor): Promise<DomainListed[]> {
  demand(actor, "settings.read");
  const { id: organizationId } = actor.organization;
  return withOrganization(organizationId, async (tx) => {
    const rows = await tx.$queryRaw<Row[]>`
      SELECT d.id, d.name, d.is_primary AS "isPrimary", d.proven_at AS "provenAt", d.challenge,
        coalesce(counted.people, 0)::int AS people, coalesce(counted.removed, 0)::int AS removed
      FROM domains d
      LEFT JOIN (
        SELECT u.domain_id, count(*) FILTER (WHERE u.removed_at IS NULL) AS people,
          count(*) FILTER (WHERE u.removed_at IS NOT NULL) AS removed
        FROM users u WHERE u.organization_id = ${organizationId}::uuid GROUP BY 1) counted ON counted.domain_id = d.id
      WHERE d.organization_id = ${organizationId}::uuid
      ORDER BY d.is_primary DESC, d.proven_at IS NULL, d.name`;
    return rows.map(({ challenge, ...domain }) => ({
      ...domain,
      proof: challenge === null ? null : { name: proofName(domain.name), value: proofValue(challenge) },
    }));
  });
}
