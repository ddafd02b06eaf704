import {
  EXTENSION_FIELD,
  labelOfColumn,
  type PropertyNames,
  type RowField,
} from "@/lib/imports/columns/column-field";
import { inDigits } from "@/lib/imports/limits";
import { NEXT_EXTENSION } from "@/lib/telephony/cell";
import { type NumberRange, rangesInWords } from "@/lib/telephony/numbers";
import { USER_FIELD_INFO, type UserField } from "@/lib/users/fields";
import { FIELD_PROBLEM_CODES, type FieldProblem, quote } from "@/lib/users/reading";

/** Found by comparing rows with one another and with the directory, anew at every plan. */
export const PLAN_ISSUE_CODES = [
  "duplicate",
  "username_taken",
  "customer_code_taken",
  "property_value_taken",
  "extension_taken",
  "extension_out_of_range",
  "person_ambiguous",
  "person_above",
  "rights_by_rule",
] as const;

/** What one row can have wrong with it; docs/import-issues.md says what each means. */
export const ISSUE_CODES = [
  ...FIELD_PROBLEM_CODES,
  "cells_too_many",
  "clear_refused",
  "password_expired",
  ...PLAN_ISSUE_CODES,
] as const;

export type IssueCode = (typeof ISSUE_CODES)[number];

/**
 * One thing wrong with one row. `field` is null when it is the row's as a whole. `lines` are other lines that it is
 * about, the first few of them. `suggestion` is a text that would be right in place of the cell's.
 */
export type Issue = {
  field: RowField | null;
  code: IssueCode;
  message: string;
  lines?: number[];
  suggestion?: string;
};

export const issueOf = (field: RowField, problem: FieldProblem): Issue => ({ field, ...problem });

export const cellsTooMany = (cells: number, columns: number): Issue => ({
  field: null,
  code: "cells_too_many",
  message: `This row has ${cells} cells for ${columns} columns. Quote a cell that holds the delimiter, or take the extra cell out.`,
});

export const clearRefused = (field: RowField, token: string, properties?: PropertyNames): Issue => ({
  field,
  code: "clear_refused",
  message: `${labelOfColumn(field, properties)} cannot be emptied: take ${token} out, or write what it should be.`,
});

export const passwordExpired = (): Issue => ({
  field: "password",
  code: "password_expired",
  message: "The password has expired: passwords of a file are kept for an hour. Choose the file again.",
});

export const personAmbiguous = (field: UserField, value: string, people: number): Issue => ({
  field,
  code: "person_ambiguous",
  message: `${USER_FIELD_INFO[field].label} ${quote(value)} belongs to ${people} people. Find them by their username.`,
});

export const personAbove = (username: string): Issue => ({
  field: null,
  code: "person_above",
  message: `${quote(username)} holds rights that you do not hold: you may not change this person.`,
});

/**
 * `field` is what of the row the rule asks for; null where it asks for what the row does not say. `value` is in words:
 * null for none, `""` for one that has none.
 */
export function ruleGain(
  field: RowField | null,
  value: string | null,
  groups: readonly string[],
  properties?: PropertyNames,
): Issue {
  const says = value === null ? " without a value" : value && ` ${quote(value)}`;
  const comes = field
    ? `${labelOfColumn(field, properties)}${says} would bring this person`
    : "By a rule this person would come";
  const [into, gives] = groups.length === 1 ? ["the group", "gives"] : ["the groups", "give"];
  return {
    field,
    code: "rights_by_rule",
    message: `${comes} into ${into} ${joinWithAnd(groups.map(quote))}, which ${gives} rights that you do not hold.`,
  };
}

export const LINES_NAMED_MAX = 5;

/** What rules make of a role and access profile that are chosen for all rows that say none. */
export const chosenGain = (groups: readonly string[], lines: readonly number[]): string =>
  `With the role and access profile that are chosen for all, rules would bring people into ${joinWithAnd(groups.map(quote))}, with rights that you do not hold: ${namedLines(lines.slice(0, LINES_NAMED_MAX), lines.length)}. Choose otherwise, or unselect their rows.`;

/** `lines` are the first of the `count` other lines that say the same. */
export function duplicate(
  field: RowField,
  value: string,
  lines: number[],
  count: number,
  properties?: PropertyNames,
): Issue {
  return {
    field,
    code: "duplicate",
    message: `${labelOfColumn(field, properties)} ${quote(value)} is also on ${namedLines(lines, count)}. Keep one of them.`,
    lines,
  };
}

export const usernameTaken = (username: string): Issue => ({
  field: "username",
  code: "username_taken",
  message: `Username ${quote(username)} belongs to somebody else.`,
});

export const customerCodeTaken = (customerCode: string): Issue => ({
  field: "customerCode",
  code: "customer_code_taken",
  message: `Customer code ${quote(customerCode)} belongs to somebody else.`,
});

export const propertyValueTaken = (field: RowField, value: string, properties: PropertyNames): Issue => ({
  field,
  code: "property_value_taken",
  message: `${labelOfColumn(field, properties)} ${quote(value)} belongs to somebody else.`,
});

export const extensionTaken = (number: string, holder: "person" | "queue"): Issue => ({
  field: EXTENSION_FIELD,
  code: "extension_taken",
  message: `Extension ${number} belongs to ${holder === "queue" ? "a queue" : "somebody else"}. Choose another one, or write “next” for one that is free.`,
  suggestion: NEXT_EXTENSION,
});

export const extensionOutOfRange = (number: string, ranges: readonly NumberRange[]): Issue => ({
  field: EXTENSION_FIELD,
  code: "extension_out_of_range",
  message: `Extension ${number} is outside ${rangesInWords(ranges)}, the numbers of the telephony settings.`,
  suggestion: NEXT_EXTENSION,
});

function namedLines(lines: readonly number[], count: number): string {
  const more = count - lines.length;
  const named = more > 0 ? `${lines.join(", ")} and ${inDigits(more)} more` : joinWithAnd(lines);
  return `${count === 1 ? "line" : "lines"} ${named}`;
}

function joinWithAnd(lines: readonly (number | string)[]): string {
  return lines.length < 2 ? lines.join("") : `${lines.slice(0, -1).join(", ")} and ${lines.at(-1)}`;
}
