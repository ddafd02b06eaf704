import type { ColumnField } from "@/lib/imports/columns/column-field";
import { areUsernames, contentOf } from "@/lib/imports/columns/content";
import { headerKey } from "@/lib/imports/columns/header-key";
import { SYSTEM_LAYOUTS, type SystemLayout, type SystemName } from "@/lib/imports/columns/system-layouts";

export type { SystemName };

export type System = { name: SystemName; fields: ReadonlyMap<number, ColumnField> };

/**
 * Tells which other product a file is an export or an import of, by its headers as a set, and what its columns are
 * here. What stands for an address to sign in with is a username where its domains are the organization's and another
 * column has the access emails; else it is the access email.
 */
export function recognizeSystem(
  headers: readonly string[],
  cellsOf: (index: number) => readonly string[],
  domains: readonly string[],
): System | null {
  const keys = headers.map(headerKey);
  const layout = SYSTEM_LAYOUTS.find(({ signs }) =>
    signs.some((sign) => sign.every((header) => keys.includes(headerKey(header)))),
  );
  if (!layout) return null;
  const at = columnsOf(layout, keys, cellsOf);
  if (isOnlyRead(headers)) at.delete("password");
  const hasNames = at.has("firstName") && at.has("lastName");
  for (const field of hasNames ? (["fullName"] as const) : (["firstName", "lastName"] as const)) {
    if (hasNames || at.has("fullName")) at.delete(field);
  }
  settleLogin(at, cellsOf, domains);
  return { name: layout.name, fields: new Map([...at].map(([field, index]) => [index, field])) };
}

function columnsOf(
  { fields }: SystemLayout,
  keys: readonly string[],
  cellsOf: (index: number) => readonly string[],
): Map<ColumnField, number> {
  const found = new Map<ColumnField, number>();
  for (const [field, headers] of Object.entries(fields) as [ColumnField, readonly string[]][]) {
    const present = headers.map((header) => keys.indexOf(headerKey(header))).filter((index) => index >= 0);
    const index = present.find((each) => contentOf(cellsOf(each)) !== "blank") ?? present[0];
    if (index !== undefined) found.set(field, index);
  }
  return found;
}

/** A list that somebody has downloaded says `****` for every password. */
const isOnlyRead = (headers: readonly string[]) => headers.some((header) => /\[READ ONLY\]/i.test(header));

function settleLogin(
  at: Map<ColumnField, number>,
  cellsOf: (index: number) => readonly string[],
  domains: readonly string[],
): void {
  const login = at.get("username");
  if (login === undefined || contentOf(cellsOf(login)) !== "email") return;
  const email = at.get("accessEmail");
  const hasEmail = email !== undefined && contentOf(cellsOf(email)) !== "blank";
  if (!hasEmail) at.set("accessEmail", login);
  if (!hasEmail || (domains.length > 0 && !areUsernames(cellsOf(login), domains))) at.delete("username");
}
