import { describe, expect, test } from "vitest";
import { readCursor, writeCursor } from "@/lib/rest/cursor";
import { pageOfShort } from "@/lib/rest/short-list";

test("a cursor is of one list, with so many values", () => {
  const cursor = writeCursor("users name", ["Müller", "1"]);
  expect(readCursor(cursor, "users name", 2)).toEqual(["Müller", "1"]);
  expect(readCursor(cursor, "users -name", 2)).toBeNull();
  expect(readCursor(cursor, "users name", 1)).toBeNull();
  for (const text of ["", "x", "e30", writeCursor("users name", ["\0", "1"])])
    expect(readCursor(text, "users name", 2)).toBeNull();
  const other = Buffer.from('["users name",1,{}]').toString("base64url");
  expect(readCursor(other, "users name", 2)).toBeNull();
});

describe("a short list", () => {
  const all = ["a", "b", "c", "d", "e"].map((id) => ({ id }));
  const page = (items: { id: string }[], cursor?: string) => {
    const read = pageOfShort("things", items, { limit: 2, cursor });
    return read.ok ? read.value : null;
  };

  test("is read page by page to its end", () => {
    const first = page(all);
    const second = page(all, first?.after ?? "");
    const third = page(all, second?.after ?? "");
    expect([first, second, third].map((each) => each?.items.map(({ id }) => id).join(""))).toEqual([
      "ab",
      "cd",
      "e",
    ]);
    expect(third?.after).toBeNull();
    expect(page([])).toEqual({ items: [], after: null });
  });

  test("goes on where it was when the last one is gone, and behind it when others came before", () => {
    const { after } = page(all) ?? {};
    expect(page([{ id: "0" }, ...all], after ?? "")?.items[0]).toEqual({ id: "c" });
    expect(
      page(
        all.filter(({ id }) => id !== "b"),
        after ?? "",
      )?.items[0],
    ).toEqual({ id: "d" });
  });

  test("refuses a cursor of another", () => {
    expect(page(all, writeCursor("others", ["a", "2"]))).toBeNull();
    expect(page(all, writeCursor("things", ["a", "x"]))).toBeNull();
  });
});
