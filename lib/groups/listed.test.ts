import { expect, test } from "vitest";
import { GROUPS_SHOWN_MAX, groupsInWords, type ListedGroup } from "@/lib/groups/listed";

const groups = (count: number): ListedGroup[] =>
  Array.from({ length: count }, (_, index) => ({ name: `G${index}`, byRule: index === 1 }));

test("groups are named in order, those by rule as such", () => {
  expect(groupsInWords(undefined)).toBe("");
  expect(groupsInWords([])).toBe("");
  expect(groupsInWords(groups(3))).toBe("G0, G1 (by rule), G2");
});

test("a row names some and counts the rest, and a file names all", () => {
  expect(groupsInWords(groups(7), GROUPS_SHOWN_MAX)).toBe("G0, G1 (by rule), G2, G3, G4, G5, G6");
  expect(groupsInWords(groups(8), GROUPS_SHOWN_MAX)).toBe("G0, G1 (by rule), G2, G3, G4, G5 and 2 more");
  expect(groupsInWords(groups(40)).split(", ")).toHaveLength(40);
});
