import { expect, test } from "vitest";
import { newId } from "@/lib/ids";
import { hashOfBrowser, proofsOf, readState } from "@/lib/sso/state";

const key = { organizationId: newId(), id: newId() };

test("a state says which request it is of, in no more than a RelayState may have", () => {
  const { state } = proofsOf(key, "token");
  expect(state.length).toBeLessThanOrEqual(80);
  expect(readState(state)).toEqual(key);
});

test("everything is another one for another browser and for another request", () => {
  const all = [proofsOf(key, "a"), proofsOf(key, "b"), proofsOf({ ...key, id: newId() }, "a")].flatMap(
    (each) => Object.values(each),
  );
  expect(new Set(all).size).toBe(all.length);
  expect(hashOfBrowser("a")).not.toEqual(hashOfBrowser("b"));
});

test.each([
  null,
  undefined,
  5,
  "",
  "x",
  "=".repeat(64),
  `${"a".repeat(63)}+`,
  "a".repeat(65),
  ["a".repeat(64)],
])("%s is no state", (given) => {
  expect(readState(given)).toBeNull();
});
