import { describe, expect, test } from "vitest";
import { countOf, isInRanges, isNumber, rangesInWords, readRanges } from "@/lib/telephony/numbers";

describe("numbers", () => {
  test.each(["10", "100", "99999999"])("%s is one", (text) => expect(isNumber(text)).toBe(true));
  test.each(["", "1", "010", "123456789", "+49", "12a", "１２", "12\n"])("%j is none", (text) =>
    expect(isNumber(text)).toBe(false),
  );
});

describe("ranges", () => {
  test.each([
    ["100-199", "100-199", 100],
    [" 300 – 301 ; 200\n100-101 ", "100-101, 200, 300-301", 5],
  ])("%j are read", (text, words, count) => {
    const read = readRanges(text);
    if ("problem" in read) throw new Error(read.problem);
    expect([rangesInWords(read.ranges), countOf(read.ranges)]).toEqual([words, count]);
  });

  test.each([
    ["", /at least one/],
    ["100-", /no range/],
    ["0100", /no range/],
    ["1-99", /no range/],
    ["200-100", /before it begins/],
    ["100-200, 150", /share numbers/],
    ["10-99999999", /more than 100,000/],
    [Array.from({ length: 21 }, (_, index) => 100 + index).join(), /At most 20/],
  ])("%j are refused with words", (text, words) => {
    expect(readRanges(text)).toEqual({ problem: expect.stringMatching(words) });
  });

  test("hold both their ends", () => {
    const ranges = [{ from: 100, to: 101 }];
    expect(["99", "100", "101", "102"].map((number) => isInRanges(number, ranges))).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });
});
