import { expect, test } from "vitest";
import { isId, newId } from "@/lib/ids";

test("ids are UUIDv7, sort by the time they were made, and are never the same", () => {
  const ids = Array.from({ length: 10_000 }, newId);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.toSorted()).toEqual(ids);
  for (const id of ids) expect(isId(id) && id[14] === "7").toBe(true);
});

test.each([
  "",
  "1",
  "019aa000-0000-7000-8000-00000000000",
  "019AA000-0000-7000-8000-000000000000",
  "019aa000-0000-7000-8000-000000000000\n",
  "{019aa000-0000-7000-8000-000000000000}",
  "019aa000-0000-7000-8000-000000000000' OR 1=1",
  "00000000-0000-0000-0000-000000000000",
])("%j is no id", (text) => {
  expect(isId(text)).toBe(false);
});
