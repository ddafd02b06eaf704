import type { CountryCode } from "libphonenumber-js/max";
import metadata from "libphonenumber-js/max/metadata";

/** What this file needs of libphonenumber's minified plan of a country; positions as in its METADATA.md. */
type Plan = {
  callingCode: string;
  internationalPrefix: RegExp;
  nationalPrefix: string;
  /** Digits before a national number that parsing may strip or replace. */
  parsedPrefix: RegExp | null;
  leadingDigits: RegExp | null;
  general: RegExp;
  valid: RegExp;
};

/**
 * The E.164 form of complete digits by the plans' patterns alone; null if they are no number of any country, and
 * undefined where a prefix might have to be taken off first, which only the library can tell. Many times as fast as
 * asking the library; that both agree is shown by property over all countries.
 */
export function matchInternational(digits: string): string | null | undefined {
  const main = mainPlanOf(digits);
  if (!main) return main;
  const national = digits.slice(main.callingCode.length);
  if (main.parsedPrefix?.exec(national)?.[0]) return undefined;
  for (const country of metadata.country_calling_codes[main.callingCode] ?? []) {
    const plan = planOf(country);
    if (plan.leadingDigits) {
      if (plan.leadingDigits.test(national)) return isValid(plan, national) ? `+${digits}` : null;
    } else if (isValid(plan, national)) return `+${digits}`;
  }
  return isValid(main, national) ? `+${digits}` : null;
}

/** The same for the digits of a national number as its country writes them, with its leading 0 if it has one. */
export function matchNational(digits: string, country: CountryCode): string | null | undefined {
  const plan = planOf(country);
  if (digits.startsWith(plan.callingCode) || plan.internationalPrefix.test(digits)) return undefined;
  if (!plan.parsedPrefix?.exec(digits)?.[0]) return matchInternational(plan.callingCode + digits);
  const hasPlainPrefix = plan.nationalPrefix === "0" && plan.parsedPrefix.source === "^(?:0)";
  if (!hasPlainPrefix || plan.general.test(digits)) return undefined;
  return matchInternational(plan.callingCode + digits.slice(1)) ?? undefined;
}

const plans = new Map<CountryCode, Plan>();

/** A country's numbering plan, compiled at its first use. */
export function planOf(country: CountryCode): Plan {
  const known = plans.get(country);
  if (known) return known;
  const plan = compile(metadata.countries[country] ?? []);
  plans.set(country, plan);
  return plan;
}

/** The plan that a calling code's first country has; null for no such code, undefined for one of no country (+800). */
function mainPlanOf(digits: string): Plan | null | undefined {
  for (let length = 1; length <= 3; length += 1) {
    const callingCode = digits.slice(0, length);
    const country = metadata.country_calling_codes[callingCode]?.[0];
    if (country) return planOf(country);
    if (metadata.nonGeographic[callingCode]) return undefined;
  }
  return null;
}

const isValid = (plan: Plan, national: string) => plan.general.test(national) && plan.valid.test(national);

function compile(plan: readonly unknown[]): Plan {
  const pattern = (index: number) => (typeof plan[index] === "string" ? plan[index] : "");
  const parsedPrefix = pattern(7) || pattern(5);
  const types = Array.isArray(plan[11]) ? plan[11] : [];
  return {
    callingCode: pattern(0),
    internationalPrefix: new RegExp(`^(?:${pattern(1)})`),
    nationalPrefix: pattern(5),
    parsedPrefix: parsedPrefix ? new RegExp(`^(?:${parsedPrefix})`) : null,
    leadingDigits: pattern(10) ? new RegExp(`^(?:${pattern(10)})`) : null,
    general: new RegExp(`^(?:${pattern(2)})$`),
    valid: new RegExp(`^(?:${types.flatMap(typePattern).join("|") || "(?!)"})$`),
  };
}

function typePattern(type: unknown): string[] {
  if (!Array.isArray(type) || !type[0]) return [];
  const lengths = Array.isArray(type[1]) ? type[1].map((length) => `\\d{${length}}`).join("|") : "";
  return [lengths ? `(?=(?:${lengths})$)(?:${type[0]})` : `(?:${type[0]})`];
}
