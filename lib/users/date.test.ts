import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dateOrderOf, endOfDay, isoDayOf, readDate } from "@/lib/users/date";

const read = (text: string, order?: "dmy" | "mdy") => readDate(text, "accessEndsAt", order);

describe("a date", () => {
  test.each([
    ["", ""],
    ["2026-12-31", "2026-12-31"],
    ["2026-12-31T23:59:59.999Z", "2026-12-31"],
    ["2026-12-31 00:00:00", "2026-12-31"],
    ["2026/1/2", "2026-01-02"],
    ["31.12.2026", "2026-12-31"],
    ["03.04.2027", "2027-04-03"],
    ["31. 12. 2026", "2026-12-31"],
    ["31/12/2026", "2026-12-31"],
    ["12/31/2026", "2026-12-31"],
    ["12/31/26 12:00 AM", "2026-12-31"],
    ["5/5/2027", "2027-05-05"],
    ["31-Dec-26", "2026-12-31"],
    ["31 December 2026", "2026-12-31"],
    ["Dec 31, 2026", "2026-12-31"],
    ["31. März 2027", "2027-03-31"],
    ["31 de dezembro de 2026", "2026-12-31"],
    ["1 juin 2027", "2027-06-01"],
    ["1 juil. 2027", "2027-07-01"],
    ["29.02.2028", "2028-02-29"],
  ])("%j reads as %j", (text, value) => {
    expect(read(text)).toEqual({ ok: true, value });
  });

  test.each([
    "soon",
    "31.02.2026",
    "13/13/2026",
    "2026-13-01",
    "1 Foo 2026",
    "0/1/2026",
    "1/2/3",
    "29.02.2027",
  ])("%j is none", (text) => {
    expect(read(text)).toMatchObject({ ok: false, problem: { code: "date_malformed" } });
  });

  test("that a spreadsheet left as a number is offered as a day", () => {
    expect(read("46387")).toMatchObject({ ok: false, problem: { suggestion: "2026-12-31" } });
  });
});

describe("the order of day and month", () => {
  test("is never guessed", () => {
    expect(read("03/04/2027")).toMatchObject({
      ok: false,
      problem: { code: "date_ambiguous", message: expect.stringContaining("3 April 2027 or 4 March 2027") },
    });
    expect(read("03/04/2027", "dmy")).toEqual({ ok: true, value: "2027-04-03" });
    expect(read("03/04/2027", "mdy")).toEqual({ ok: true, value: "2027-03-04" });
  });

  test("that was chosen holds for all", () => {
    expect(read("31/12/2026", "mdy")).toMatchObject({ ok: false, problem: { suggestion: "2026-12-31" } });
    expect(read("31.12.2026", "mdy")).toEqual({ ok: true, value: "2026-12-31" });
  });

  test.each([
    [["03/04/2027", "31/12/2026"], "dmy"],
    [["03/04/2027", "12/31/2026", ""], "mdy"],
    [["03/04/2027"], "open"],
    [["03/04/2027", "31/12/2026", "12/31/2026"], "open"],
    [["31.12.2026", "2026-01-02", "x", "5/5/2027"], null],
  ])("is told by other dates of the column: %j", (cells, order) => {
    expect(dateOrderOf(cells)).toBe(order);
  });
});

test("every day reads back from each way to write it, and lasts until its end", () => {
  const days = fc.date({ min: new Date("2000-01-01"), max: new Date("2099-12-31"), noInvalidDate: true });
  fc.assert(
    fc.property(days, (date) => {
      const iso = isoDayOf(date);
      const [year, month, day] = iso.split("-");
      const writings = [
        read(iso),
        read(`${day}.${month}.${year}`),
        read(`${day}/${month}/${year}`, "dmy"),
        read(`${month}/${day}/${year}`, "mdy"),
        read(`${Number(month)}/${Number(day)}/${year?.slice(2)}`, "mdy"),
      ];
      for (const reading of writings) expect(reading).toEqual({ ok: true, value: iso });
      expect(isoDayOf(endOfDay(iso))).toBe(iso);
    }),
  );
});
