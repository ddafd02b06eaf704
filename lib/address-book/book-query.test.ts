import { expect, test } from "vitest";
import { bookSearch, bookSearchParams, readBookQuery } from "@/lib/address-book/book-query";

test.each([
  ["+44 20 7455 9485", "442074559485"],
  ["020 7455 9485", "2074559485"],
  ["(020) 7455-9485", "2074559485"],
  ["+44 (0)20 7455.9485", "442074559485"],
  ["0049 30 1234", "49301234"],
  ["0", "0"],
  ["7455", "7455"],
  ["Route 66", "Route 66"],
  ["José", "José"],
  ["", ""],
])("%j is looked for as %j", (typed, looked) => {
  expect(bookSearch(typed)).toBe(looked);
});

test("an address is read back as it was written", () => {
  const cursor = { value: "zola émile", id: "0190a1b2-0000-7000-8000-000000000001" };
  for (const query of [
    { search: "", after: null, before: null },
    { search: "a b", after: cursor, before: null },
    { search: "", after: null, before: cursor },
  ])
    expect(readBookQuery(bookSearchParams(query))).toEqual(query);
});

test("what makes no sense in an address counts as absent", () => {
  expect(readBookQuery({ q: ["a", "b"], after: "zzz", before: "W10=" })).toEqual({
    search: "",
    after: null,
    before: null,
  });
});
