import { expect, test } from "vitest";
import { isCurrency, moneyAsTyped, moneyInWords, readMoney } from "@/lib/services/money";

test.each([
  ["12", "EUR", 1200],
  ["12.5", "EUR", 1250],
  ["12,50", "EUR", 1250],
  [" 0.07 ", "USD", 7],
  ["0", "EUR", 0],
  ["1500", "JPY", 1500],
  ["1.234", "KWD", 1234],
  ["19.99", "EUR", 1999],
])("%s in %s is %i", (text, currency, minor) => {
  expect(readMoney(text, currency)).toBe(minor);
});

test.each([
  ["", "EUR"],
  ["-1", "EUR"],
  ["1.234", "EUR"],
  ["1.5", "JPY"],
  ["1 000", "EUR"],
  ["999999999", "EUR"],
  ["1e3", "EUR"],
])("%s in %s is no amount", (text, currency) => {
  expect(readMoney(text, currency)).toBeNull();
});

test("amounts in words and as they are typed", () => {
  expect(moneyInWords(123450, "EUR")).toBe("EUR 1,234.50");
  expect(moneyInWords(1500, "JPY")).toBe("JPY 1,500");
  expect(moneyAsTyped(123450, "EUR")).toBe("1234.50");
  expect(readMoney(moneyAsTyped(1999, "KWD"), "KWD")).toBe(1999);
});

test("a currency is one of ISO 4217", () => {
  expect(["EUR", "JPY", "KWD"].every(isCurrency)).toBe(true);
  expect(["eur", "EU", "", "QQQ"].some(isCurrency)).toBe(false);
});
