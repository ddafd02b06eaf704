import { expect, test } from "vitest";
import { missingInWords, seatsInWords, shortOf } from "@/components/users/seat-words";

test("who gets a seat is said in numbers", () => {
  expect(seatsInWords({ seated: 1, waiting: 0, short: 0 })).toBe("1 person gets a seat.");
  expect(seatsInWords({ seated: 2, waiting: 3, short: 0 })).toBe(
    "2 people get a seat, and 3 people go on the waiting list.",
  );
});

test("what is missing is said, and nothing where there is enough", () => {
  expect(shortOf({ seated: 2, waiting: 0, short: 0 })).toBeNull();
  expect(shortOf({ seated: 1, waiting: 0, short: 1 })).toBe(
    "1 seat is missing: 1 is free, and 2 are needed.",
  );
  expect(missingInWords(3)).toBe("3 seats of theirs are not free any more.");
});
