import { type CountryCode, getCountries } from "libphonenumber-js/max";
import { isNationalNumber, readPhone } from "@/lib/users/phone";
import { planOf } from "@/lib/users/phone-plans";

// Enough to tell, and few enough for a page that waits.
const NUMBERS_MAX = 8;

/**
 * The country that most numbers without a country code would be right for, if one is ahead of all others; the hints,
 * countries that something else speaks for, decide among equals. For a person to confirm: never to be taken unasked.
 * Null where fewer than two numbers, or not most of those that need a country, would be right.
 */
export function suggestCountry(
  numbers: readonly string[],
  hints: readonly string[] = [],
): CountryCode | null {
  const open = numbers.filter(lacksCountry).slice(0, NUMBERS_MAX);
  if (open.length < 2) return null;
  const counted = getCountries().map((country) => ({
    country,
    count: open.filter((text) => fitsPlan(text, country)).length,
  }));
  const most = Math.max(...counted.map(({ count }) => count));
  const best = counted.filter(({ count }) => count === most).map(({ country }) => country);
  const [first, ...others] = best;
  const chosen = others.length === 0 ? first : best.find((country) => country === hintIn(best, hints));
  const right = chosen ? open.filter((text) => isNationalNumber(text, chosen)).length : 0;
  return chosen && right * 2 > open.length ? chosen : null;
}

function lacksCountry(text: string): boolean {
  const reading = readPhone(text);
  return !reading.ok && reading.problem.code === "phone_country_code_missing";
}

/** By the patterns of a country's plan alone, as asking the library for each country takes too long. */
function fitsPlan(text: string, country: CountryCode): boolean {
  const { general, valid, nationalPrefix } = planOf(country);
  const digits = text.replace(/\D/g, "");
  const bare =
    nationalPrefix && digits.startsWith(nationalPrefix) ? digits.slice(nationalPrefix.length) : digits;
  return general.test(bare) && valid.test(bare);
}

const hintIn = (best: readonly string[], hints: readonly string[]) =>
  hints.find((hint) => best.includes(hint));

/** The countries whose top-level domains addresses have, the most frequent first (ISO 3166-1; `uk` is GB). */
export function countriesOfAddresses(addresses: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const address of addresses) {
    const [, domain = ""] = /\.([a-z]{2})\s*$/i.exec(address) ?? [];
    const country = domain.toUpperCase() === "UK" ? "GB" : domain.toUpperCase();
    if (country) counts.set(country, (counts.get(country) ?? 0) + 1);
  }
  return [...counts].sort(([, one], [, other]) => other - one).map(([country]) => country);
}
