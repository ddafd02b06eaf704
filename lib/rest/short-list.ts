import { readCursor, writeCursor } from "@/lib/rest/cursor";
import { invalidFields, ok, type Result } from "@/lib/result";

export const badCursor = () =>
  invalidFields([{ path: "cursor", message: "This is no cursor of this list in this order." }]);

/**
 * A page of a list that is read whole, as it is never long. Where the last one of the page before is gone, it goes on at
 * the place where that one was.
 */
export function pageOfShort<Item extends { id: string }>(
  name: string,
  all: readonly Item[],
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Result<{ items: Item[]; after: string | null }> {
  const values = cursor === undefined ? null : readCursor(cursor, name, 2);
  if (cursor !== undefined && !(values && /^\d{1,9}$/.test(values[1] ?? ""))) return badCursor();
  const place = values ? all.findIndex(({ id }) => id === values[0]) + 1 || Number(values[1]) : 0;
  const items = all.slice(place, place + limit);
  const last = items.at(-1);
  const isMore = last !== undefined && place + limit < all.length;
  return ok({ items, after: isMore ? writeCursor(name, [last.id, String(place + limit)]) : null });
}
