import { expect, test } from "vitest";
import { contrastInWords, contrastOf, lettersOn, readColor } from "@/lib/organizations/brand-color";

test.each([
  ["#00AA66", "#00aa66"],
  ["0a6", "#00aa66"],
  [" #0a6 ", "#00aa66"],
  ["#0a66", null],
  ["teal", null],
  ["", null],
  ["#00aa66;background:url(x)", null],
])("%s is read as %s", (text, color) => {
  expect(readColor(text)).toBe(color);
});

test("contrast is that of WCAG", () => {
  expect(contrastOf("#000000", "#ffffff")).toBe(21);
  expect(contrastOf("#777777", "#ffffff")).toBeCloseTo(4.48, 2);
  expect(contrastOf("#ffffff", "#ffffff")).toBe(1);
});

test("letters can be read on every colour", () => {
  for (let number = 0; number < 0x1000000; number += 4099) {
    const color = `#${number.toString(16).padStart(6, "0")}`;
    expect(contrastOf(color, lettersOn(color))).toBeGreaterThanOrEqual(4.5);
  }
});

test("what cannot be seen is said", () => {
  expect(contrastInWords("#ffff00")).toMatch(
    /^On a white page it can hardly be seen \(1\.1 to 1\), on a dark one it stands out well .* Black letters/,
  );
  expect(contrastInWords("#000080")).toMatch(/on a dark one it can hardly be seen .* White letters/);
});
