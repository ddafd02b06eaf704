import { USER_FIELD_INFO } from "@/lib/users/fields";
import { canonical, problem, quote, type Reading } from "@/lib/users/reading";
import { readText } from "@/lib/users/text";

export type PhoneField = "mobilePhone" | "businessPhone";

const USUAL = /^\(?\+?[0-9][0-9 ()-]{0,30}$/;
const WRITTEN = /^\+?[0-9]+$/;
const PUNCTUATION = /[\s().[\]/\\\-‐-―−·•_,'’]/g;
const MARKS = /[\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g;
const SCIENTIFIC = /^\+?[0-9]+(?:[.,][0-9]+)?E\+?[0-9]+$/i;
const DECIMAL = /^(\+?[0-9]{7,})[.,]0+$/;
const SEVERAL = /(?:[0-9][^0-9;/|,]*){7,}[;/|,](?:[^0-9;/|,]*[0-9]){7,}/;

// Without one of these, digits and punctuation are one number that no spreadsheet has touched.
const SUSPECT = /[.,;/|E]/i;

const DIGITS_MAX = 17;

/**
 * Reads what a browser can tell of a phone number: its digits, after a `+` if it was written with one or with `00`.
 * Spaces and punctuation are ignored, and the marks of direction that telephones put around copied numbers. Whether it is a number of any country, `readPhone` knows.
 */
export function readPhoneShape(text: string, field: PhoneField): Reading {
  const typed = text.trim();
  if (USUAL.test(typed)) {
    const usual = typed.replace(/[ ()-]/g, "").replace(/^00/, "+");
    if (usual.length <= DIGITS_MAX) return canonical(usual);
  }
  const reading = readText(typed.replace(MARKS, "").replace(/^tel:/i, ""), field);
  if (!reading.ok || reading.value === "") return reading;
  const plain = toAsciiDigits(reading.value);
  const written = plain.replace(PUNCTUATION, "").replace(/^00/, "+");
  const isOdd = !WRITTEN.test(written) || written.length > DIGITS_MAX || SUSPECT.test(plain);
  return isOdd
    ? judgeOdd(plain, written, `${USER_FIELD_INFO[field].label} ${quote(reading.value)}`)
    : canonical(written);
}

function judgeOdd(plain: string, written: string, subject: string): Reading {
  const spoiled = findSpreadsheetTrace(plain, subject);
  if (spoiled) return spoiled;
  if (SEVERAL.test(plain)) return problem("phone_malformed", `${subject} is two numbers. Keep one of them.`);
  if (!WRITTEN.test(written)) return problem("phone_malformed", `${subject} ${findFault(written)}`);
  return written.length > DIGITS_MAX
    ? problem("phone_invalid", `${subject} has too many digits for a phone number.`)
    : canonical(written);
}

function findSpreadsheetTrace(plain: string, subject: string): Reading<never> | null {
  if (SCIENTIFIC.test(plain)) {
    return problem(
      "phone_changed_by_spreadsheet",
      `${subject}: a spreadsheet turned the number into this and lost its last digits. Format the column as text and type the number again.`,
    );
  }
  const whole = DECIMAL.exec(plain)?.[1];
  return whole
    ? problem("phone_changed_by_spreadsheet", `${subject}: a spreadsheet added a decimal point.`, whole)
    : null;
}

function findFault(written: string): string {
  const odd = /[^0-9+]/u.exec(written);
  if (!odd) return written.includes("+") ? "has a + in the wrong place." : "has no digits.";
  return /\p{L}/u.test(written)
    ? "has letters. Write digits alone, without an extension."
    : `may not have ${quote(odd[0])}. Write digits alone, without an extension.`;
}

// Full-width, Arabic-Indic and Persian digits, and the full-width plus sign.
function toAsciiDigits(text: string): string {
  return text.replace(/[＋０-９٠-٩۰-۹]/g, (character) => {
    const codePoint = character.charCodeAt(0);
    if (codePoint === 0xff0b) return "+";
    return String((codePoint - (codePoint >= 0xff10 ? 0xff10 : codePoint >= 0x06f0 ? 0x06f0 : 0x0660)) % 10);
  });
}
