import "server-only";
import { stillActs } from "@/lib/auth/standing";
import type { Transaction } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";

/**
 * Writes down for each person what their groups and the permissions given to them alone come to now. Whatever changes one of
 * these ends with it, in the same transaction.
 * @param people the ids of those whom it is about, as a query
 * @returns how many have other permissions by it
 */
export async function refreshRights(
  tx: Transaction,
  organizationId: string,
  people: Prisma.Sql,
): Promise<number> {
  const [refreshed] = await tx.$queryRaw<{ changed: number }[]>`
    SELECT refresh_rights(${organizationId}::uuid, array(${people}))::int AS changed`;
  return refreshed?.changed ?? 0;
}

/**
 * How many people have nothing any more to activate their accounts with, because in this transaction they came to hold
 * more than when they were given it: the database sees to that, by whatever way it comes.
 */
export async function countVoided(tx: Transaction): Promise<{ voided?: number }> {
  const [row] = await tx.$queryRaw<{ voided: number }[]>`
    SELECT coalesce(nullif(current_setting('app.voided', true), ''), '0')::int AS voided`;
  return row && row.voided > 0 ? { voided: row.voided } : {};
}

/**
 * What changes groups or whom they hold goes one after the other within an organization: two at the same moment would
 * each write what comes of the one without the other.
 * @throws RightsLost where whoever acts is no longer who they were when it is their turn
 */
export async function lockGroups(tx: Transaction, organizationId: string): Promise<void> {
  const key = `groups ${organizationId}`;
  await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${key}, 0))::text`;
  await stillActs(tx);
}

/**
 * Whoever makes, changes or removes a rule does so while nobody writes what rules ask of people. Taken after
 * `lockGroups`, and before any person is locked.
 */
export const lockRules = (tx: Transaction, organizationId: string): Promise<unknown> =>
  tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`rules ${organizationId}`}, 0))::text`;

/** For whoever locks people before writing what rules ask of them: a write takes this by itself, but then too late. */
export const awaitRules = (tx: Transaction, organizationId: string): Promise<unknown> =>
  tx.$queryRaw`SELECT pg_advisory_xact_lock_shared(hashtextextended(${`rules ${organizationId}`}, 0))::text`;

/** Everybody in a group, for `refreshRights`. */
export const membersSql = (organizationId: string, groupId: string): Prisma.Sql =>
  Prisma.sql`SELECT user_id FROM group_members WHERE organization_id = ${organizationId}::uuid AND group_id = ${groupId}::uuid`;
