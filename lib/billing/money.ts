/** An amount as whole minor units of its currency (ISO 4217). */
export type Money = { amountMinor: bigint; currency: string };

const DIGITS_USUAL = 2;

// What ISO 4217 says and CLDR, which Intl follows, does not: there they are without digits, because little is paid in them.
const DIGITS_BY_STANDARD: Record<string, number> = {
  AFN: 2,
  ALL: 2,
  IQD: 3,
  IRR: 2,
  KPW: 2,
  LAK: 2,
  LBP: 2,
  MGA: 2,
  MMK: 2,
  RSD: 2,
  SLE: 2,
  SOS: 2,
  SYP: 2,
  YER: 2,
};

/** How many digits a currency's minor unit has: 2 for EUR, 0 for JPY, 3 for KWD. */
export function minorDigits(currency: string): number {
  const { maximumFractionDigits } = new Intl.NumberFormat("en", {
    style: "currency",
    currency,
  }).resolvedOptions();
  return DIGITS_BY_STANDARD[currency] ?? maximumFractionDigits ?? DIGITS_USUAL;
}

/** An amount as digits for files, with a dot where the currency has a minor unit: "1234.50". */
export function decimalOf({ amountMinor, currency }: Money): string {
  const digits = minorDigits(currency);
  const sign = amountMinor < 0n ? "-" : "";
  const all = String(amountMinor < 0n ? -amountMinor : amountMinor).padStart(digits + 1, "0");
  return digits === 0 ? sign + all : `${sign}${all.slice(0, -digits)}.${all.slice(-digits)}`;
}

/** An amount for people to read, such as "€1,234.50". Exact, however great. */
export function moneyInWords(money: Money): string {
  const digits = minorDigits(money.currency);
  const format = new Intl.NumberFormat("en", {
    style: "currency",
    currency: money.currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return format.format(decimalOf(money) as Intl.StringNumericLiteral);
}

/** Amounts of several currencies, which nothing adds up. */
export const moneysInWords = (all: readonly Money[]): string =>
  all.map(moneyInWords).join(" + ") || "Nothing";

/** Amounts added up, each currency by itself, in the order of their codes. */
export function totals(all: Iterable<Money>): Money[] {
  const sums = new Map<string, bigint>();
  for (const { amountMinor, currency } of all) sums.set(currency, (sums.get(currency) ?? 0n) + amountMinor);
  return [...sums].map(([currency, amountMinor]) => ({ currency, amountMinor })).toSorted(byCurrency);
}

const byCurrency = (a: Money, b: Money) => (a.currency < b.currency ? -1 : 1);
