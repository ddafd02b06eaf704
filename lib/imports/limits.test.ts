import { expect, test } from "vitest";
import { inDigits, inMegabytes, limitsInWords } from "@/lib/imports/limits";

test("limits are said in words", () => {
  expect(limitsInWords()).toBe("50 MB, 200,000 people and 200 columns");
  expect(inMegabytes(1_572_864)).toBe("1.5 MB");
  expect(inDigits(200_000)).toBe("200,000");
});
