import { expect, test } from "vitest";
import { nextItem } from "@/components/ui/menu-keys";

const labels = ["Edit", "Export", " Suspend", "Remove"];

test.each([
  ["ArrowDown", -1, 0],
  ["ArrowDown", 0, 1],
  ["ArrowDown", 3, 0],
  ["ArrowUp", -1, 3],
  ["ArrowUp", 0, 3],
  ["ArrowUp", 2, 1],
  ["Home", 2, 0],
  ["End", 0, 3],
  ["e", -1, 0],
  ["e", 0, 1],
  ["e", 1, 0],
  ["S", 0, 2],
  ["z", 0, undefined],
  [" ", 0, undefined],
  ["Enter", 0, undefined],
])("%s from %i goes to %s", (key, current, expected) => {
  expect(nextItem(key, current, labels)).toBe(expected);
});

test("an empty menu has nowhere to go", () => {
  expect(nextItem("ArrowDown", -1, [])).toBeUndefined();
});
