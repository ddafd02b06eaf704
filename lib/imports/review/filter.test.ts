import { expect, test } from "vitest";
import { ALL_ROWS, readRowFilter, rowFilterQuery, wordsOfCode } from "@/lib/imports/review/filter";

test("an address says which rows, and what makes no sense there says nothing", () => {
  expect(readRowFilter({})).toEqual(ALL_ROWS);
  expect(readRowFilter({}, "drifted").show).toBe("drifted");
  expect(readRowFilter({ show: "everything", issue: "none", column: "fax", q: ["a"] })).toEqual(ALL_ROWS);
  const filter = { show: "invalid", issue: "missing", column: "lastName", q: "Müller" } as const;
  expect(readRowFilter({ ...filter, q: "  Müller " })).toEqual(filter);
  expect(readRowFilter({ ...filter, q: "Mül\0ler" })).toEqual(filter);
  expect(rowFilterQuery(filter)).toEqual(filter);
  expect(rowFilterQuery(ALL_ROWS)).toEqual({ show: "all", issue: null, column: null, q: null });
});

test("codes read as words", () => {
  expect(wordsOfCode("phone_country_code_missing")).toBe("Phone country code missing");
});
