const CURRENCIES: ReadonlySet<string> = new Set(Intl.supportedValuesOf("currency"));

/** Whether it is a currency's code (ISO 4217). */
export const isCurrency = (code: string): boolean => CURRENCIES.has(code);

/** How many decimals a currency's amounts have: two for most, none for the yen. */
export const decimalsOf = (currency: string): number =>
  new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;

/** An amount of minor units, such as `EUR 1,234.50`. */
export function moneyInWords(minor: number, currency: string): string {
  const decimals = decimalsOf(currency);
  const amount = (minor / 10 ** decimals).toLocaleString("en", {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  });
  return `${currency} ${amount}`;
}

/** An amount as a field of a form shows it: `1234.50`. */
export const moneyAsTyped = (minor: number, currency: string): string =>
  (minor / 10 ** decimalsOf(currency)).toFixed(decimalsOf(currency));

/**
 * Reads an amount as somebody types it into minor units, to the last digit; null for what is none, for more decimals than
 * the currency has, and for more than a column of the database holds.
 */
export function readMoney(text: string, currency: string): number | null {
  const decimals = decimalsOf(currency);
  const [, whole = "", fraction = ""] = /^(\d{1,9})(?:[.,](\d{1,4}))?$/.exec(text.trim()) ?? [];
  if (whole === "" || fraction.length > decimals) return null;
  const minor = Number(whole + fraction.padEnd(decimals, "0"));
  return minor <= MONEY_MINOR_MAX ? minor : null;
}

const MONEY_MINOR_MAX = 2_000_000_000;
