import { expect, test } from "vitest";
import { decimalOf, minorDigits, moneyInWords, totals } from "@/lib/billing/money";

test.each([
  ["EUR", 2],
  ["JPY", 0],
  ["KWD", 3],
  ["IQD", 3],
])("the minor unit of %s has %i digits", (currency, digits) => {
  expect(minorDigits(currency)).toBe(digits);
});

test.each([
  [123_450n, "EUR", "1234.50", "€1,234.50"],
  [-5n, "EUR", "-0.05", "-€0.05"],
  [0n, "USD", "0.00", "$0.00"],
  [123_450n, "JPY", "123450", "¥123,450"],
  [-1n, "JPY", "-1", "-¥1"],
  [123_450n, "KWD", "123.450", "KWD 123.450"],
  [7n, "KWD", "0.007", "KWD 0.007"],
  [90_071_992_547_409_933n, "CHF", "900719925474099.33", "CHF 900,719,925,474,099.33"],
])("%s of %s is %s in a file and %s to read", (amountMinor, currency, decimal, words) => {
  expect(decimalOf({ amountMinor, currency })).toBe(decimal);
  expect(moneyInWords({ amountMinor, currency }).replaceAll("\u00a0", " ")).toBe(words);
});

test("each currency is added up by itself", () => {
  const money = (currency: string, amountMinor: bigint) => ({ currency, amountMinor });
  expect(totals([money("USD", 1n), money("EUR", 2n), money("USD", 3n)])).toEqual([
    money("EUR", 2n),
    money("USD", 4n),
  ]);
});
