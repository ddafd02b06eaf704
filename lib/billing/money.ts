import { decimalsOf } from "@/lib/services/money";

/** An amount as whole minor units of its currency (ISO 4217). */
export type Money = { amountMinor: bigint; currency: string };

/** An amount as digits for files, with a dot where the currency has a minor unit: "1234.50". */
export function decimalOf({ amountMinor, currency }: Money): string {
  const digits = decimalsOf(currency);
  const sign = amountMinor < 0n ? "-" : "";
  const all = String(amountMinor < 0n ? -amountMinor : amountMinor).padStart(digits + 1, "0");
  return digits === 0 ? sign + all : `${sign}${all.slice(0, -digits)}.${all.slice(-digits)}`;
}

/** An amount for people to read, such as "EUR 1,234.50". Exact, however great. */
export function moneyInWords({ amountMinor, currency }: Money): string {
  const digits = decimalsOf(currency);
  const format = new Intl.NumberFormat("en", {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  const words = format.format(decimalOf({ amountMinor, currency }) as Intl.StringNumericLiteral);
  return `${currency} ${words.replace("-", "−")}`;
}

/** Amounts of several currencies, which nothing adds up. */
export const moneysInWords = (all: readonly Money[]): string =>
  all.map(moneyInWords).join(" + ") || "Nothing";

/** Amounts added up, each currency by itself, in the order of their codes. */
export function totals(all: Iterable<Money>): Money[] {
  const sums = new Map<string, bigint>();
  for (const { amountMinor, currency } of all) sums.set(currency, (sums.get(currency) ?? 0n) + amountMinor);
  return [...sums]
    .map(([currency, amountMinor]) => ({ currency, amountMinor }))
    .toSorted((a, b) => (a.currency < b.currency ? -1 : 1));
}
