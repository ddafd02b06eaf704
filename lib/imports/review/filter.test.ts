import { expect, test } from "vitest";
import { ALL_ROWS, readRowFilter, rowFilterQuery, wordsOfCode } from "@/lib/imports/review/filter";

test("an address says which rows, and what makes no sense there says nothing", () => {
  expect(readRowFilter({})).toEqual(ALL_ROWS);
  expect(readRowFilter({}, "drifted").show).toBe("drifted");
  expect(readRowFilter({ show: "everything", issue: "none", column: "fax", q: ["a"] })).toEqual(ALL_ROWS);
  const filter = { show: "invalid", issue: "missing", column: "lastName", q: "Müller", within: 2 } as const;
  expect(readRowFilter({ ...filter, q: "  Müller ", within: "2" })).toEqual(filter);
  expect(readRowFilter({ ...filter, q: "Mül\0ler", within: "2" })).toEqual(filter);
  for (const within of ["200", "-1", "1.5", "two", ""])
    expect(readRowFilter({ ...filter, within }).within).toBeNull();
  expect(rowFilterQuery(filter)).toEqual({ ...filter, within: "2" });
  expect(rowFilterQuery(ALL_ROWS)).toEqual({ show: "all", issue: null, column: null, q: null, within: null });
});

test("codes read as words", () => {
  expect(wordsOfCode("phone_country_code_missing")).toBe("Phone country code missing");
});
