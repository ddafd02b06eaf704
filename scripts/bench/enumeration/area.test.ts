import { expect, test } from "vitest";
import { areaApart } from "@/scripts/bench/enumeration/area";

test("is a half where nothing is told apart, and one where everything is", () => {
  expect(areaApart([1, 2, 3], [1, 2, 3])).toBe(0.5);
  expect(areaApart([5, 5], [5, 5])).toBe(0.5);
  expect(areaApart([1, 2], [3, 4])).toBe(1);
  expect(areaApart([3, 4], [1, 2])).toBe(1);
  expect(areaApart([1, 3], [2, 4])).toBe(0.75);
});
