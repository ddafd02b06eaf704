import { expect, test } from "vitest";
import { countPeople, whatHappens, whoStays } from "@/components/users/bulk-words";

test("says what happens to one, many and nobody", () => {
  expect(whatHappens("remove", 1)).toMatch(/^1 person is signed out/);
  expect(whatHappens("remove", 12_000)).toMatch(/^12,000 people are signed out/);
  expect(whatHappens("suspend", 0)).toBe("Nobody would change.");
});

test("says who stays as they are and why, if anybody does", () => {
  expect(whoStays("suspend", 2)).toMatch(/^2 people stay as they are: suspended already/);
  expect(whoStays("suspend", 0)).toBeNull();
});

test("counts people", () => {
  expect([countPeople(0), countPeople(1), countPeople(100_000)]).toEqual([
    "0 people",
    "1 person",
    "100,000 people",
  ]);
});
