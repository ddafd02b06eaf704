import type { CountryCode } from "libphonenumber-js/max";
import * as z from "zod";
import type { ColumnField, RowField } from "@/lib/imports/columns/column-field";
import { ISSUE_CODES, type Issue } from "@/lib/imports/issues";
import { columnOf, editableColumns } from "@/lib/imports/review/editable";
import { textAt, USERNAME_COLUMN } from "@/lib/imports/review/edits";
import { patternProblem, usernameByPattern } from "@/lib/imports/review/username-pattern";
import { readPhone } from "@/lib/users/phone";

const column = z.number().int().min(USERNAME_COLUMN).max(1000);
const rows = z.enum(["issues", "all"]);
const TEXT_LENGTH_MAX = 2000;
// Postgres holds no NUL in a text.
export const cellText = z
  .string()
  .max(TEXT_LENGTH_MAX)
  .refine((text) => !text.includes("\0"), "A cell cannot hold this character.");

/** What can be done to many rows at once; `rows` are those with issues or all. */
export const fixSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("offers"), issue: z.enum(ISSUE_CODES).nullable() }),
  z.object({ kind: z.literal("country"), country: z.string().regex(/^[A-Z]{2}$/) }),
  z.object({ kind: z.literal("trim") }),
  z.object({ kind: z.literal("swap"), columns: z.tuple([column, column]), rows }),
  z.object({
    kind: z.literal("username"),
    pattern: z
      .string()
      .max(100)
      .superRefine((pattern, context) => {
        const message = patternProblem(pattern);
        if (message) context.addIssue({ code: "custom", message });
      }),
    rows,
  }),
  z.object({ kind: z.literal("replace"), column, from: cellText, to: cellText }),
  z.object({ kind: z.literal("keepFirst") }),
]);

export type Fix = z.output<typeof fixSchema>;

/** A fix that writes into cells; the other one leaves rows out that say the same as an earlier one. */
export type TextFix = Exclude<Fix, { kind: "keepFirst" }>;

/** A reviewed row, as far as fixes look at it. */
export type FixableRow = {
  line: number;
  cells: string[];
  givenUsername: string | null;
  values: Partial<Record<RowField, string>>;
  issues: Issue[];
};

/** What fixes know of the file: what its columns are matched with, and where usernames without a domain belong. */
export type FixContext = { matching: readonly (ColumnField | null)[]; primaryDomain: string };

/** Whether a fix looks at rows with issues alone. */
export const isForIssues = (fix: TextFix): boolean =>
  fix.kind === "offers" || fix.kind === "country" || ("rows" in fix && fix.rows === "issues");

/** The texts that a fix puts into a row, by column; none where it leaves it alone. */
export function fixRow(row: FixableRow, fix: TextFix, context: FixContext): [number, string][] {
  if (isForIssues(fix) && row.issues.length === 0) return [];
  return textsOf(row, fix, context).filter(([at, text]) => text !== textAt(row, at));
}

function textsOf(row: FixableRow, fix: TextFix, { matching, primaryDomain }: FixContext): [number, string][] {
  switch (fix.kind) {
    case "offers":
      return row.issues.flatMap(({ code, field, suggestion }) => {
        if (!field || !suggestion || (fix.issue && code !== fix.issue)) return [];
        const at = columnOf(field, matching);
        return at === null ? [] : [[at, suggestion] satisfies [number, string]];
      });
    case "country":
      return PHONES.flatMap((field) => {
        const at = matching.indexOf(field);
        if (at < 0 || !row.issues.some((issue) => issue.field === field && LACKS_COUNTRY.has(issue.code)))
          return [];
        const reading = readPhone(textAt(row, at), fix.country as CountryCode, field);
        return reading.ok && reading.value ? [[at, reading.value] satisfies [number, string]] : [];
      });
    case "trim":
      return editableColumns(matching).map((at) => [at, clean(textAt(row, at))]);
    case "swap": {
      const [one, other] = fix.columns;
      return [
        [one, textAt(row, other)],
        [other, textAt(row, one)],
      ];
    }
    case "username": {
      const at = columnOf("username", matching);
      if (at === null || (fix.rows === "issues" && !row.issues.some(({ field }) => field === "username")))
        return [];
      const { firstName: first = "", lastName: last = "", accessEmail: email = "" } = row.values;
      const local = usernameByPattern(fix.pattern, { first, last, email });
      return local === null ? [] : [[at, `${local}@${primaryDomain}`]];
    }
    case "replace":
      return replaced(fix.column, textAt(row, fix.column), fix.from, fix.to);
  }
}

/** Wherever the text stands in a cell; nothing at all stands in blank cells. */
function replaced(column: number, text: string, from: string, to: string): [number, string][] {
  if (from === "" ? text !== "" : !text.includes(from)) return [];
  return [[column, from === "" ? to : text.replaceAll(from, to)]];
}

const PHONES = ["mobilePhone", "businessPhone"] as const;
const LACKS_COUNTRY: ReadonlySet<string> = new Set([
  "phone_country_code_missing",
  "phone_ambiguous",
  "phone_invalid",
]);

const SPACES = /\s+/g;
const ZERO_WIDTH = /[\u00ad\u200b\u2060\ufeff]/g;

/** A text without white space around it, with single plain spaces inside, and without what takes no room. */
const clean = (text: string) => text.replace(ZERO_WIDTH, "").replace(SPACES, " ").trim();
