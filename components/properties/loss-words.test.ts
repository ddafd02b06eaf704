import { expect, test } from "vitest";
import { lossInWords, valuesInWords } from "@/components/properties/loss-words";

test.each([
  [{ values: 1, lost: 0 }, "It touches 1 value: it is kept."],
  [{ values: 1, lost: 1 }, "It touches 1 value: it is lost."],
  [{ values: 1200, lost: 0 }, "It touches 1,200 values: all of them are kept."],
  [{ values: 12, lost: 12 }, "It touches 12 values: all of them are lost."],
  [{ values: 12, lost: 1 }, "It touches 12 values: 11 can be read as what it becomes, 1 cannot and is lost."],
])("%j", (touched, words) => {
  expect(lossInWords(touched)).toBe(words);
});

test("values by their number", () => {
  expect(valuesInWords(1)).toBe("1 value is");
  expect(valuesInWords(2)).toBe("2 values are");
});
