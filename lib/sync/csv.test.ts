import { expect, test } from "vitest";
import { csvOf } from "@/lib/sync/csv";

test("each row is one line, whatever its cells hold", () => {
  expect(
    csvOf([
      ["a", 'b "c"'],
      ["d,e", "f\r\ng"],
    ]),
  ).toBe('"a","b ""c"""\r\n"d,e","f g"\r\n');
});
