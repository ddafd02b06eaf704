import "server-only";
import { waitingSql } from "@/lib/credentials/waiting";
import type { Transaction } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { isId } from "@/lib/ids";
import type { Actor } from "@/lib/permissions/actor";
import { can } from "@/lib/permissions/can";
import { reachSql } from "@/lib/permissions/reach";
import { fail, forbidden, notFound, ok, type Result } from "@/lib/result";
import { subjectOf } from "@/lib/users/commands";
import { findPersonRow, type PersonRow } from "@/lib/users/person-row";

/**
 * The person whom an actor may give something to activate the account with, locked until the transaction ends. Whoever
 * holds a right that the actor lacks is out of reach: with a PIN or a link for them one would be them.
 */
export async function findActivatable(
  tx: Transaction,
  actor: Actor,
  userId: string,
): Promise<Result<PersonRow>> {
  if (!isId(userId)) return notFound("person");
  const { id: organizationId } = actor.organization;
  await tx.$queryRaw`
    SELECT 1 FROM users WHERE organization_id = ${organizationId}::uuid AND id = ${userId}::uuid FOR UPDATE`;
  const user = await findPersonRow(tx, { organizationId, id: userId, removedAt: null });
  if (!user) return notFound("person");
  if (!can(actor, "users.credentials.issue", subjectOf(user))) return forbidden();
  if (user.suspendedAt || user.legacyStatus)
    return fail("conflict", "This account is suspended or a legacy one; it cannot be activated.");
  if (user.activatedAt) return fail("conflict", "This account is active already.");
  return user.accessEndsAt && user.accessEndsAt <= new Date()
    ? fail("conflict", "The access of this person has ended; the account cannot be activated.")
    : ok(user);
}

/** The same as a condition on rows of `users`, for many at once. */
export const activatableSql = (actor: Actor): Prisma.Sql => Prisma.sql`
  ${waitingSql("users")} AND ${reachSql(actor, "users")}`;
