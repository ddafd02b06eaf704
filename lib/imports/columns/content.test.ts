import { expect, test } from "vitest";
import { contentOf } from "@/lib/imports/columns/content";

test.each([
  [["ada@x.example", "", "ben@x.example", "n/a"], "email"],
  [["+49 170 1234567", "(44) 20-7455-9485"], "phone"],
  [["Ada", "李", "O'Neil"], "name"],
  [["A1", "B2"], "mixed"],
  [["12", "2024-01-01"], "mixed"],
  [["", " \u00a0"], "blank"],
  [[], "blank"],
])("%j is %s", (cells, content) => {
  expect(contentOf(cells)).toBe(content);
});
