import { expect, test } from "vitest";
import { newId } from "@/lib/ids";
import { TYPED_ROWS_MAX } from "@/lib/imports/typed/fields";
import { typedRows } from "@/lib/imports/typed/input";

test("five hundred rows are taken and not one more", () => {
  const given = (count: number) => ({
    id: newId(),
    columns: ["firstName"],
    rows: Array.from({ length: count }, () => ["Ada"]),
    onError: "refuse",
    setting: "link",
  });
  expect(TYPED_ROWS_MAX).toBe(500);
  expect(typedRows.safeParse(given(500)).success).toBe(true);
  expect(typedRows.safeParse(given(501)).success).toBe(false);
});
