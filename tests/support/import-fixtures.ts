import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Matching, matchColumns } from "@/lib/imports/columns/match";
import type { Issue } from "@/lib/imports/issues";
import type { ImportMode } from "@/lib/imports/plan/modes";
import type { ExistingPerson } from "@/lib/imports/plan/people";
import { type Directory, matchKeyOf, type PlannedRow, planRows } from "@/lib/imports/plan/plan";
import { type JudgeContext, rowJudge } from "@/lib/imports/rows/judge";
import { readTable, type Table, type TextTable } from "@/lib/imports/table/table";
import { ROLES } from "@/lib/permissions/roles";

export const FIXTURES = fileURLToPath(new URL("../../../shared/fixtures/", import.meta.url));

/** What expected.json says of a file. */
export type Expected = {
  rows?: number;
  create?: number | null;
  invalid?: { line: number; about: string }[] | null;
  refused?: string;
  note?: string;
};

export const fixtureBytes = (name: string) => new Uint8Array(readFileSync(`${FIXTURES}${name}`));

export const expectedFixtures = new Map<string, Expected>(
  Object.entries(JSON.parse(readFileSync(`${FIXTURES}expected.json`, "utf8"))),
);

export type Clue = Pick<Issue, "field" | "code"> & { says?: string };

// What expected.json says an issue is about, in our codes, with words that its message must hold. An entry that is
// missing here fails.
const ABOUT: Record<string, Clue[]> = {
  "phone: not a number of any country as it stands (reads as +20, Egypt); a country code is missing, offer the default country":
    [
      { field: "mobilePhone", code: "phone_country_code_missing", says: "reads as +20, Egypt" },
      { field: "mobilePhone", code: "phone_country_code_missing", says: "country code is missing" },
      { field: "mobilePhone", code: "phone_country_code_missing", says: "default country" },
    ],
  "first name": [{ field: "firstName", code: "missing" }],
  "last name": [{ field: "lastName", code: "missing" }],
  "s0-errors.csv:5": [{ field: "accessEmail", code: "missing" }],
  "s0-errors.csv:8": [{ field: "accessEmail", code: "email_malformed", says: "more than one @" }],
  "ragged.csv:3": [{ field: "accessEmail", code: "missing" }],
  "access email and phone: both errors at once": [
    { field: "accessEmail", code: "email_malformed", says: "no @" },
    { field: "mobilePhone", code: "phone_invalid" },
  ],
  "access email and phone: a spreadsheet turned the number into 4.91701E+12, say so": [
    { field: "accessEmail", code: "email_malformed", says: "no dot" },
    { field: "mobilePhone", code: "phone_changed_by_spreadsheet", says: "4.91701E+12" },
  ],
  "access email: two addresses in one cell": [{ field: "accessEmail", code: "email_several" }],
  "duplicate of line 2": [{ field: "accessEmail", code: "duplicate", says: "also on line 2." }],
  "duplicate of line 4": [{ field: "accessEmail", code: "duplicate", says: "also on line 4." }],
  "duplicate of line 5": [{ field: "accessEmail", code: "duplicate", says: "also on line 5." }],
  "duplicate of line 6": [{ field: "accessEmail", code: "duplicate", says: "also on line 6." }],
  "more cells than columns": [{ field: null, code: "cells_too_many", says: "5 cells for 4 columns" }],
  "first name too long": [{ field: "firstName", code: "text_too_long", says: "1,000,000" }],
  "status: Blocked is a legacy status and cannot be given": [
    { field: "status", code: "status_legacy", says: "Status Blocked is a legacy status and cannot be given" },
  ],
  "status: Disabled is a legacy status and cannot be given": [
    {
      field: "status",
      code: "status_legacy",
      says: "Status Disabled is a legacy status and cannot be given",
    },
  ],
  "first name: invisible character": [{ field: "firstName", code: "text_invisible", says: "U+200B" }],
  "first name: direction override": [{ field: "firstName", code: "text_direction", says: "U+202E" }],
  "first name: control character": [{ field: "firstName", code: "text_control", says: "U+0007" }],
  "access email: full-width @": [{ field: "accessEmail", code: "email_full_width" }],
  "login: duplicate of line 6": [{ field: "username", code: "duplicate", says: "also on line 6." }],
  "login: duplicate of line 2": [{ field: "username", code: "duplicate", says: "also on line 2." }],
  "password too short": [{ field: "password", code: "password_too_short" }],
  "login: elsewhere.example is not a domain of this organization": [
    {
      field: "username",
      code: "username_foreign_domain",
      says: "elsewhere.example is not a domain of this organization",
    },
  ],
};

const REFUSED: Record<string, { code: string; line?: number; says: string }> = {
  "no people below the header": { code: "people_none", says: "no people below the header" },
  "empty file": { code: "file_empty", says: "empty" },
  "a quote opened on line 2 is never closed": {
    code: "quote_unclosed",
    line: 2,
    says: "A quote opened on line 2 is never closed",
  },
  "jpeg.csv": { code: "not_text", says: "JPEG" },
  "nul-bytes.csv": { code: "not_text", line: 2, says: "NUL" },
  "too many columns; the limit is named": { code: "columns_too_many", line: 1, says: "at most 200" },
};

export const FIXTURE_CONTEXT: JudgeContext = {
  domains: ["acme.example"],
  primaryDomain: "acme.example",
  mandatory: ["firstName", "lastName", "accessEmail"],
  grantableRoles: ROLES,
  defaultRole: null,
};

/** What the issues of a line are expected to be; undefined where there is no entry for it. */
export const cluesOf = (name: string, line: number, about: string): Clue[] | undefined =>
  ABOUT[`${name}:${line}`] ?? ABOUT[about];

/** By what a file is expected to be refused. */
export const refusalOf = (name: string, refused: string) => REFUSED[refused] ?? REFUSED[name];

export function readWhole(bytes: Uint8Array, hasHeader?: boolean): TextTable {
  const reading = readTable(bytes, { hasHeader });
  if (!reading.ok) throw new Error(reading.refusal.message);
  return reading.value;
}

/** A fixture as it is read; where its first row is in doubt, the person says that it is no header. */
export function readFixture(name: string): { asked: TextTable; table: TextTable } {
  const asked = readWhole(fixtureBytes(name));
  return { asked, table: asked.hasHeader === "ask" ? readWhole(fixtureBytes(name), false) : asked };
}

export const NOBODY: Directory = {
  usernames: new Set(),
  accessEmails: new Set(),
  customerCodes: new Set(),
  people: [],
};

export const matchTable = (table: Pick<Table, "headers" | "samples">): Matching =>
  matchColumns(table.headers, table.samples);

/** What an import does with a table, in a mode and a directory. */
export function planTable(
  table: Pick<Table, "headers" | "samples" | "rows">,
  mode: ImportMode = "createOnly",
  directory: Directory = NOBODY,
  { columns }: Pick<Matching, "columns"> = matchTable(table),
): PlannedRow[] {
  const judged = [...table.rows].map(rowJudge(columns, FIXTURE_CONTEXT));
  const { mandatory } = FIXTURE_CONTEXT;
  return planRows(judged, directory, { mode, matchKey: matchKeyOf(columns), mandatory });
}

/** A directory with the people whom a plan creates, `as` they are there. */
export function directoryOf(
  plan: readonly PlannedRow[],
  as: Partial<ExistingPerson["values"]> = {},
): Directory {
  const people = plan
    .filter(({ fate }) => fate === "create")
    .map(({ line, values: { username = "", accessEmail = "", ...values } }): ExistingPerson => {
      const own = { ...values, username, accessEmail, role: "user" as const, ...as };
      return { id: `${line}`, version: 1, accessProfile: null, values: own };
    });
  const all = (field: "username" | "accessEmail" | "customerCode") =>
    new Set(people.flatMap(({ values }) => values[field] ?? []));
  return {
    usernames: all("username"),
    accessEmails: all("accessEmail"),
    customerCodes: all("customerCode"),
    people,
  };
}
