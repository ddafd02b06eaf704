import { contentOf } from "@/lib/imports/columns/content";
import { headerKey } from "@/lib/imports/columns/header-key";
import { isErrorsHeader, isHalfName, nameOfHeader } from "@/lib/imports/columns/header-names";
import { askAbout, findClashes, type MatchQuestion } from "@/lib/imports/columns/questions";
import { MANDATORY_FIELDS, type UserField } from "@/lib/users/fields";

/**
 * What one column of a file is. Known ways are sure, a suggested one wants a look; "ignored" is the column that our
 * own errors file adds. A column without a field is named to the person and not imported.
 */
export type ColumnMatch = {
  index: number;
  header: string;
  field: UserField | null;
  how: "exact" | "known" | "suggested" | "none" | "ignored";
};

export type Matching = { columns: ColumnMatch[]; questions: MatchQuestion[] };

/** The first rows of people; `readHead` gives them. */
export type Samples = readonly { cells: readonly string[] }[];

/**
 * Matches a file's columns with fields by their headers, then by what they hold. A table without a header has blank
 * ones; its columns are matched by content, names in the order of S0: first, last. Where two columns are equally good
 * for one field, neither gets it and a question asks for one.
 */
export function matchColumns(
  headers: readonly string[],
  samples: Samples,
  mandatory: readonly UserField[] = MANDATORY_FIELDS,
): Matching {
  const columns = headers.map(matchByHeader);
  resolveHalfNames(columns);
  resolvePhones(columns);
  yieldToSure(columns);
  const clashes = findClashes(columns);
  for (const { indexes } of clashes) for (const index of indexes) setField(columns[index], null, "none");
  suggestByContent(columns, samples, new Set(clashes.map(({ field }) => field)));
  return { columns, questions: askAbout(columns, clashes, mandatory) };
}

function matchByHeader(header: string, index: number): ColumnMatch {
  if (isErrorsHeader(header)) return { index, header, field: null, how: "ignored" };
  const name = nameOfHeader(header);
  return name ? { index, header, ...name } : { index, header, field: null, how: "none" };
}

/** `Name` beside a first name is the last name, and the other way round; alone it is a full name, which no field is. */
function resolveHalfNames(columns: ColumnMatch[]): void {
  const has = (field: UserField) => columns.some((column) => column.field === field);
  const half = columns.find(({ header }) => isHalfName(header));
  if (half && has("firstName") !== has("lastName")) {
    setField(half, has("firstName") ? "lastName" : "firstName", "suggested");
  }
}

const MOBILE_WORDS = /mobil|cell|celular|handy|movil|telemovel|portable/;

/** `Phone` is the mobile one, unless another column says that it is; then `Phone` is likely the other one. */
function resolvePhones(columns: ColumnMatch[]): void {
  const phones = columns.filter(({ field }) => field === "mobilePhone");
  const others = phones.filter(({ header }) => !MOBILE_WORDS.test(headerKey(header)));
  const hasBusiness = columns.some(({ field }) => field === "businessPhone");
  if (phones.length > others.length && others.length === 1 && !hasBusiness) {
    setField(others[0], "businessPhone", "suggested");
  }
}

/** A column that is only likely gives way to one that is sure. */
function yieldToSure(columns: ColumnMatch[]): void {
  const sure = new Set(columns.filter(({ how }) => how !== "suggested").map(({ field }) => field));
  for (const column of columns) {
    if (column.how === "suggested" && sure.has(column.field)) setField(column, null, "none");
  }
}

function suggestByContent(columns: ColumnMatch[], samples: Samples, asked: ReadonlySet<UserField>): void {
  const isFree = (field: UserField) => !asked.has(field) && columns.every((column) => column.field !== field);
  for (const column of columns.filter(({ how, header }) => how === "none" && !nameOfHeader(header))) {
    const content = contentOf(samples.map(({ cells }) => cells[column.index] ?? ""));
    const isNameless = column.header.trim() === "";
    if (content === "email" && isFree("accessEmail")) setField(column, "accessEmail", "suggested");
    else if (!isNameless) continue;
    else if (content === "phone" && isFree("mobilePhone")) setField(column, "mobilePhone", "suggested");
    else if (content === "name" && isFree("firstName")) setField(column, "firstName", "suggested");
    else if (content === "name" && isFree("lastName")) setField(column, "lastName", "suggested");
  }
}

function setField(column: ColumnMatch | undefined, field: UserField | null, how: ColumnMatch["how"]): void {
  if (column) Object.assign(column, { field, how });
}
