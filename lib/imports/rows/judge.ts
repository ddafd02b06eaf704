import type { CountryCode } from "libphonenumber-js/max";
import { unguardFormula } from "@/lib/exports/csv";
import { type ColumnField, EXTENSION_FIELD, type RowField } from "@/lib/imports/columns/column-field";
import { cellsTooMany, clearRefused, type Issue, issueOf } from "@/lib/imports/issues";
import { type NameParts, splitFullName } from "@/lib/imports/rows/full-name";
import { filledWidth, type TableRow } from "@/lib/imports/table/records";
import type { Role } from "@/lib/permissions/roles";
import { type PropertyField, propertyField } from "@/lib/properties/field";
import { propertyMissing, readProperty } from "@/lib/properties/read";
import type { Property } from "@/lib/properties/types";
import { readExtensionCell } from "@/lib/telephony/cell";
import { readRole, readStatus } from "@/lib/users/choices";
import type { DateOrder } from "@/lib/users/date";
import { USER_FIELDS, type UserField } from "@/lib/users/fields";
import { judgePasswordLength } from "@/lib/users/password-length";
import { type FieldProblem, missing, type Reading } from "@/lib/users/reading";
import { readFieldInFull } from "@/lib/users/schema-server";
import { type OrganizationDomains, usernameFor } from "@/lib/users/username";
import { readYesNo } from "@/lib/users/yes-no";

/** What a file's column is matched with; every column of the file, in order. */
export type MatchedColumns = readonly { index: number; field: ColumnField | null }[];

export type JudgeContext = OrganizationDomains & {
  mandatory: readonly UserField[];
  /** What the organization keeps of its people beyond the fields that everybody has. */
  properties?: readonly Property[];
  defaultCountry?: CountryCode;
  /** How dates are read that could be read both ways. */
  dateOrder?: DateOrder;
  /** The roles that whoever imports may give. */
  grantableRoles: readonly Role[];
  /** What a blank role is; null where the row may mean somebody who has one already. */
  defaultRole: Role | null;
  /** Judges a password of the right length beside what its row says; without it, length is all. */
  judgePassword?: (password: string, values: JudgedRow["values"]) => FieldProblem | null;
};

/** A cell with this empties an optional field; a blank one leaves it as it is. */
export const CLEAR_TOKEN = "#clear";

/**
 * One row's values, canonical, for those fields that have one (`""` for one to be emptied), and all that is wrong with the row by itself.
 * `usernameFrom` says whether the username was in the row or made from the access email.
 */
export type JudgedRow = {
  line: number;
  values: Partial<Record<RowField, string>>;
  issues: Issue[];
  usernameFrom: "login" | "accessEmail" | null;
};

/** `givenUsername` is what a person gave the row, where its file has no column of usernames. */
export type RowToJudge = TableRow & { givenUsername?: string | null };

/** Judges one row. */
export function judgeRow(row: TableRow, columns: MatchedColumns, context: JudgeContext): JudgedRow {
  return rowJudge(columns, context)(row);
}

/**
 * A judge for many rows of one file. Cells that are absent or blank have no value; a blank role is the default one.
 * A password is judged and then dropped, a status is judged and means nothing for a new person: neither is a value. A
 * full name is taken apart and judged as first and last name. A person who is a property's value stays as the cell names
 * them: whom that means only the directory knows (`settlePeople`).
 */
export function rowJudge(columns: MatchedColumns, context: JudgeContext): (row: RowToJudge) => JudgedRow {
  const indexOf = new Map(columns.map(({ field, index }) => [field, index]));
  const fullNameAt = indexOf.get("fullName");
  const isMandatory = (field: UserField) => context.mandatory.includes(field);
  const judgeable = CELL_FIELDS.filter(
    (field) =>
      indexOf.has(field) ||
      isMandatory(field) ||
      field === "role" ||
      (isName(field) && fullNameAt !== undefined),
  );
  const fields = judgeable.map((field) => ({
    field,
    index: indexOf.get(field),
    isMandatory: isMandatory(field),
  }));
  const own = (context.properties ?? []).flatMap((property) => {
    const field = propertyField(property.id);
    const index = indexOf.get(field);
    return index === undefined && !isAsked(property) ? [] : [{ property, field, index }];
  });
  const extensionAt = indexOf.get(EXTENSION_FIELD);
  const login = { index: indexOf.get("username"), isMandatory: isMandatory("username") };

  return ({ line, cells, givenUsername }) => {
    const judged: JudgedRow = { line, values: {}, issues: [], usernameFrom: null };
    const names = fullNameAt === undefined ? null : namesIn(cellAt(cells, fullNameAt));
    for (const { field, index, isMandatory } of fields) {
      const cell = names && isName(field) ? names[field] : cellAt(cells, index);
      if (cell === null) continue;
      if (isClear(cell) && !SPOKEN_FOR.has(field)) {
        if (CLEARABLE.has(field) && !isMandatory) judged.values[field] = "";
        else judged.issues.push(clearRefused(field, CLEAR_TOKEN));
        continue;
      }
      const reading = readCell(cell, field, context);
      if (!reading.ok) judged.issues.push(issueOf(field, reading.problem));
      else if (reading.value !== "") judged.values[field] = reading.value;
      else if (isMandatory && cell.trim() === "") judged.issues.push(issueOf(field, missing(field)));
    }
    judgeExtension(judged, cellAt(cells, extensionAt));
    for (const { property, field, index } of own)
      judgeProperty(judged, cellAt(cells, index), field, property, context);
    if (names?.problem) judged.issues.push(issueOf("lastName", names.problem));
    const name = givenUsername ?? cellAt(cells, login.index);
    if (isClear(name)) judged.issues.push(clearRefused("username", CLEAR_TOKEN));
    else judgeUsername(judged, name, login.isMandatory, context);
    const weak = problemOfPassword(judged, cellAt(cells, indexOf.get("password")), context);
    if (weak) judged.issues.push(issueOf("password", weak));
    const width = cells.length > columns.length ? filledWidth(cells) : 0;
    if (width > columns.length) judged.issues.push(cellsTooMany(width, columns.length));
    return judged;
  };
}

function judgeExtension({ values, issues }: JudgedRow, cell: string): void {
  if (isClear(cell)) {
    values[EXTENSION_FIELD] = "";
    return;
  }
  const reading = readExtensionCell(cell);
  if (!reading.ok) issues.push(issueOf(EXTENSION_FIELD, reading.problem));
  else if (reading.value !== "") values[EXTENSION_FIELD] = reading.value;
}

function judgeProperty(
  { values, issues }: JudgedRow,
  cell: string,
  field: PropertyField,
  property: Property,
  { dateOrder }: JudgeContext,
): void {
  if (isClear(cell)) {
    if (property.isRequired) issues.push(clearRefused(field, CLEAR_TOKEN, [property]));
    else values[field] = "";
    return;
  }
  const reading = readProperty(cell, property, dateOrder ? { dateOrder } : {});
  if (!reading.ok) issues.push(issueOf(field, reading.problem));
  else if (reading.value !== "") values[field] = reading.value;
  else if (isAsked(property)) issues.push(issueOf(field, propertyMissing(property)));
}

/** Whether a row of a new person has to say it: what has a default goes without saying. */
export const isAsked = ({ isRequired, defaultValue }: Property): boolean =>
  isRequired && defaultValue === null;

type CellField = Exclude<UserField, "username">;

const CELL_FIELDS = USER_FIELDS.filter((field): field is CellField => field !== "username");

// Of these a cell says for itself what is wrong with the token.
const SPOKEN_FOR: ReadonlySet<UserField> = new Set(["password", "role", "status"]);

const CLEARABLE: ReadonlySet<UserField> = new Set([
  "otherEmail",
  "mobilePhone",
  "businessPhone",
  "company",
  "customerCode",
  "udid",
  "accessEndsAt",
]);

const isName = (field: CellField): field is keyof NameParts => field === "firstName" || field === "lastName";

type Names = Record<keyof NameParts, string | null> & { problem?: FieldProblem };

/** First and last name of a cell with both; null for each where it cannot be told which is which. */
function namesIn(cell: string): Names {
  if (isClear(cell)) return { firstName: cell, lastName: cell };
  const split = splitFullName(cell);
  return "problem" in split ? { firstName: null, lastName: null, problem: split.problem } : split.parts;
}

const isClear = (cell: string) => cell.trim().toLowerCase() === CLEAR_TOKEN;

const cellAt = (cells: readonly string[], index: number | undefined) =>
  index === undefined ? "" : unguardFormula(cells[index] ?? "");

/** Judges the login, or makes one of the access email; where that is wrong too, its own issue is enough. */
function judgeUsername(judged: JudgedRow, login: string, isMandatory: boolean, context: JudgeContext): void {
  const { values, issues } = judged;
  const isBlank = login.trim() === "";
  const reading = usernameFor(
    { username: login, accessEmail: isMandatory ? "" : values.accessEmail },
    context,
  );
  if (!reading.ok) issues.push(issueOf("username", reading.problem));
  else if (reading.value !== "") {
    values.username = reading.value;
    judged.usernameFrom = isBlank ? "accessEmail" : "login";
  } else if (isMandatory || !issues.some(({ field }) => field === "accessEmail")) {
    issues.push(issueOf("username", missing("username")));
  }
}

function problemOfPassword({ values, issues }: JudgedRow, password: string, context: JudgeContext) {
  if (password === "" || issues.some(({ field }) => field === "password")) return null;
  return context.judgePassword?.(password, values) ?? null;
}

function readCell(cell: string, field: CellField, context: JudgeContext): Reading {
  switch (field) {
    case "password":
      return judgePasswordLength(cell);
    case "role":
      return cell.trim() === ""
        ? { ok: true, value: context.defaultRole ?? "" }
        : readRole(cell, context.grantableRoles);
    case "status":
      return readStatus(cell);
    case "inAddressBook":
      return readYesNo(cell, field);
    default:
      return readFieldInFull(cell, field, context);
  }
}
