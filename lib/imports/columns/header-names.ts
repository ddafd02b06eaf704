import { COLUMN_FIELDS, type ColumnField, labelOfColumn } from "@/lib/imports/columns/column-field";
import { headerKey } from "@/lib/imports/columns/header-key";
import { HEADER_WORDS } from "@/lib/imports/columns/header-words";
import { GROUPS_LABEL, SERVICES_LABEL } from "@/lib/users/columns";
import { EXPORT_ONLY_HEADERS } from "@/lib/users/export";

/** How a header is known: our own name for the field, one of the sources' layouts, or a usual word for it. */
export type HeaderName = { field: ColumnField; how: "exact" | "known" | "suggested" };

// Beside our own names, which the first of them happen to be too: S0, S1 and S2, as their files have them.
const KNOWN: readonly [ColumnField, readonly string[]][] = [
  ["firstName", ["firstname"]],
  ["lastName", ["lastname"]],
  ["accessEmail", ["emailaddress", "email"]],
  ["username", ["login"]],
  ["mobilePhone", ["phone", "mobile phone number", "phone mobile"]],
  ["businessPhone", ["business phone number"]],
  ["otherEmail", ["email other"]],
  ["customerCode", ["unique customer code"]],
  ["inAddressBook", ["add to global address book"]],
];

const NAMES: ReadonlyMap<string, HeaderName> = new Map([
  ...COLUMN_FIELDS.flatMap((field) =>
    HEADER_WORDS[field].flatMap((words) =>
      words.split(", ").map((word): [string, HeaderName] => [headerKey(word), { field, how: "suggested" }]),
    ),
  ),
  ...KNOWN.flatMap(([field, words]) =>
    words.map((word): [string, HeaderName] => [headerKey(word), { field, how: "known" }]),
  ),
  ...COLUMN_FIELDS.flatMap((field) =>
    [field, labelOfColumn(field)].map((word): [string, HeaderName] => [
      headerKey(word),
      { field, how: "exact" },
    ]),
  ),
]);

/** What a header by itself is a name of, or null. A remark in brackets, as in `Phone (optional)`, is passed over. */
export function nameOfHeader(header: string): HeaderName | null {
  const key = headerKey(header);
  const name = NAMES.get(key);
  if (name) return name;
  const bare = NAMES.get(headerKey(header.replace(/[([].*$/, "")));
  return bare ? { ...bare, how: "suggested" } : null;
}

/** `Name`, which is a last name beside a first name, a first name beside a last one, and alone both. */
export const isHalfName = (header: string) => HALF_NAMES.has(headerKey(header));

const HALF_NAMES: ReadonlySet<string> = new Set(["name", "names", "naam", "namen"]);

/** The column that an errors file adds; it is ours and says nothing about a person. */
export const ERRORS_HEADER = "Errors";

export const isErrorsHeader = (header: string) => headerKey(header) === headerKey(ERRORS_HEADER);

/** What our exports tell beside the fields, in files that have all of it; an import does not set it. */
export function isToldOnly(header: string, headers: readonly string[]): boolean {
  const keys = EXPORT_ONLY_HEADERS.map(headerKey);
  // Groups are a column of some of our files.
  return (
    [...keys, headerKey(GROUPS_LABEL), headerKey(SERVICES_LABEL)].includes(headerKey(header)) &&
    keys.every((key) => headers.some((each) => headerKey(each) === key))
  );
}
