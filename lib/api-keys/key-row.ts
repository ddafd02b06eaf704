import "server-only";
import { readRows } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import type { ActorOrganization } from "@/lib/permissions/actor";
import type { StatusFacts } from "@/lib/users/status";

/** A key with its organization, and with its maker where that is a person of the same organization. */
export type KeyRow = {
  id: string;
  name: string;
  scopes: string[];
  maker: unknown;
  expiresAt: Date;
  revokedAt: Date | null;
  lastUsedAt: Date | null;
  lastUsedFrom: string | null;
  allowedNetworks: string[];
  organization: ActorOrganization & { suspended: boolean };
  user: (StatusFacts & KeyMaker) | null;
};

type KeyMaker = {
  role: string;
  accessProfile: string | null;
  extraPermissions: string[];
  removedAt: Date | null;
};

type Row = Omit<KeyRow, "organization" | "user"> &
  KeyRow["organization"] & { user: (Moments & KeyMaker) | null };
type Moments = { [Fact in keyof StatusFacts]: string | null };

/** The key of a hash, as one statement reads it: every request of the API begins with it. */
export async function readKey(organizationId: string, secretHash: Uint8Array): Promise<KeyRow | null> {
  const [row] = await readRows<Row & { organizationId: string; keyId: string; keyName: string }>(
    organizationId,
    Prisma.sql`
      SELECT k.id AS "keyId", k.name AS "keyName", k.scopes, k.maker, k.expires_at AS "expiresAt",
        k.revoked_at AS "revokedAt", k.last_used_at AS "lastUsedAt", k.last_used_from AS "lastUsedFrom", o.allowed_networks AS "allowedNetworks",
        o.slug, o.name, o.managing, o.suspended_at IS NOT NULL AS suspended,
        CASE WHEN u.id IS NULL THEN NULL ELSE json_build_object('role', u.role, 'accessProfile', u.access_profile,
          'extraPermissions', coalesce(h.permissions, '{}'), 'removedAt', u.removed_at, 'legacyStatus', u.legacy_status,
          'suspendedAt', u.suspended_at, 'lockedUntil', u.locked_until, 'accessEndsAt', u.access_ends_at,
          'activatedAt', u.activated_at, 'credentialExpiresAt', u.credential_expires_at) END AS user
      FROM api_keys k JOIN organizations o ON o.id = k.organization_id
      LEFT JOIN users u ON u.organization_id = k.organization_id AND u.id = (k.maker ->> 'userId')::uuid
        AND k.maker ->> 'organizationId' = k.organization_id::text
      LEFT JOIN held_permissions h ON h.organization_id = u.organization_id AND h.user_id = u.id
      WHERE k.organization_id = ${organizationId}::uuid AND k.secret_hash = ${Buffer.from(secretHash)}`,
  );
  if (!row) return null;
  const { keyId, keyName, slug, name, managing, suspended, user, ...key } = row;
  const organization = { id: organizationId, slug, name, managing, suspended };
  return { ...key, id: keyId, name: keyName, organization, user: user && factsOf(user) };
}

const factsOf = (user: Moments & KeyMaker): StatusFacts & KeyMaker => ({
  ...user,
  removedAt: dateOf(user.removedAt),
  suspendedAt: dateOf(user.suspendedAt),
  lockedUntil: dateOf(user.lockedUntil),
  accessEndsAt: dateOf(user.accessEndsAt),
  activatedAt: dateOf(user.activatedAt),
  credentialExpiresAt: dateOf(user.credentialExpiresAt),
});

const dateOf = (moment: Date | string | null) => (moment === null ? null : new Date(moment));
