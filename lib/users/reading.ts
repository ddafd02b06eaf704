import { USER_FIELD_INFO, type UserField } from "@/lib/users/fields";

/** Everything that can be wrong with the text of one field; docs/import-issues.md says what each means. */
export const FIELD_PROBLEM_CODES = [
  "missing",
  "text_too_long",
  "text_invisible",
  "text_direction",
  "text_control",
  "text_lost",
  "email_malformed",
  "email_several",
  "email_full_width",
  "phone_malformed",
  "phone_invalid",
  "phone_country_code_missing",
  "phone_ambiguous",
  "phone_changed_by_spreadsheet",
  "name_unclear",
  "name_is_date",
  "date_malformed",
  "date_ambiguous",
  "yes_no_unclear",
  "number_malformed",
  "number_ambiguous",
  "choice_unknown",
  "extension_malformed",
  "person_unknown",
  "person_several",
  "username_malformed",
  "username_foreign_domain",
  "password_too_short",
  "password_too_long",
  "password_known",
  "password_personal",
  "role_unknown",
  "role_not_grantable",
  "status_legacy",
  "status_not_assignable",
  "status_unknown",
] as const;

export type FieldProblemCode = (typeof FIELD_PROBLEM_CODES)[number];

/** `suggestion` is a text that would be right in its place. */
export type FieldProblem = { code: FieldProblemCode; message: string; suggestion?: string };

/** What a field's text says: its canonical value (`""` when blank), or the first thing wrong with it. */
export type Reading<T extends string = string> =
  | { ok: true; value: T | "" }
  | { ok: false; problem: FieldProblem };

export const canonical = <T extends string>(value: T | ""): Reading<T> => ({ ok: true, value });

export function problem(code: FieldProblemCode, message: string, suggestion?: string): Reading<never> {
  return { ok: false, problem: suggestion ? { code, message, suggestion } : { code, message } };
}

export const missing = (field: UserField): FieldProblem => ({
  code: "missing",
  message: `${USER_FIELD_INFO[field].label} is missing.`,
});

const QUOTED_LENGTH_MAX = 60;

/** A piece of somebody's text inside a sentence: short, on one line, with nothing invisible in it. */
export function quote(text: string): string {
  const head = text.trim().slice(0, 4 * QUOTED_LENGTH_MAX);
  const characters = Array.from(head.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{DI}]+/gu, " "));
  const shown = characters.slice(0, QUOTED_LENGTH_MAX).join("");
  return `“${shown}${characters.length > QUOTED_LENGTH_MAX ? "…" : ""}”`;
}
