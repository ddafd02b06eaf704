import { expect, test } from "vitest";
import { quote } from "@/lib/users/reading";

test("a quoted text is short, on one line, and shows nothing that acts on the sentence", () => {
  expect(quote("Ada")).toBe("“Ada”");
  expect(quote(" two\r\nlines\u202e\u200b! ")).toBe("“two lines !”");
  expect(quote("😀".repeat(61))).toBe(`“${"😀".repeat(60)}…”`);
  expect(quote("a".repeat(1_000_000))).toBe(`“${"a".repeat(60)}…”`);
});
