import { describe, expect, test } from "vitest";
import { pendingMigrations } from "@/scripts/migrate/history";

const first = { name: "1_first", sql: "", checksum: "a" };
const second = { name: "2_second", sql: "", checksum: "b" };
const applied = (name: string, checksum: string, finished = true) => ({ name, checksum, finished });

describe("pendingMigrations", () => {
  test("are all of them for a new database", () => {
    expect(pendingMigrations([first, second], [])).toEqual([first, second]);
  });

  test("are those that were not applied, also one that came late with an early name", () => {
    expect(pendingMigrations([first, second], [applied("2_second", "b")])).toEqual([first]);
  });

  test("are refused when an applied one was edited", () => {
    expect(() => pendingMigrations([first], [applied("1_first", "other")])).toThrow(/1_first was changed/);
  });

  test("are refused when the database knows more than the files", () => {
    expect(() => pendingMigrations([first], [applied("1_first", "a"), applied("9_later", "z")])).toThrow(
      /9_later/,
    );
  });

  test("are refused when one broke off", () => {
    expect(() => pendingMigrations([first], [applied("1_first", "a", false)])).toThrow(/did not finish/);
  });
});
