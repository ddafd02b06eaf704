import { expect, test } from "vitest";
import { readPinListQuery } from "@/lib/credentials/pins/list";
import { pinStateOf } from "@/lib/credentials/pins/state";

const at = (hours: number) => new Date(Date.UTC(2026, 10, 22, hours));
const facts = { usesLeft: 2, expiresAt: at(12), revokedAt: null };

test("a PIN's state follows from facts, to the second", () => {
  expect(pinStateOf(facts, at(11))).toBe("open");
  expect(pinStateOf(facts, at(12))).toBe("expired");
  expect(pinStateOf({ ...facts, usesLeft: 0 }, at(11))).toBe("usedUp");
  expect(pinStateOf({ ...facts, revokedAt: at(10) }, at(11))).toBe("void");
});

test("what had ended before it was made void stays so", () => {
  expect(pinStateOf({ ...facts, usesLeft: 0, revokedAt: at(10) }, at(11))).toBe("usedUp");
  expect(pinStateOf({ ...facts, revokedAt: at(13) }, at(14))).toBe("expired");
  expect(pinStateOf({ ...facts, usesLeft: 0 }, at(14))).toBe("usedUp");
});

test("an address says what the list shows, and nonsense says nothing", () => {
  const id = "01a2017d-41bf-728f-867e-25b5950203f1";
  expect(readPinListQuery({ state: "expired", before: id })).toEqual({ state: "expired", before: id });
  expect(readPinListQuery({ state: ["open"], before: "x" })).toEqual({ state: null, before: null });
  expect(readPinListQuery({ state: "toString" })).toEqual({ state: null, before: null });
});
