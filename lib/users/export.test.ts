import { expect, test } from "vitest";
import { csvText } from "@/lib/exports/csv";
import { nameOfHeader } from "@/lib/imports/columns/header-names";
import { matchColumns } from "@/lib/imports/columns/match";
import { IMPORT_LIMITS } from "@/lib/imports/limits";
import { judgeRow } from "@/lib/imports/rows/judge";
import { readTable, type Table } from "@/lib/imports/table/table";
import { readWorkbook } from "@/lib/imports/table/workbook";
import { ROLES } from "@/lib/permissions/roles";
import { type ExportRow, exportCells, exportFileName, exportHeader } from "@/lib/users/export";
import { exportBytes } from "@/lib/users/export-file";

const row: ExportRow = {
  firstName: "Maria",
  lastName: "=1+1",
  username: "maria@acme.example",
  accessEmail: "maria@mail.example",
  otherEmail: null,
  mobilePhone: "+491701234567",
  businessPhone: null,
  company: "Acme, Works",
  customerCode: "C-1",
  udid: null,
  accessEndsAt: new Date("2030-12-31T23:59:59.999Z"),
  inAddressBook: true,
  role: "viewer",
  status: "suspended",
  createdAt: new Date("2026-11-21T09:08:07Z"),
};

test("an export has the columns that an import knows by name, and two that it leaves alone", () => {
  const known = exportHeader().map((header) => nameOfHeader(header)?.field ?? null);
  expect(known).toEqual([
    "firstName",
    "lastName",
    "username",
    "accessEmail",
    "otherEmail",
    "mobilePhone",
    "businessPhone",
    "company",
    "customerCode",
    "udid",
    "accessEndsAt",
    "inAddressBook",
    "role",
    null,
    null,
  ]);
});

test("every line has as many cells as the header, blank where there is nothing", () => {
  const cells = exportCells(row);
  expect(cells).toHaveLength(exportHeader().length);
  expect(cells.slice(-3)).toEqual(["View-only admin", "Suspended", "2026-11-21T09:08:07.000Z"]);
  expect(cells[4]).toBe("");
});

const judgedBy = {
  domains: ["acme.example"],
  primaryDomain: "acme.example",
  mandatory: ["firstName", "lastName", "accessEmail"] as const,
  grantableRoles: ROLES,
  defaultRole: "user" as const,
};

async function exported(format: "csv" | "xlsx"): Promise<Table> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of exportBytes(batches(), format)) chunks.push(chunk);
  const bytes = new Uint8Array(Buffer.concat(chunks));
  const reading = format === "csv" ? readTable(bytes) : readWorkbook(bytes, IMPORT_LIMITS);
  const table = reading.ok && ("table" in reading.value ? reading.value.table : reading.value);
  if (!table) throw new Error("The file is no table.");
  return table;
}

async function* batches() {
  yield [row];
}

test.each(["csv", "xlsx"] as const)(
  "an exported %s imports as it is, whatever the status of who is in it",
  async (format) => {
    const table = await exported(format);
    const [line] = table.rows;
    if (!line) throw new Error("The file has no row.");
    const { columns, questions } = matchColumns(table.headers, table.samples);
    expect(questions).toEqual([]);
    expect(columns.filter(({ how }) => how !== "exact").map(({ how }) => how)).toEqual([
      "ignored",
      "ignored",
    ]);
    const judged = judgeRow(line, columns, judgedBy);
    expect(judged.issues).toEqual([]);
    expect(judged.values).toMatchObject({
      firstName: "Maria",
      lastName: "=1+1",
      username: "maria@acme.example",
      accessEmail: "maria@mail.example",
      mobilePhone: "+491701234567",
      company: "Acme, Works",
      customerCode: "C-1",
      accessEndsAt: "2030-12-31",
      role: "viewer",
    });
  },
);

test("groups stand last where they are told, and nobody's are an empty cell", () => {
  expect(exportHeader({ groups: true }).at(-1)).toBe("Groups");
  expect(exportHeader()).not.toContain("Groups");
  for (const groups of ["", "Sales (by rule), Front desk"]) {
    const cells = exportCells({ ...row, groups });
    expect(cells).toHaveLength(exportHeader({ groups: true }).length);
    expect(cells.at(-1)).toBe(groups);
  }
  expect(csvText([exportCells({ ...row, groups: "=1+1, x" })])).toContain('"\'=1+1, x"');
});

test("what a spreadsheet would run is guarded", () => {
  expect(csvText([exportCells(row)])).toContain("'=1+1");
});

test("the file's name says whose people and of which day", () => {
  const now = new Date("2026-11-21T23:59:59Z");
  expect(exportFileName("acme", now, "csv")).toBe("acme-users-2026-11-21.csv");
});
