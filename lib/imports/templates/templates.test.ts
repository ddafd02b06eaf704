import { read, utils, write } from "@e965/xlsx";
import { strFromU8, unzipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { matchColumns } from "@/lib/imports/columns/match";
import { IMPORT_LIMITS } from "@/lib/imports/limits";
import { judgeRow } from "@/lib/imports/rows/judge";
import { readTable, type Table } from "@/lib/imports/table/table";
import { readWorkbook } from "@/lib/imports/table/workbook";
import { EXAMPLE, isExampleRow } from "@/lib/imports/templates/example";
import { templateFile } from "@/lib/imports/templates/files";
import {
  TEMPLATE_INFO,
  TEMPLATES,
  type Template,
  type TemplateFormat,
  templateColumns,
} from "@/lib/imports/templates/layouts";
import { ROLES } from "@/lib/permissions/roles";
import { MANDATORY_FIELDS, USER_FIELDS, type UserField } from "@/lib/users/fields";

const MANDATORY: readonly UserField[] = [...MANDATORY_FIELDS, "mobilePhone"];
const FILES = TEMPLATES.flatMap((template) =>
  TEMPLATE_INFO[template].formats.map((format): [Template, TemplateFormat] => [template, format]),
);
const PEOPLE: Readonly<Record<UserField, readonly [string, string]>> = {
  firstName: ["Ada", "Ben"],
  lastName: ["Adams", "Berg"],
  username: ["ada", "ben"],
  password: ["a long enough one", "another long one"],
  accessEmail: ["ada@x.example", "ben@x.example"],
  otherEmail: ["ada@y.example", "ben@y.example"],
  mobilePhone: ["+4917012345670", "+442079460958"],
  businessPhone: ["+4917012345671", "+442079460959"],
  company: ["Imago", "Imago"],
  customerCode: ["007", "008"],
  udid: ["U-1", "U-2"],
  accessEndsAt: ["2030-12-31", "2031-12-31"],
  inAddressBook: ["Yes", "No"],
  role: ["User", "Billing admin"],
  status: ["Pending", ""],
};

const fileOf = (template: Template, format: TemplateFormat, mandatory = MANDATORY) =>
  templateFile(templateColumns(template, mandatory), format, ROLES);

function tableOf(bytes: Uint8Array, format: TemplateFormat): Table | string {
  const reading = format === "csv" ? readTable(bytes) : readWorkbook(bytes, IMPORT_LIMITS);
  if (!reading.ok) return reading.refusal.code;
  const table = "table" in reading.value ? reading.value.table : reading.value;
  if (!table) throw new Error("The workbook has several sheets.");
  return table;
}

// What organizations ask for: nothing of their own, a phone, the most that there is.
const SETTINGS: readonly (readonly UserField[])[] = [
  [],
  MANDATORY_FIELDS,
  ["mobilePhone"],
  ["username", "password", "mobilePhone", "company"],
  USER_FIELDS.filter((field) => field !== "status"),
];

describe.each(FILES)("%s as %s", (template, format) => {
  test("is empty but for the example, which is nobody", () => {
    expect(tableOf(fileOf(template, format), format)).toBe("people_none");
  });

  test.each(SETTINGS.map((mandatory) => ({ mandatory })))(
    "imports as it is once people are in it, where the organization asks for $mandatory",
    ({ mandatory }) => {
      const columns = templateColumns(template, mandatory);
      const lines = ([0, 1] as const).map((person) =>
        columns.map(({ field }) => (field ? PEOPLE[field][person] : "")),
      );
      const table = tableOf(filled(fileOf(template, format, mandatory), format, lines), format);
      if (typeof table === "string") throw new Error(table);
      expect(table).toMatchObject({ hasHeader: true, headerLine: 1, exampleLine: 2, rowCount: 2 });
      const matching = matchColumns(table.headers, table.samples, mandatory);
      expect(matching).toMatchObject({ questions: [], system: null });
      expect(matching.columns.map(({ field }) => field)).toEqual(columns.map(({ field }) => field));
      expect(matching.columns.every(({ how }) => how === "exact" || how === "known")).toBe(true);
      for (const row of table.rows) {
        const judged = judgeRow(row, matching.columns, {
          domains: ["acme.example"],
          primaryDomain: "acme.example",
          mandatory,
          grantableRoles: ROLES,
          defaultRole: "user",
        });
        expect(judged.issues).toEqual([]);
      }
    },
  );

  test("says which columns have to be filled, by the product, the layout and the organization", () => {
    const table = tableOf(filled(fileOf(template, format), format, [["Ada", "Adams"]]), format);
    if (typeof table === "string") throw new Error(table);
    const starred = table.headers.filter((header) => header.endsWith(" *"));
    const marked = starred.map((header) => matchColumns([header], []).columns[0]?.field);
    const expected = new Set([...MANDATORY_FIELDS, "mobilePhone", ...(ASKED_BY_LAYOUT[template] ?? [])]);
    expect(new Set(marked)).toEqual(expected);
    expect(marked).toHaveLength(expected.size);
  });
});

const ASKED_BY_LAYOUT: Partial<Record<Template, readonly UserField[]>> = {
  "names-to-udid": ["username", "password"],
  "usernames-and-roles": ["username"],
};

test("a layout of the sources has its own headers first, in their spelling and order", () => {
  const headersOf = (template: Template) =>
    templateColumns(template, ["mobilePhone"]).map(({ header }) => header.replace(/ \*$/, ""));
  expect(headersOf("firstname-lastname-emailaddress-phone")).toEqual([
    "firstname",
    "lastname",
    "emailaddress",
    "phone",
  ]);
  expect(headersOf("names-and-email")).toEqual(["First Name", "Last Name", "Email", "Mobile phone"]);
});

/** The template as somebody saves it with people below the example. */
function filled(bytes: Uint8Array, format: TemplateFormat, lines: string[][]): Uint8Array {
  if (format === "csv") {
    const text = lines.map((cells) => `${cells.map((cell) => `"${cell}"`).join(",")}\r\n`).join("");
    return Buffer.concat([bytes, new TextEncoder().encode(text)]);
  }
  const workbook = read(bytes, { dense: false, cellNF: true });
  const [name = ""] = workbook.SheetNames;
  const sheet = workbook.Sheets[name] ?? {};
  utils.sheet_add_aoa(sheet, lines, { origin: { r: 2, c: 0 } });
  return new Uint8Array(write(workbook, { type: "array", bookType: format === "xls" ? "biff8" : "xlsx" }));
}

test("the organization's own fields begin with its mandatory ones, which have a star", () => {
  const headers = templateColumns("all-fields", MANDATORY).map(({ header }) => header);
  expect(headers.slice(0, 5)).toEqual([
    "First name *",
    "Last name *",
    "Access email *",
    "Mobile phone *",
    "Username",
  ]);
  expect(headers).not.toContain("Status");
});

test("phones and codes are text in workbooks, in the rows to fill in too", () => {
  for (const format of ["xlsx", "xls"] as const) {
    const bytes = fileOf("names-to-udid", format);
    const sheet = read(bytes, { cellNF: true, cellStyles: true, sheetStubs: true }).Sheets.People;
    expect(sheet?.E2).toMatchObject({ t: "s", v: EXAMPLE.mobilePhone, z: "@" });
    if (format === "xls") expect(sheet?.E9?.z).toBe("@");
    else
      expect(textOf(bytes, "xl/worksheets/sheet1.xml")).toContain(
        '<col min="1" max="16384" width="22" style="1"',
      );
  }
});

test("roles are chosen from a list, and mandatory columns stand out", () => {
  const bytes = templateFile(templateColumns("usernames-and-roles", MANDATORY), "xlsx", ["user", "viewer"]);
  const sheet = textOf(bytes, "xl/worksheets/sheet1.xml");
  expect(sheet).toContain(
    '<dataValidation type="list" allowBlank="1" showErrorMessage="1" sqref="F2:F1048576">',
  );
  expect(sheet).toContain("<formula1>&quot;User,View-only admin&quot;</formula1>");
  const own = templateFile(templateColumns("all-fields", MANDATORY), "xlsx", ROLES);
  expect(textOf(own, "xl/worksheets/sheet1.xml")).toContain("<formula1>&quot;Yes,No&quot;</formula1>");
  expect(sheet).toContain('<c r="A1" s="3"');
  expect(sheet).toContain('<c r="E1" s="3"');
  expect(sheet).toContain('<c r="F1" s="2"');
});

test.each([
  [["Jane", "Example", "jane.example@example.com", "+1 202 555 0143"], true],
  [["1", "EXAMPLE", " jane ", "x", "Jane.Example@Example.com"], true],
  [["Example: Chris Green", "chris@contoso.com"], true],
  [["Jane", "Miller", "jane.example@example.com"], false],
  [["Jane", "Example", "jane@example.com"], false],
  [["", ""], false],
])("%j is the example: %s", (cells, expected) => {
  expect(isExampleRow(cells)).toBe(expected);
});

function textOf(bytes: Uint8Array, member: string): string {
  return strFromU8(unzipSync(bytes)[member] ?? new Uint8Array());
}
