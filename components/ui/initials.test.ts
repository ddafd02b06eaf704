import { expect, test } from "vitest";
import { initials } from "@/components/ui/initials";

test.each([
  ["Ada Lovelace", "AL"],
  ["Anne Marie van der Berg", "AB"],
  ["Cher", "C"],
  ["élodie Ångström", "ÉÅ"],
  ["jean-luc", "JL"],
  ["(Bob) Smith", "BS"],
  ["  ", "?"],
  ["", "?"],
  ["😀", "?"],
  ["李 小龙", "李小"],
  ["e\u0301mile", "E\u0301"],
])("%s is %s", (name, expected) => {
  expect(initials(name)).toBe(expected);
});
