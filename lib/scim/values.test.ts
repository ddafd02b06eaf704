import { expect, test } from "vitest";
import type { Resource } from "@/lib/scim/attribute";
import { emailSlots } from "@/lib/scim/kept";
import { keptValues, mergeValues } from "@/lib/scim/values";

const slots = emailSlots({ accessEmail: "a@b.example", otherEmail: "c@d.example" });

test("columns alone tell values as they are read", () => {
  const usual = [
    { value: "a@b.example", type: "work", primary: true },
    { value: "c@d.example", type: "other" },
  ];
  expect(mergeValues(undefined, slots)).toEqual(usual);
  expect(keptValues(usual, slots, new Map())).toBeUndefined();
});

test("what came is shown as it came, as long as its column holds what was read from it", () => {
  const one: Resource = { value: "A@B.example", type: "home" };
  const two: Resource = { value: "x@y.example" };
  const three: Resource = { value: "c@d.example", display: "C" };
  const kept = keptValues(
    [one, two, three],
    slots,
    new Map([
      [one, "accessEmail"],
      [three, "otherEmail"],
    ]),
  );
  expect(mergeValues(kept, slots)).toEqual([one, two, three]);
  const changed = emailSlots({ accessEmail: "new@b.example", otherEmail: null });
  expect(mergeValues(kept, changed)).toEqual([{ value: "new@b.example", type: "home" }, two]);
});

test("a column that came to have a value since stands behind what came", () => {
  const one = { value: "a@b.example", type: "home" };
  const before = emailSlots({ accessEmail: "a@b.example", otherEmail: null });
  const kept = keptValues([one], before, new Map([[one, "accessEmail"]]));
  expect(mergeValues(kept, slots)).toEqual([one, { value: "c@d.example", type: "other" }]);
});
