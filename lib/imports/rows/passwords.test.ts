import { expect, test } from "vitest";
import { passwordColumns, withoutPassword } from "@/lib/imports/rows/passwords";

const columns = (...fields: ("firstName" | "password" | null)[]) =>
  fields.map((field, index) => ({ field, index }));

test("only the password's cell is blanked", () => {
  const secret = passwordColumns(columns(null, "password"), ["Shoe", "Word"]);
  expect(withoutPassword(["a", "secret", "c"], secret)).toEqual(["a", "", "c"]);
  expect(withoutPassword(["a"], secret)).toEqual(["a"]);
  expect(withoutPassword(["a", "b"], passwordColumns([], []))).toEqual(["a", "b"]);
});

test("a column that is called so is one, whatever somebody has made of it", () => {
  expect([...passwordColumns(columns("firstName", null), ["Name", "Passwort"])]).toEqual([1]);
  expect([...passwordColumns(columns("firstName", null), ["Name"])]).toEqual([]);
});

test("so is one that another of the first lines calls so", () => {
  const firstRows = [
    ["Name", "Passwort"],
    ["Ada", "s3cret"],
  ];
  expect([...passwordColumns(columns("firstName", null), ["Ada", "s3cret"], firstRows)]).toEqual([1]);
});
