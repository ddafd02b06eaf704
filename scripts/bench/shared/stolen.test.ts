import { expect, test } from "vitest";
import { readJiffies } from "@/scripts/bench/shared/stolen";

test("the time that others had is the eighth number of the line for all processors", () => {
  const stat = "cpu  100 5 20 800 30 1 4 40 7 0\ncpu0 50 2 10 400 15 0 2 20 7 0\nintr 1\n";
  expect(readJiffies(stat)).toEqual({ stolen: 40, all: 1000 });
});

test("a system that does not count it says nothing", () => {
  expect(readJiffies("cpu 1 2 3 4\n")).toBeNull();
  expect(readJiffies("")).toBeNull();
});
