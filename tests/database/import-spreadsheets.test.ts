import { readFileSync } from "node:fs";
import { beforeEach, expect, test } from "vitest";
import { matchColumns } from "@/lib/imports/columns/match";
import { chooseColumns, chooseSheet, reopenColumns } from "@/lib/imports/commands/columns";
import { createImport } from "@/lib/imports/commands/file";
import { errorsDownload } from "@/lib/imports/errors-download";
import { parseImport } from "@/lib/imports/jobs/parse";
import { readImport } from "@/lib/imports/jobs/read";
import { IMPORT_LIMITS } from "@/lib/imports/limits";
import type { ImportDetails } from "@/lib/imports/queries";
import { readWorkbook } from "@/lib/imports/table/workbook";
import { receiveFile } from "@/lib/imports/upload";
import type { Actor } from "@/lib/permissions/actor";
import { commitRun, detailsOf, jobOf, reviewRows } from "@/tests/support/import-runs";
import { codeOf, makeActor, makeOrganization, unwrap } from "@/tests/support/product-people";
import { makeBomb, makeEncrypted, makeWorkbook } from "@/tests/support/workbooks";

const HEADER = ["firstname", "lastname", "emailaddress", "phone", "note"];
const PEOPLE = [
  ["Ada", "Adams", "ada@imagoverum.example", 4969666429250, "=1+1"],
  ["Ben", "", "ben@imagoverum.example", "+44 20 7946 0123", "0049"],
  ["Zoë", "Groß", "zoe@imagoverum.example", "", ""],
];

let admin: Actor;
beforeEach(async () => {
  admin = await makeActor(await makeOrganization(), "admin");
});

/** Uploads a file and has its head read. */
async function upload(bytes: Uint8Array, name = "people.xlsx"): Promise<ImportDetails> {
  const { id } = unwrap(await createImport(admin, { name, sizeBytes: bytes.length }));
  unwrap(await receiveFile(admin, id, new Blob([new Uint8Array(bytes)]).stream()));
  await readImport(jobOf(admin, id));
  return detailsOf(admin, id);
}

/** “Get users” with the columns as they match by themselves. */
async function getUsers({ id, headers, samples }: ImportDetails): Promise<ImportDetails> {
  const { columns } = matchColumns(
    headers,
    samples.map((cells) => ({ cells })),
  );
  const matching = columns.map(({ field }) => field);
  unwrap(await chooseColumns(admin, id, { matching, hasHeader: true, defaultCountry: null }));
  await parseImport(jobOf(admin, id));
  return detailsOf(admin, id);
}

const rowsOf = async ({ id }: ImportDetails) =>
  (await reviewRows(admin, id)).map(({ line, cells, values, fate, issues }) => ({
    line,
    cells,
    values,
    fate,
    issues,
  }));

test("a workbook goes from its upload over the choice of its sheet to its plan, people and errors file", async () => {
  const guests = [HEADER, ["Cem", "Can", "cem@imagoverum.example"]];
  const read = await upload(makeWorkbook({ Guests: guests, Staff: [HEADER, ...PEOPLE] }));
  expect(read).toMatchObject({
    state: "matching",
    format: "xlsx",
    sheet: null,
    sheets: ["Guests", "Staff"],
    headers: [],
    encoding: null,
  });
  const early = { matching: [], hasHeader: true, defaultCountry: null };
  expect(codeOf(await chooseColumns(admin, read.id, early))).toBe("conflict");
  expect(codeOf(await chooseSheet(admin, read.id, "Else"))).toBe("invalid");

  unwrap(await chooseSheet(admin, read.id, "Staff"));
  await readImport(jobOf(admin, read.id));
  const matched = await detailsOf(admin, read.id);
  expect(matched).toMatchObject({ state: "matching", sheet: "Staff", headers: HEADER, headerLine: 1 });
  expect(matched.samples[0]).toEqual(["Ada", "Adams", "ada@imagoverum.example", "4969666429250", "=1+1"]);

  const reviewed = await getUsers(matched);
  expect(reviewed).toMatchObject({ state: "review", rowCount: 3, sheet: "Staff", format: "xlsx" });
  expect(reviewed.counts).toMatchObject({ create: 2, invalid: 1 });
  const [ada, ben] = await rowsOf(reviewed);
  expect(ada).toMatchObject({ line: 2, fate: "create", values: { mobilePhone: "+4969666429250" } });
  expect(ben).toMatchObject({ line: 3, fate: "invalid", issues: [{ code: "missing", field: "lastName" }] });

  const response = await errorsDownload(admin, read.id);
  expect(response.headers.get("content-disposition")).toContain("people-errors.xlsx");
  const errors = readWorkbook(new Uint8Array(await response.arrayBuffer()), IMPORT_LIMITS);
  expect(errors).toMatchObject({
    ok: true,
    value: {
      sheets: ["Staff"],
      table: {
        headers: [...HEADER, "Errors"],
        rows: [
          { line: 2, cells: ["Ada", "Adams", "ada@imagoverum.example", "4969666429250", "=1+1"] },
          {
            line: 3,
            cells: ["Ben", "", "ben@imagoverum.example", "+44 20 7946 0123", "0049", "Last name is missing."],
          },
          { line: 4, cells: ["Zoë", "Groß", "zoe@imagoverum.example"] },
        ],
      },
    },
  });

  expect((await commitRun(admin, reviewed)).result).toMatchObject({ created: 2, failed: 1 });
});

test("another sheet can be taken when the first one has no people", async () => {
  const read = await upload(makeWorkbook({ Notes: [HEADER], Staff: [HEADER, ...PEOPLE] }, "biff8"));
  unwrap(await chooseSheet(admin, read.id, "Notes"));
  await readImport(jobOf(admin, read.id));
  expect(await detailsOf(admin, read.id)).toMatchObject({
    state: "refused",
    refusal: { code: "people_none" },
  });
  unwrap(await reopenColumns(admin, read.id));
  unwrap(await chooseSheet(admin, read.id, "Staff"));
  await readImport(jobOf(admin, read.id));
  const reviewed = await getUsers(await detailsOf(admin, read.id));
  expect(reviewed).toMatchObject({ state: "review", sheet: "Staff", format: "xls", rowCount: 3 });
});

test("the same people as CSV, XLSX, XLS and ODS are the same rows with the same plan", async () => {
  const rows = [HEADER, ...PEOPLE];
  const text = rows.map((cells) => cells.join(",")).join("\r\n");
  const fromText = await rowsOf(await getUsers(await upload(Buffer.from(text), "people.csv")));
  expect(fromText).toHaveLength(3);
  const planOf = (staged: Awaited<ReturnType<typeof rowsOf>>) =>
    staged.map(({ line, values, fate, issues }) => ({ line, values, fate, issues }));
  for (const bookType of ["xlsx", "biff8", "ods"] as const) {
    const read = await upload(makeWorkbook({ People: rows }, bookType), "people.csv");
    expect(read).toMatchObject({ state: "matching", sheet: "People" });
    expect(planOf(await rowsOf(await getUsers(read)))).toEqual(planOf(fromText));
  }
});

test("what a file is called does not matter", async () => {
  const csv = Buffer.from("firstname,lastname,emailaddress\nAda,Adams,ada@imagoverum.example\n");
  expect(await upload(csv, "people.xls")).toMatchObject({ state: "matching", format: null, delimiter: "," });
  const page = "<html><body>Sign in first</body></html>";
  expect(await upload(Buffer.from(page), "people.xls")).toMatchObject({
    state: "refused",
    refusal: { code: "not_text" },
  });
  const fixtures = new URL("../fixtures/spreadsheets/", import.meta.url);
  for (const [name, format] of [
    ["people.xls", "xls"],
    ["people.html", "html"],
  ] as const) {
    const read = await upload(readFileSync(new URL(name, fixtures)), "people.csv");
    expect(read).toMatchObject({ state: "matching", format, headerLine: 4 });
    expect(await getUsers(read)).toMatchObject({ state: "review", rowCount: 3 });
  }
});

test.each([
  ["a password", makeEncrypted, "spreadsheet_encrypted"],
  ["a bomb", () => makeBomb(50 * 1024 * 1024), "spreadsheet_too_large"],
  ["damage", () => makeWorkbook({ People: [HEADER, ...PEOPLE] }).slice(0, -30), "spreadsheet_damaged"],
])("%s is refused with what it is", async (_, make, code) => {
  expect(await upload(make())).toMatchObject({ state: "refused", refusal: { code }, headers: [] });
});
