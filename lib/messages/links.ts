import "server-only";
import { type AuditActor, recordingSql } from "@/lib/audit/record";
import { followCredentials } from "@/lib/credentials/follow";
import { RESET_MINUTES } from "@/lib/credentials/invitations";
import { hashToken, tokenOf } from "@/lib/credentials/token";
import type { Transaction } from "@/lib/db";
import { required } from "@/lib/env";
import { Prisma } from "@/lib/generated/prisma/client";
import { newId } from "@/lib/ids";
import { ownNumberSql } from "@/lib/policies/in-force";

/** A link that a message is to carry. */
export type Wanted = Linked & { userId: string; username: string; kind: "invitation" | "reset" };

/** A message, and the link that it shares with others, if it does. */
export type Linked = { id: string; linkId: string | null };

/** The link's token is the same whenever it is asked for, and is kept nowhere. */
export const linkToken = ({ id, linkId }: Linked): string =>
  tokenOf(required("NEXTAUTH_SECRET"), `invitation ${linkId ?? id}`);

const BY: AuditActor = { kind: "system", name: "Rollcall" };

type Found = { hash: string; expiresAt: Date; isGood: boolean };

/**
 * Makes the links of messages that are about to go out for the first time, and finds those of the others. Earlier links
 * of these people stop working.
 * @returns until when each message's link is good, for those whose link is
 */
export async function openLinks(
  tx: Transaction,
  organizationId: string,
  wanted: readonly Wanted[],
): Promise<ReadonlyMap<string, Date>> {
  if (wanted.length === 0) return new Map();
  // An e-mail and an SMS with one link may be prepared at the same moment: the second finds what the first has made.
  await lockPeople(tx, organizationId, wanted);
  const missing = new Map(wanted.map((each) => [hashOf(each), each]));
  const there = await findLinks(tx, organizationId, [...missing.keys()]);
  for (const { hash } of there) missing.delete(hash);
  const made = missing.size > 0 ? await makeLinks(tx, organizationId, missing) : [];
  const good = new Map(
    [...there, ...made].filter(({ isGood }) => isGood).map((each) => [each.hash, each.expiresAt]),
  );
  return new Map(
    wanted.flatMap((each) => {
      const expiresAt = good.get(hashOf(each));
      return expiresAt ? [[each.id, expiresAt] as const] : [];
    }),
  );
}

/** People before their links, as whatever makes links void takes them, and in one order. */
const lockPeople = (tx: Transaction, organizationId: string, wanted: readonly Wanted[]) =>
  tx.$queryRaw`
    SELECT 1 FROM users WHERE organization_id = ${organizationId}::uuid
      AND id = ANY(${[...new Set(wanted.map(({ userId }) => userId))]}::uuid[])
    ORDER BY id FOR UPDATE`;

const hashOf = (message: Linked) => Buffer.from(hashToken(linkToken(message))).toString("hex");

function findLinks(tx: Transaction, organizationId: string, hashes: string[]): Promise<Found[]> {
  return tx.$queryRaw<Found[]>`
    SELECT encode(c.token_hash, 'hex') AS hash, c.expires_at AS "expiresAt",
      c.used_at IS NULL AND c.revoked_at IS NULL AND c.expires_at > now() AS "isGood"
    FROM unnest(${hashes}::text[]) AS wanted (hash)
    JOIN credentials c ON c.organization_id = ${organizationId}::uuid AND c.token_hash = decode(wanted.hash, 'hex')`;
}

async function makeLinks(
  tx: Transaction,
  organizationId: string,
  missing: ReadonlyMap<string, Wanted>,
): Promise<Found[]> {
  const all = [...missing];
  const events = Prisma.sql`
    SELECT wanted.user_id AS id, wanted.username, '{}'::jsonb AS changes FROM wanted JOIN made USING (id)`;
  const made = await tx.$queryRaw<Found[]>`
    WITH wanted AS MATERIALIZED (
      SELECT * FROM unnest(${all.map(() => newId())}::uuid[], ${all.map(([, each]) => each.userId)}::uuid[],
        ${all.map(([, each]) => each.username)}::text[], ${all.map(([, each]) => each.kind)}::text[],
        ${all.map(([hash]) => hash)}::text[]) AS wanted (id, user_id, username, kind, hash)),
    people AS MATERIALIZED (
      SELECT id, activated_at, ${ownNumberSql("users", "invitationDays")} AS days FROM users
      WHERE organization_id = ${organizationId}::uuid AND id IN (SELECT user_id FROM wanted)),
    revoked AS (
      UPDATE credentials c SET revoked_at = now() FROM people
      WHERE c.organization_id = ${organizationId}::uuid AND c.user_id = people.id AND c.used_at IS NULL
        AND c.revoked_at IS NULL AND c.kind IN ('invitation', 'reset')),
    made AS (
      INSERT INTO credentials (organization_id, id, user_id, kind, token_hash, expires_at)
      SELECT ${organizationId}::uuid, wanted.id, people.id, kind, decode(hash, 'hex'), now() + CASE kind
          WHEN 'reset' THEN make_interval(mins => ${RESET_MINUTES}::int)
          ELSE make_interval(days => coalesce(people.days, (SELECT invitation_days FROM organizations
            WHERE id = ${organizationId}::uuid))) END
      FROM wanted JOIN people ON people.id = wanted.user_id AND (kind = 'reset' OR activated_at IS NULL)
      RETURNING id, user_id, kind, token_hash, expires_at),
    events AS (${recordingSql(organizationId, BY, "credential.issued", events)})
    SELECT encode(token_hash, 'hex') AS hash, expires_at AS "expiresAt", true AS "isGood" FROM made`;
  const people = all.map(([, { userId }]) => userId);
  await followCredentials(tx, organizationId, Prisma.sql`SELECT unnest(${people}::uuid[])`);
  return made;
}
