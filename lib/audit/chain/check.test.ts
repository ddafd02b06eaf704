import { describe, expect, test } from "vitest";
import { checkEnd, checkSeal, faultInWords } from "@/lib/audit/chain/check";
import { endSealOf, marksOf, NO_SEAL, type SealedEvent, sealOf } from "@/lib/audit/chain/seal";

const key = { id: "k1", key: new Uint8Array(32).fill(7) };
const organization = "0198f000-0000-7000-8000-000000000001";
const event = (last: number, words = "User added"): SealedEvent => ({
  id: `0198f000-0000-7000-8000-0000000001${String(last).padStart(2, "0")}`,
  columns: ["1", words, null],
});
const events = [event(1), event(2), event(3)];

function sealed(number: number, previous: Uint8Array, about = events) {
  const through = { transaction: 9n, id: event(99).id };
  const said = {
    number,
    through,
    events: about.length,
    marks: marksOf(about),
    keyId: key.id,
    sealedAt: new Date(0),
  };
  return { ...said, seal: sealOf(key, organization, previous, said) };
}

const first = sealed(1, NO_SEAL);
const start = { number: 0, seal: NO_SEAL };
const check = (seal: typeof first, about: SealedEvent[], previous = start) =>
  checkSeal([key], organization, previous, seal, about);

describe("a seal", () => {
  test("holds for what was sealed", () => {
    expect(check(first, events)).toBeNull();
    expect(check(sealed(2, first.seal), events, first)).toBeNull();
  });

  test.each([
    ["changed", [event(1), event(2, "User removed"), event(3)], 2],
    ["missing", [event(1), event(3)], 2],
    ["added", [event(1), event(2), event(3), event(4)], 4],
  ])("finds what was %s", (kind, about, last) => {
    expect(check(first, about)).toEqual({ kind, id: event(last).id, number: 1, count: 1 });
  });

  test("finds events that changed places", () => {
    expect(check(first, [event(2), event(1), event(3)])).toMatchObject({ kind: "changed" });
  });

  test("tells null from its word, and one column from two", () => {
    const odd = [{ ...event(1), columns: ["1", "User added", "null"] }, event(2), event(3)];
    expect(check(first, odd)).toMatchObject({ kind: "changed" });
    const split = [{ ...event(1), columns: ["1", "User added", null, null] }, event(2), event(3)];
    expect(check(first, split)).toMatchObject({ kind: "changed" });
  });

  test("is for one organization, one place and one key", () => {
    expect(checkSeal([key], organization.replace("1", "2"), start, first, events)).toMatchObject({
      kind: "seal",
    });
    expect(check(first, events, { number: 0, seal: new Uint8Array(32).fill(1) })).toEqual({
      kind: "seal",
      number: 1,
    });
    expect(check(sealed(3, first.seal), events, first)).toEqual({ kind: "gap", number: 2 });
    expect(check({ ...first, keyId: "other" }, events)).toEqual({ kind: "key", number: 1 });
    const forged = { id: key.id, key: new Uint8Array(32) };
    expect(check({ ...first, seal: sealOf(forged, organization, NO_SEAL, first) }, events)).toMatchObject({
      kind: "seal",
    });
  });
});

test("an end holds for the last seal alone", () => {
  const end = { number: 1, events: 3n, keyId: key.id };
  const made = { ...end, seal: endSealOf(key, organization, end, first.seal) };
  expect(checkEnd([key], organization, first, made)).toBeNull();
  expect(checkEnd([key], organization, start, null)).toBeNull();
  expect(checkEnd([key], organization, first, null)).toEqual({ kind: "end" });
  expect(checkEnd([key], organization, start, made)).toEqual({ kind: "end" });
  expect(checkEnd([key], organization, sealed(2, first.seal), made)).toEqual({ kind: "end" });
  expect(checkEnd([key], organization, first, { ...made, events: 4n })).toEqual({ kind: "end" });
});

test("a fault is said in words", () => {
  expect(faultInWords({ kind: "missing", id: "x", number: 4, count: 1 })).toBe(
    "The event x was taken away after it was sealed (seal 4).",
  );
  expect(faultInWords({ kind: "changed", id: "x", number: 4, count: 3 })).toBe(
    "3 events were changed after they were sealed (seal 4; the first is x).",
  );
});
