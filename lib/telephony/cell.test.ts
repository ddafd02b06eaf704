import { expect, test } from "vitest";
import { readExtensionCell } from "@/lib/telephony/cell";

test.each([
  ["105", "105"],
  [" 105 ", "105"],
  ["next", "next"],
  ["Next  free", "next"],
  ["NEXT FREE NUMBER", "next"],
  ["  ", ""],
])("%j is %j", (text, value) => {
  expect(readExtensionCell(text)).toEqual({ ok: true, value });
});

test.each(["0105", "1", "123456789", "10.5", "1e3", "-100", "=105", "next door", "１０５"])(
  "%j is no extension",
  (text) => {
    expect(readExtensionCell(text)).toMatchObject({ ok: false, problem: { code: "extension_malformed" } });
  },
);
