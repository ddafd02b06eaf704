import "server-only";
import type { BookField } from "@/lib/address-book/fields";
import type { Transaction } from "@/lib/db";
import type { Actor } from "@/lib/permissions/actor";
import { can } from "@/lib/permissions/can";
import { policiesInForce } from "@/lib/policies/in-force";

/** What policies say of the address book to one reader: whether it is open, and what it shows of people who have no say of their own. */
export type BookRules = { isOpen: boolean; isShown: boolean; fields: BookField[] };

/** Whoever may see people sees the book; through whose eyes somebody looks on counts as the reader. */
export async function bookRules(tx: Transaction, actor: Actor): Promise<BookRules> {
  const { id } = actor.organization;
  const everybody = await policiesInForce(tx, id);
  const readerId = actor.viewing?.userId ?? (actor.organizationId === id ? actor.userId : undefined);
  const reader = readerId ? await policiesInForce(tx, id, readerId) : everybody;
  return {
    isOpen: can(actor, "users.read") || reader.addressBookReading,
    isShown: everybody.addressBook,
    fields: everybody.addressBookFields,
  };
}
