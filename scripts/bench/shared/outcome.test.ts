import { expect, test } from "vitest";
import { faultsOf, type Outcome } from "@/scripts/bench/shared/outcome";

const right: Outcome = {
  state: "done",
  created: 98,
  updated: 0,
  failed: 2,
  users: 98,
  usernames: 98,
  events: 98,
  usersWithEvent: 98,
  people: 108,
  counted: 108,
};
const expected = { good: 98, bad: 2, peopleBefore: 10 };

test("an outcome that is as expected has no faults", () => {
  expect(faultsOf(right, expected)).toEqual([]);
});

test("what is lost, doubled or not done is told", () => {
  const wrong = { ...right, state: "committing", users: 99, events: 97 };
  expect(faultsOf(wrong, expected)).toEqual(["state committing", "99 people, not 98", "97 events, not 98"]);
  const both = {
    ...right,
    created: 58,
    updated: 40,
    users: 58,
    usernames: 58,
    events: 58,
    usersWithEvent: 58,
  };
  expect(
    faultsOf({ ...both, people: 108, counted: 108 }, { ...expected, known: 40, peopleBefore: 50 }),
  ).toEqual([]);
  expect(faultsOf({ ...right, people: 206, counted: 206 }, expected)).toHaveLength(2);
});
