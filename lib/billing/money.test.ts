import { expect, test } from "vitest";
import { decimalOf, moneyInWords, totals } from "@/lib/billing/money";

test.each([
  [123_450n, "EUR", "1234.50", "EUR 1,234.50"],
  [-5n, "EUR", "-0.05", "EUR −0.05"],
  [0n, "USD", "0.00", "USD 0.00"],
  [123_450n, "JPY", "123450", "JPY 123,450"],
  [-1n, "JPY", "-1", "JPY −1"],
  [123_450n, "KWD", "123.450", "KWD 123.450"],
  [7n, "KWD", "0.007", "KWD 0.007"],
  [90_071_992_547_409_933n, "CHF", "900719925474099.33", "CHF 900,719,925,474,099.33"],
])("%s of %s is %s in a file and %s to read", (amountMinor, currency, decimal, words) => {
  expect(decimalOf({ amountMinor, currency })).toBe(decimal);
  expect(moneyInWords({ amountMinor, currency })).toBe(words);
});

test("each currency is added up by itself", () => {
  const money = (currency: string, amountMinor: bigint) => ({ currency, amountMinor });
  expect(totals([money("USD", 1n), money("EUR", 2n), money("USD", 3n)])).toEqual([
    money("EUR", 2n),
    money("USD", 4n),
  ]);
});
