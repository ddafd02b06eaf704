import { fieldsByContent } from "@/lib/imports/columns/by-content";
import type { ColumnField, PropertyNames, RowField } from "@/lib/imports/columns/column-field";
import { fieldsOfColumn } from "@/lib/imports/columns/column-field";
import { areSeveralWords, contentOf } from "@/lib/imports/columns/content";
import { headerKey } from "@/lib/imports/columns/header-key";
import { isErrorsHeader, isHalfName, isToldOnly, nameOfHeader } from "@/lib/imports/columns/header-names";
import { askAbout, findClashes, type MatchQuestion } from "@/lib/imports/columns/questions";
import { recognizeSystem, type SystemName } from "@/lib/imports/columns/systems";
import { type PropertyField, propertyField } from "@/lib/properties/field";
import { MANDATORY_FIELDS } from "@/lib/users/fields";

/**
 * What one column of a file is. Known ways are sure, a suggested one wants a look; "ignored" is a column that our own
 * files add. A column without a field is named to the person and not imported.
 */
export type ColumnMatch = {
  index: number;
  header: string;
  field: ColumnField | null;
  how: "exact" | "known" | "suggested" | "none" | "ignored";
};

/** `system` is the other product whose export the file is, where its headers say so. */
export type Matching = { columns: ColumnMatch[]; questions: MatchQuestion[]; system: SystemName | null };

/** The first rows of people; `readHead` gives them. */
export type Samples = readonly { cells: readonly string[] }[];

/**
 * Matches a file's columns with fields by their headers, then by what they hold. A table without a header has blank
 * ones; its columns are matched by content, names in the order of S0: first, last. Where two columns are equally good
 * for one field, neither gets it and a question asks for one. `domains` are the organization's.
 */
export function matchColumns(
  headers: readonly string[],
  samples: Samples,
  mandatory: readonly RowField[] = MANDATORY_FIELDS,
  domains: readonly string[] = [],
  properties: PropertyNames = [],
): Matching {
  const cellsOf = (index: number) => samples.map(({ cells }) => cells[index] ?? "");
  const system = recognizeSystem(headers, cellsOf, domains);
  if (system) {
    const columns = headers.map((header, index): ColumnMatch => {
      const field = system.fields.get(index) ?? propertyOfHeader(header, properties);
      return { index, header, field, how: field ? "known" : isErrorsHeader(header) ? "ignored" : "none" };
    });
    yieldToFirst(columns);
    return { columns, questions: askAbout(columns, [], mandatory, properties), system: system.name };
  }
  const columns = headers.map((header, index) => matchByHeader(header, index, headers, properties));
  resolveNames(columns, cellsOf);
  resolvePhones(columns);
  yieldToSure(columns);
  const clashes = findClashes(columns);
  for (const { indexes } of clashes) for (const index of indexes) setField(columns[index], null, "none");
  suggestByContent(columns, cellsOf, new Set(clashes.map(({ field }) => field)), domains);
  return { columns, questions: askAbout(columns, clashes, mandatory, properties), system: null };
}

function matchByHeader(
  header: string,
  index: number,
  headers: readonly string[],
  properties: PropertyNames,
): ColumnMatch {
  const isOwn = isErrorsHeader(header) || isToldOnly(header, headers);
  if (isOwn) return { index, header, field: null, how: "ignored" };
  const property = propertyOfHeader(header, properties);
  if (property) return { index, header, field: property, how: "exact" };
  const name = nameOfHeader(header);
  return name ? { index, header, ...name } : { index, header, field: null, how: "none" };
}

/** The property of that name, without the star that a template puts behind it; no field has such a name by itself. */
export function propertyOfHeader(header: string, properties: PropertyNames): PropertyField | null {
  const key = headerKey(header);
  const isOf = ({ id, name }: PropertyNames[number]) =>
    headerKey(name) === key || headerKey(propertyField(id)) === key;
  const found = key === "" ? undefined : properties.find(isOf);
  return found ? propertyField(found.id) : null;
}

/** Of two columns with the name of one property the first is it. */
function yieldToFirst(columns: ColumnMatch[]): void {
  const taken = new Set<ColumnField>();
  for (const column of columns) {
    if (column.field && taken.has(column.field)) setField(column, null, "none");
    if (column.field) taken.add(column.field);
  }
}

/**
 * `Name` beside a first name is the last name, and the other way round; alone it is both. So is a lone `Nome` that
 * holds several words. A full name beside its parts says nothing that they do not.
 */
function resolveNames(columns: ColumnMatch[], cellsOf: (index: number) => string[]): void {
  const has = (field: ColumnField) => columns.some((column) => column.field === field);
  const half = columns.find(({ header }) => isHalfName(header));
  if (half && has("firstName") !== has("lastName")) {
    setField(half, has("firstName") ? "lastName" : "firstName", "suggested");
  }
  if (has("firstName") && has("lastName")) {
    for (const column of columns) {
      if (column.field === "fullName" && column.how === "suggested") setField(column, null, "none");
    }
    return;
  }
  if (has("fullName")) return;
  const lone = columns.filter(
    ({ field, how }) => how === "suggested" && (field === "firstName" || field === "lastName"),
  );
  const [only] = lone;
  if (lone.length === 1 && only && areSeveralWords(cellsOf(only.index)))
    setField(only, "fullName", "suggested");
  const isAlone = half && !has("fullName") && !has("firstName") && !has("lastName");
  const content = half && contentOf(cellsOf(half.index));
  if (isAlone && (content === "blank" || areSeveralWords(cellsOf(half.index))))
    setField(half, "fullName", "suggested");
}

const MOBILE_WORDS = /mobil|mobiel|cell|celular|handy|movil|telemovel|portable|gsm/;

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
  const sure = new Set(
    columns
      .filter(({ how }) => how !== "suggested")
      .flatMap(({ field }) => (field ? fieldsOfColumn(field) : [])),
  );
  for (const column of columns) {
    const gives = column.field && fieldsOfColumn(column.field).some((field) => sure.has(field));
    if (column.how === "suggested" && gives) setField(column, null, "none");
  }
}

function suggestByContent(
  columns: ColumnMatch[],
  cellsOf: (index: number) => string[],
  asked: ReadonlySet<RowField>,
  domains: readonly string[],
): void {
  const given = new Set(columns.flatMap(({ field }) => (field ? fieldsOfColumn(field) : [])));
  const isFree = (field: ColumnField) =>
    fieldsOfColumn(field).every((each) => !asked.has(each) && !given.has(each));
  const untold = columns
    .filter(({ how, header }) => how === "none" && !nameOfHeader(header))
    .map(({ index, header }) => ({ index, isNameless: header.trim() === "", cells: cellsOf(index) }));
  for (const [index, field] of fieldsByContent(untold, isFree, domains)) {
    setField(columns[index], field, "suggested");
  }
}

function setField(column: ColumnMatch | undefined, field: ColumnField | null, how: ColumnMatch["how"]): void {
  if (column) Object.assign(column, { field, how });
}
