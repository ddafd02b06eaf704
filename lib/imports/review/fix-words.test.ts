import { expect, test } from "vitest";
import { wordsOfFix } from "@/lib/imports/review/fix-words";
import type { TextFix } from "@/lib/imports/review/fixes";

test.each<[TextFix, string]>([
  [{ kind: "offers", issue: null }, "All offers taken"],
  [{ kind: "offers", issue: "username_taken" }, "Offers taken: username taken"],
  [{ kind: "country", country: "GB" }, "Phones without a country read as GB"],
  [{ kind: "trim" }, "White space cleaned"],
  [{ kind: "swap", columns: [0, 1], rows: "all" }, "first and column 2 swapped"],
  [{ kind: "username", pattern: "{first}.{last}", rows: "all" }, "Usernames made by {first}.{last}"],
  [{ kind: "replace", column: -1, from: "a", to: "b" }, "Username replaced"],
])("%j in words", (fix, words) => {
  expect(wordsOfFix(fix, [" first ", ""])).toBe(words);
});
