import { expect, test } from "vitest";
import { inTree, searchOrganizations } from "@/lib/organizations/tree";

const node = (name: string, managedBy: string | null) => ({
  id: name,
  slug: name.toLowerCase(),
  name,
  managedBy,
});

test("each is followed by those below it", () => {
  const placed = inTree([
    node("Top", null),
    node("Acme", "Top"),
    node("Berlin", "North"),
    node("North", "Top"),
    node("Zurich", "North"),
  ]);
  expect(placed.map(({ name, depth, above }) => [name, depth, above.join("/")])).toEqual([
    ["Top", 0, ""],
    ["Acme", 1, "Top"],
    ["North", 1, "Top"],
    ["Berlin", 2, "Top/North"],
    ["Zurich", 2, "Top/North"],
  ]);
});

test("nothing is lost where the one above is not there, and a circle ends", () => {
  expect(inTree([node("Lone", "Gone")]).map(({ depth }) => depth)).toEqual([0]);
  expect(inTree([node("One", "Two"), node("Two", "One")])).toEqual([]);
});

test("a search is for a part of the name or the address, without accents and case", () => {
  const all = [node("Zürich", null), node("Acme", null)];
  expect(searchOrganizations(all, " zuri ").map(({ name }) => name)).toEqual(["Zürich"]);
  expect(searchOrganizations(all, "ACM").map(({ name }) => name)).toEqual(["Acme"]);
  expect(searchOrganizations(all, "")).toHaveLength(2);
});
