import "server-only";
import type * as z from "zod";
import { isId } from "@/lib/ids";
import type { Actor } from "@/lib/permissions/actor";
import { can } from "@/lib/permissions/can";
import { readCursor, writeCursor } from "@/lib/rest/cursor";
import { apiUserOfRow, IN_EVERY_ROW } from "@/lib/rest/resources/user-mapping";
import type { users } from "@/lib/rest/resources/users";
import { badCursor } from "@/lib/rest/short-list";
import { fail, ok } from "@/lib/result";
import { type Cursor, SORTS } from "@/lib/users/list";
import { listUsers } from "@/lib/users/queries";

type Query = z.output<typeof users.operations.list.query>;

/** A page of people, as a program asks for it: by the query of the page of people, of which it reads what is asked for. */
export async function listApiUsers(actor: Actor, query: Query, fields: readonly string[] | null) {
  if (query.group && !can(actor, "groups.read"))
    return fail("forbidden", "To list who is in a group, a key needs the scope groups.read too.");
  const after = query.cursor === undefined ? null : cursorOf(query.cursor, query.sort);
  if (query.cursor !== undefined && !after) return badCursor();
  const page = await listUsers(actor, {
    search: (query.search ?? "").trim(),
    status: query.status ?? null,
    role: query.role ?? null,
    groupId: query.group ?? null,
    importId: query.import ?? null,
    ...(query.properties ? { properties: query.properties } : {}),
    sort: SORTS.find((sort) => query.sort.endsWith(sort)) ?? "name",
    descending: query.sort.startsWith("-"),
    after,
    before: null,
    size: query.limit,
    whole: !fields?.every((field) => IN_EVERY_ROW.includes(field)),
  });
  const { rows, next, total, totalIsExact } = page;
  return ok({
    body: { items: rows.map(apiUserOfRow), total, totalIsExact },
    after: next && writeCursor(listOf(query.sort), [next.value, next.id]),
  });
}

const listOf = (sort: string) => `users ${sort}`;

function cursorOf(text: string, sort: string): Cursor | null {
  const [value = "", id = ""] = readCursor(text, listOf(sort), 2) ?? [];
  return isId(id) && (!sort.endsWith("created") || /^\d{1,14}$/.test(value)) ? { value, id } : null;
}
