import "server-only";
import type { Transaction } from "@/lib/db";
import type { Extension } from "@/lib/generated/prisma/client";
import { isId } from "@/lib/ids";
import type { Actor } from "@/lib/permissions/actor";
import { can } from "@/lib/permissions/can";
import { rightsOf } from "@/lib/permissions/roles";
import { fail, notFound, ok, type Result } from "@/lib/result";
import { findPersonRow, type PersonRow } from "@/lib/users/person-row";

/** An extension with whoever has it; nobody where that one was removed. */
export type Held = { extension: Extension; holder: PersonRow | null };

/** An extension that an actor may change: one that somebody has only where they may change that person. */
export async function findChangeable(tx: Transaction, actor: Actor, id: string): Promise<Result<Held>> {
  const { id: organizationId } = actor.organization;
  const extension = isId(id)
    ? await tx.extension.findUnique({ where: { organizationId_id: { organizationId, id } } })
    : null;
  if (!extension) return notFound("extension");
  const holder = extension.userId
    ? await findPersonRow(tx, { organizationId, id: extension.userId, removedAt: null })
    : null;
  if (holder && !mayChangeOf(actor, holder)) return outOfReach();
  return ok({ extension, holder });
}

/** Somebody of the organization whose extension the actor may change. */
export async function findReachable(
  tx: Transaction,
  actor: Actor,
  userId: string,
): Promise<Result<PersonRow>> {
  const { id: organizationId } = actor.organization;
  const person = isId(userId)
    ? await findPersonRow(tx, { organizationId, id: userId, removedAt: null })
    : null;
  if (!person) return notFound("person");
  return mayChangeOf(actor, person) ? ok(person) : outOfReach();
}

export const mayChangeOf = (actor: Actor, person: PersonRow): boolean =>
  can(actor, "telephony.update", { organizationId: person.organizationId, ...rightsOf(person) });

const outOfReach = () => fail("forbidden", "This person holds rights that you do not hold.");

/** What takes away the secret that a phone signs in with. */
export const NO_SECRET = {
  ha1Md5: null,
  ha1Sha256: null,
  secretRealm: null,
  secretUser: null,
  secretAt: null,
};
