import "server-only";
import type { BookQuery } from "@/lib/address-book/book-query";
import type { BookEntry } from "@/lib/address-book/fields";
import { type BookRules, bookRules } from "@/lib/address-book/rules";
import { entriesSql, type FoundEntry, fewLike } from "@/lib/address-book/statements";
import { readRows, withOrganization } from "@/lib/db";
import { isId } from "@/lib/ids";
import type { Actor } from "@/lib/permissions/actor";
import { demand } from "@/lib/permissions/demand";
import type { Cursor } from "@/lib/users/list";

/** `isOpen` is false for whom a policy keeps it shut. `total` stops counting at `BOOK_COUNT_MAX`. */
export type BookPage = {
  isOpen: boolean;
  entries: BookEntry[];
  total: number;
  previous: Cursor | null;
  next: Cursor | null;
};

export const BOOK_COUNT_MAX = 1000;
const PAGE_SIZE = 50;
const BATCH_SIZE = 1000;

const NOTHING: BookPage = { isOpen: false, entries: [], total: 0, previous: null, next: null };

/** The page of the address book that an address asks for, as far as policies show it to the actor. */
export async function listAddressBook(actor: Actor, query: BookQuery): Promise<BookPage> {
  demand(actor, "addressBook.read");
  const { id: organizationId } = actor.organization;
  const rules = await rulesFor(actor);
  if (!rules.isOpen) return NOTHING;
  const among = await fewLike(organizationId, query.search);
  const backwards = query.after === null && query.before !== null;
  const found = await readRows<FoundEntry>(
    organizationId,
    entriesSql(organizationId, rules, {
      search: query.search,
      among,
      cursor: query.after ?? query.before,
      backwards,
      limit: PAGE_SIZE + 1,
      countMax: BOOK_COUNT_MAX + 1,
    }),
    { inOrder: query.search === "" },
  );
  const more = found.length > PAGE_SIZE;
  const page = found.slice(0, PAGE_SIZE);
  if (backwards) page.reverse();
  const cursorOf = (row: FoundEntry | undefined) => (row ? { value: row.sortName, id: row.id } : null);
  return {
    isOpen: true,
    entries: page.map(entryOf),
    total: found[0]?.total ?? 0,
    previous: (backwards ? more : query.after !== null) ? cursorOf(page[0]) : null,
    next: backwards || more ? cursorOf(page.at(-1)) : null,
  };
}

/** One person of the address book; null when they are not in it, or it is shut for the actor. */
export async function findBookEntry(actor: Actor, userId: string): Promise<BookEntry | null> {
  demand(actor, "addressBook.read");
  const { id: organizationId } = actor.organization;
  const rules = await rulesFor(actor);
  if (!rules.isOpen || !isId(userId)) return null;
  const [found] = await readRows<FoundEntry>(
    organizationId,
    entriesSql(organizationId, rules, { among: `{${userId}}`, limit: 1 }),
  );
  return found ? entryOf(found) : null;
}

/** All whom a search finds, in batches; each is read by its own short transaction, so nobody slow holds a connection. */
export async function* bookBatches(
  actor: Actor,
  search: string,
  batchSize = BATCH_SIZE,
): AsyncGenerator<BookEntry[]> {
  demand(actor, "addressBook.read");
  const { id: organizationId } = actor.organization;
  const rules = await rulesFor(actor);
  if (!rules.isOpen) return;
  let cursor: Cursor | null = null;
  do {
    const among = await fewLike(organizationId, search);
    const found: FoundEntry[] = await readRows<FoundEntry>(
      organizationId,
      entriesSql(organizationId, rules, { search, among, cursor, limit: batchSize }),
      { inOrder: search === "" },
    );
    if (found.length > 0) yield found.map(entryOf);
    const last = found.length === batchSize ? found.at(-1) : undefined;
    cursor = last ? { value: last.sortName, id: last.id } : null;
  } while (cursor);
}

const rulesFor = (actor: Actor): Promise<BookRules> =>
  withOrganization(actor.organization.id, (tx) => bookRules(tx, actor));

function entryOf(found: FoundEntry): BookEntry {
  const { sortName: _, total: __, ...entry } = found;
  return entry;
}
