import { describe, expect, test } from "vitest";
import { numberInWords, saysNumber } from "@/lib/imports/leavers/number-words";

test.each([
  [0, "zero"],
  [7, "seven"],
  [13, "thirteen"],
  [20, "twenty"],
  [42, "forty-two"],
  [100, "one hundred"],
  [112, "one hundred and twelve"],
  [999, "nine hundred and ninety-nine"],
  [1000, "one thousand"],
  [1005, "one thousand and five"],
  [2100, "two thousand one hundred"],
  [12_345, "twelve thousand three hundred and forty-five"],
  [100_000, "one hundred thousand"],
  [1_000_001, "one million and one"],
])("%d is %s", (count, words) => {
  expect(numberInWords(count)).toBe(words);
});

test("no two numbers have the same words", () => {
  const words = Array.from({ length: 20_000 }, (_, count) => numberInWords(count));
  expect(new Set(words).size).toBe(20_000);
});

describe("saysNumber", () => {
  test.each([
    "one hundred and twelve",
    "One Hundred And Twelve",
    " one-hundred   and-twelve ",
    "one hundred twelve",
    "onehundredandtwelve",
    "onehundredtwelve",
  ])("%j says 112", (text) => {
    expect(saysNumber(text, 112)).toBe(true);
  });

  test.each(["", "112", "one hundred", "one hundred and thirteen", "twelve", "and"])(
    "%j does not",
    (text) => {
      expect(saysNumber(text, 112)).toBe(false);
    },
  );

  test("a thousand keeps its end", () => {
    expect(saysNumber("two thousand five", 2005)).toBe(true);
    expect(saysNumber("two thous five", 2005)).toBe(false);
  });
});
