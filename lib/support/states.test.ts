import { expect, test } from "vitest";
import { wayOf } from "@/lib/support/states";

test.each([
  ["normal", true, true, "open"],
  ["critical", true, true, "open"],
  ["critical", false, true, "onCall"],
  ["critical", false, false, "waits"],
  ["high", false, true, "waits"],
  ["normal", false, false, "waits"],
] as const)("%s, open %s, on call %s: %s", (urgency, isOpen, hasOnCall, way) => {
  expect(wayOf(urgency, { isOpen, hasOnCall })).toBe(way);
});
