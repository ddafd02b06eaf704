import { describe, expect, test } from "vitest";
import { formatCount, wholePercent } from "@/components/ui/format";

test("thousands are set apart", () => {
  expect(formatCount(0)).toBe("0");
  expect(formatCount(1_234_567)).toBe("1,234,567");
});

describe("wholePercent", () => {
  test.each([
    [0, 100_000, 0],
    [1, 100_000, 1],
    [50_000, 100_000, 50],
    [99_999, 100_000, 99],
    [100_000, 100_000, 100],
    [0, 0, 100],
  ])("%i of %i is %i", (part, whole, percent) => {
    expect(wholePercent(part, whole)).toBe(percent);
  });
});
