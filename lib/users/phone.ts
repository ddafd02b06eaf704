import { type CountryCode, parsePhoneNumberFromString } from "libphonenumber-js/max";
import metadata from "libphonenumber-js/max/metadata";
import { countryName } from "@/lib/countries";
import { USER_FIELD_INFO } from "@/lib/users/fields";
import { matchInternational, matchNational, planOf } from "@/lib/users/phone-plans";
import { type PhoneField, readPhoneShape } from "@/lib/users/phone-shape";
import { canonical, problem, quote, type Reading } from "@/lib/users/reading";

const DIGITS_MAX = 15;
const DIGITS_MIN = 7;

/**
 * Reads a phone number as E.164 (`+4917012345670`), by the numbering plans of libphonenumber. Spaces and punctuation
 * are ignored, and `00` is as good as `+`. Nothing is ever guessed:
 *
 * - With `+` or `00` it is a number of the country that its code names, or a problem.
 * - Without, and without a default country, it must be complete as it stands (S0's way of writing E.164).
 * - Without, and with a default country, it may be complete or a number of that country. Where it is valid as both,
 *   the complete reading wins if it begins with the default country's own code, or if that country would write it
 *   with a leading 0 that it lacks (unless it would be a mobile number there, as spreadsheets drop such zeros). In all
 *   other cases it is a problem that names both readings and suggests the national one.
 */
export function readPhone(
  text: string,
  defaultCountry?: CountryCode,
  field: PhoneField = "mobilePhone",
): Reading {
  const shape = readPhoneShape(text, field);
  if (!shape.ok || shape.value === "") return shape;
  const isComplete = shape.value.startsWith("+");
  const digits = isComplete ? shape.value.slice(1) : shape.value;
  const international = readInternational(digits);
  if (international && (isComplete || !defaultCountry || beginsWithCodeOf(defaultCountry, digits))) {
    return canonical(international);
  }
  const national = isComplete || !defaultCountry ? null : readNational(digits, defaultCountry);
  if (national && international && !lacksItsZero(national)) {
    return problem(
      "phone_ambiguous",
      `${subjectOf(field, text)} could be ${withCountry(international)} or ${withCountry(national)}. Write it with + and its country code.`,
      national,
    );
  }
  const e164 = international ?? national;
  return e164 ? canonical(e164) : explain(subjectOf(field, text), digits, isComplete, defaultCountry);
}

/** Whether a number without its country code is one of this country. */
export function isNationalNumber(text: string, country: CountryCode): boolean {
  const shape = readPhoneShape(text, "mobilePhone");
  return (
    shape.ok &&
    shape.value !== "" &&
    !shape.value.startsWith("+") &&
    readNational(shape.value, country) !== null
  );
}

const subjectOf = (field: PhoneField, text: string) => `${USER_FIELD_INFO[field].label} ${quote(text)}`;

function readInternational(digits: string): string | null {
  const matched = matchInternational(digits);
  return withinE164(matched === undefined ? validNumber(`+${digits}`) : matched);
}

function readNational(digits: string, country: CountryCode): string | null {
  const matched = matchNational(digits, country);
  return withinE164(matched === undefined ? validNumber(digits, country) : matched);
}

const withinE164 = (number: string | null) => (number && number.length <= DIGITS_MAX + 1 ? number : null);

function validNumber(text: string, defaultCountry?: CountryCode): string | null {
  const parsed = parsePhoneNumberFromString(text, { defaultCountry, extract: false });
  return parsed?.isValid() ? parsed.number : null;
}

const beginsWithCodeOf = (country: CountryCode, digits: string) =>
  digits.startsWith(planOf(country).callingCode);

/** Whether a national number would be written with a 0 in front, and is no mobile number. */
function lacksItsZero(national: string): boolean {
  const parsed = parsePhoneNumberFromString(national);
  const type = parsed?.getType();
  const isWrittenWithZero = parsed
    ?.formatNational()
    .replace(/[^0-9]/g, "")
    .startsWith("0");
  return isWrittenWithZero === true && type !== "MOBILE" && type !== "FIXED_LINE_OR_MOBILE";
}

function explain(
  subject: string,
  digits: string,
  isComplete: boolean,
  defaultCountry?: CountryCode,
): Reading<never> {
  const country = countryOf(digits);
  if (isComplete) {
    return problem(
      "phone_invalid",
      country
        ? `${subject} begins with the code ${country}, and is no number there.`
        : `${subject} begins with the code of no country.`,
    );
  }
  if (defaultCountry) {
    return problem(
      "phone_invalid",
      `${subject} is no number of ${countryName(defaultCountry)}, nor of any country as it stands.`,
    );
  }
  if (digits.length < DIGITS_MIN)
    return problem("phone_invalid", `${subject} is too short for a phone number.`);
  const reads = country
    ? `reads as ${country}, and is no number there`
    : "begins with the code of no country as it stands";
  return problem(
    "phone_country_code_missing",
    `${subject} ${reads}: its country code is missing or wrong. Add the country code or choose a default country.`,
  );
}

/** The country that complete digits seem to belong to, in words: `+20, Egypt`. */
function countryOf(digits: string): string | null {
  const callingCode = [1, 2, 3]
    .map((length) => digits.slice(0, length))
    .find((code) => metadata.country_calling_codes[code]);
  if (!callingCode) return null;
  const countries = metadata.country_calling_codes[callingCode] ?? [];
  const country = parsePhoneNumberFromString(`+${digits}`)?.country ?? countries[0];
  return country ? `+${callingCode}, ${countryName(country)}` : `+${callingCode}`;
}

function withCountry(e164: string): string {
  const country = parsePhoneNumberFromString(e164)?.country;
  return country ? `${e164} (${countryName(country)})` : e164;
}
