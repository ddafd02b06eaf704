import { USER_FIELD_INFO, type UserField } from "@/lib/users/fields";
import { isDateText } from "@/lib/users/name-dates";
import { type FieldProblem, quote, type Reading } from "@/lib/users/reading";
import { readText } from "@/lib/users/text";

/** Reads a first or last name: any text but a day or a time, which nobody is called. */
export function readName(text: string, field: UserField): Reading {
  const reading = readText(text, field);
  return reading.ok && isDateText(reading.value)
    ? { ok: false, problem: nameIsDate(USER_FIELD_INFO[field].label, text) }
    : reading;
}

/** What is wrong with a date in place of a name. The name is lost: `Mar 1` and `1-3` become the same day. */
export const nameIsDate = (label: string, text: string): FieldProblem => ({
  code: "name_is_date",
  message: `${label} ${quote(text)} is a date, not a name: a spreadsheet may have made it one. Type the name again.`,
});
