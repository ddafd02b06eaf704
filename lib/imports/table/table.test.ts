import { describe, expect, test } from "vitest";
import { csvLine } from "@/lib/exports/csv";
import { readHead, readTable, type Table } from "@/lib/imports/table/table";

const bytes = (text: string) => new TextEncoder().encode(text);

const read = (text: string, options?: Parameters<typeof readTable>[1]): Table => {
  const reading = readTable(bytes(text), options);
  if (!reading.ok) throw new Error(reading.refusal.message);
  return reading.value;
};
const refusal = (text: string, options?: Parameters<typeof readTable>[1]) => {
  const reading = readTable(bytes(text), options);
  return reading.ok ? null : reading.refusal;
};

describe("readTable", () => {
  test("gives head and rows, as often as asked", () => {
    const table = read("\nfirstname;lastname;;\nAda;Adams\n\nBen;Berg;;\n");
    expect(table).toMatchObject({
      encoding: "utf-8",
      hasBom: false,
      delimiter: ";",
      hasHeader: true,
      headers: ["firstname", "lastname"],
      headerLine: 2,
      rowCount: 2,
    });
    for (const rows of [[...table.rows], [...table.rows]]) {
      expect(rows.map(({ line }) => line)).toEqual([3, 5]);
    }
  });

  test("keeps a column without a name if rows hold something in it", () => {
    expect(read("firstname,,\nAda,x\n").headers).toEqual(["firstname", ""]);
    expect(read("firstname\nAda,x\n").headers).toEqual(["firstname"]);
  });

  test("leaves the example of a template out, and says where it was", () => {
    const text =
      "Email;Last name;First name\nJANE.EXAMPLE@example.com;Example;Jane\nada@x.example;Adams;Ada\n";
    const table = read(text);
    expect(table).toMatchObject({ rowCount: 1, exampleLine: 2, headerLine: 1 });
    expect([...table.rows].map(({ line }) => line)).toEqual([3]);
    expect(table.samples.map(({ line }) => line)).toEqual([3]);
    expect(refusal(text.slice(0, text.indexOf("ada")))?.code).toBe("people_none");
    expect(read("Email,First name\nada@x.example,Ada\n").exampleLine).toBeNull();
  });

  test("takes the line for the header that a person says, or none", () => {
    const text = "Our people\n\nwho;where\nfirstname;email\nAda;ada@x.example\n";
    expect(read(text)).toMatchObject({ headerLine: 4, rowCount: 1 });
    expect(read(text, { headerLine: 3 })).toMatchObject({
      headerLine: 3,
      headers: ["who", "where"],
      rowCount: 2,
    });
    expect(read(text, { headerLine: 0 })).toMatchObject({ headerLine: null, hasHeader: false, rowCount: 4 });
    expect(read(text).first.map(({ line }) => line)).toEqual([1, 3, 4, 5]);
  });

  test("a doubtful first row is a row until a person says that it is a header", () => {
    const text = "one,two\nthree,four,five\n";
    expect(read(text)).toMatchObject({
      hasHeader: "ask",
      headers: ["", "", ""],
      headerLine: null,
      rowCount: 2,
    });
    expect(read(text, { hasHeader: false })).toMatchObject({ hasHeader: false, rowCount: 2 });
    expect(read(text, { hasHeader: true })).toMatchObject({
      headers: ["one", "two"],
      headerLine: 1,
      rowCount: 1,
    });
  });

  test("leaves a title above the header out", () => {
    const table = read("People of 2026;;\n\nfirstname;lastname;email\nAda;Adams;ada@x.example\n");
    expect(table).toMatchObject({ headerLine: 3, headers: ["firstname", "lastname", "email"], rowCount: 1 });
    expect([...table.rows].map(({ line }) => line)).toEqual([4]);
    expect(refusal("People\nfirstname,lastname\n")).toMatchObject({ code: "people_none" });
  });

  test("takes another delimiter when told", () => {
    expect(read("firstname,x;y\nAda,1;2\n", { delimiter: ";", hasHeader: true }).headers).toEqual([
      "firstname,x",
      "y",
    ]);
  });

  test("keeps to its limits, and says them", () => {
    const limits = { bytesMax: 60, rowsMax: 2, columnsMax: 3 };
    expect(refusal(`firstname\n${"Ada\n".repeat(13)}`, { limits })).toMatchObject({ code: "file_too_large" });
    expect(refusal("firstname\nA\nB\nC\n", { limits })).toEqual({
      code: "people_too_many",
      message: "The file has 3 people; at most 2 can be imported at once. Split it into several files.",
    });
    expect(read("firstname\nA\nB\n", { limits }).rowCount).toBe(2);
    expect(refusal("A,a@x.example\nB,b\nC,c\n", { limits })).toMatchObject({ code: "people_too_many" });
    expect(refusal("firstname\nA,b,c,d\n", { limits })).toMatchObject({ code: "columns_too_many", line: 2 });
    expect(read("firstname,b,c,,,\nA,b,c,,\n", { limits }).headers).toHaveLength(3);
    expect(read("firstname,b,c,Errors\nA,b,c,d\n", { limits }).headers).toHaveLength(4);
  });

  test("is refused for its last line too, before anybody has taken a row", () => {
    const text = `firstname,lastname\n${"Ada,Adams\n".repeat(5_000)}Ben,"Berg\n`;
    expect(refusal(text)).toMatchObject({ code: "quote_unclosed", line: 5_002 });
  });

  test.each(["", "\ufeff", "\n \n", " , , \n"])("%j is empty", (text) => {
    expect(refusal(text)).toMatchObject({ code: "file_empty" });
  });

  test("without a person it is refused, unless its only row may be one", () => {
    expect(refusal("\nfirstname\n")).toMatchObject({
      code: "people_none",
      message: "There are no people below the header on line 2.",
    });
    expect(read("Ada,Adams,ada@imagoverum.example")).toMatchObject({ hasHeader: "ask", rowCount: 1 });
  });
});

describe("readHead", () => {
  test.each([
    ["an open quote that swallows the rest", `firstname\n"${"Ada\n".repeat(50_000)}`],
    ["nothing but quotes", '"'.repeat(200_000)],
  ])("%s shows in the first part", (_, text) => {
    expect(readHead(bytes(text))).toMatchObject({ refusal: { code: "cell_too_long" } });
  });

  test("a quote that closes with more behind it is no cut-off record", () => {
    const part = bytes('firstname\n"Ada" Adams\nBob\n');
    expect(readHead(part)).toMatchObject({ refusal: { code: "quote_malformed", line: 2 } });
  });

  const rows = Array.from({ length: 100 }, (_, index) =>
    csvLine([`Zoë${index}`, "Groß", `z${index}@x.example`]),
  );
  const file = bytes(`firstname,lastname,email\n${rows.join("\n")}`);

  test("shows the first twenty rows of a large file", () => {
    const head = readHead(file.subarray(0, 2_000));
    expect(head).toMatchObject({ ok: true, value: { hasHeader: true, headerLine: 1 } });
    expect(head.ok && head.value.samples).toHaveLength(20);
  });

  test("leaves out the row in which a part ends, wherever that is", () => {
    for (let length = 26; length < 200; length += 1) {
      const head = readHead(file.subarray(0, length));
      if (!head.ok) throw new Error(head.refusal.message);
      for (const { cells } of head.value.samples) expect(rows).toContain(cells.join(","));
    }
  });

  test("does not mind a quote that the part leaves open", () => {
    const part = bytes('firstname,lastname\nAda,Adams\nBen,"Be');
    expect(readHead(part)).toMatchObject({ ok: true, value: { samples: [{ line: 2 }] } });
    expect(readHead(part, { isWhole: true })).toMatchObject({
      ok: false,
      refusal: { code: "quote_unclosed" },
    });
  });

  test("does not call a file empty of people for its first part", () => {
    const part = bytes(`firstname,lastname\n${"A".repeat(1_000)}`);
    expect(readHead(part)).toMatchObject({ ok: true, value: { hasHeader: true, samples: [] } });
  });
});
