import { expect, test } from "vitest";
import { withoutPassword } from "@/lib/imports/rows/passwords";

test("only the password's cell is blanked", () => {
  const columns = [
    { index: 0, field: null },
    { index: 1, field: "password" as const },
  ];
  expect(withoutPassword(["a", "secret", "c"], columns)).toEqual(["a", "", "c"]);
  expect(withoutPassword(["a"], columns)).toEqual(["a"]);
  expect(withoutPassword(["a", "b"], [])).toEqual(["a", "b"]);
});
