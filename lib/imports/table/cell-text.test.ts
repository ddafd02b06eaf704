import { SSF } from "@e965/xlsx";
import fc from "fast-check";
import { expect, test } from "vitest";
import { cellText } from "@/lib/imports/table/cell-text";

test.each([
  [{ t: "n", v: 46_387, z: "dd.mm.yyyy", w: "31.12.2026" }, "2026-12-31"],
  [{ t: "n", v: 46_387, z: "mm/dd/yy", w: "12/31/26" }, "2026-12-31"],
  [{ t: "n", v: 46_387, z: "General", w: "46387" }, "46387"],
  [{ t: "n", v: 0.5, z: "h:mm", w: "12:00" }, "12:00"],
  [{ t: "n", v: 5, z: "00000", w: "00005" }, "00005"],
  [{ t: "n", v: 4_917_012_345_670, z: "0.00E+00", w: "4.92E+12" }, "4917012345670"],
  [{ t: "s", v: "0049 69", w: "0049 69" }, "0049 69"],
] as const)("%j reads as %j", (cell, text) => {
  expect(cellText(cell)).toBe(text);
});

test("a day is the one that the workbook shows, whatever its format and first year", () => {
  const formats = fc.constantFrom(
    "dd.mm.yyyy",
    "m/d/yy",
    "d-mmm-yy",
    "d-mmm",
    "dd/mm",
    "mmm-yy",
    "yyyy-mm-dd",
  );
  fc.assert(
    fc.property(fc.integer({ min: 20_000, max: 60_000 }), formats, fc.boolean(), (v, z, date1904) => {
      const shown = SSF.format("yyyy-mm-dd", v, { date1904 });
      expect(cellText({ t: "n", v, z, w: "as it is shown" }, date1904)).toBe(shown);
    }),
  );
});
