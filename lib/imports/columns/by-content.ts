import type { ColumnField } from "@/lib/imports/columns/column-field";
import {
  areInternational,
  areSeveralWords,
  areUsernames,
  type ColumnContent,
  contentOf,
} from "@/lib/imports/columns/content";

/** A column that no header tells. */
export type UntoldColumn = { index: number; isNameless: boolean; cells: readonly string[] };

/**
 * Suggests fields for columns by what they hold: addresses at the organization's domains are usernames where another
 * column has the access emails, phones are told by their plus sign, devices by their numbers. Names and bare numbers
 * only where no column has a header, as then their order is all that there is.
 */
export function fieldsByContent(
  columns: readonly UntoldColumn[],
  free: (field: ColumnField) => boolean,
  domains: readonly string[],
): ReadonlyMap<number, ColumnField> {
  const found = new Map<number, ColumnField>();
  const taken = new Set<ColumnField>();
  const give = (column: UntoldColumn | undefined, field: ColumnField) => {
    if (!column || found.has(column.index) || taken.has(field) || !free(field)) return;
    found.set(column.index, field);
    taken.add(field);
  };
  const contents = new Map(columns.map((column) => [column.index, contentOf(column.cells)]));
  const of = (content: ColumnContent) => columns.filter(({ index }) => contents.get(index) === content);

  const addresses = of("email");
  const logins = addresses.filter(({ cells }) => areUsernames(cells, domains));
  give(addresses.find((column) => !logins.includes(column)) ?? addresses[0], "accessEmail");
  if (taken.has("accessEmail") || !free("accessEmail"))
    give(
      logins.find(({ index }) => !found.has(index)),
      "username",
    );
  for (const column of of("phone")) {
    if (!column.isNameless && !areInternational(column.cells)) continue;
    give(column, "mobilePhone");
    give(column, "businessPhone");
  }
  give(of("udid")[0], "udid");
  const names = of("name").filter(({ isNameless }) => isNameless);
  const [name] = names;
  if (names.length === 1 && name && areSeveralWords(name.cells) && free("firstName") && free("lastName")) {
    give(name, "fullName");
  }
  for (const column of names) {
    if (taken.has("fullName")) break;
    give(column, "firstName");
    give(column, "lastName");
  }
  return found;
}
