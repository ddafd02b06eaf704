import { expect, test } from "vitest";
import { csvText } from "@/lib/exports/csv";
import { nameOfHeader } from "@/lib/imports/columns/header-names";
import { matchColumns } from "@/lib/imports/columns/match";
import { judgeRow } from "@/lib/imports/rows/judge";
import { readTable } from "@/lib/imports/table/table";
import { ROLES } from "@/lib/permissions/roles";
import { EXPORT_HEADER, type ExportRow, exportCells, exportFileName } from "@/lib/users/export";

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
  role: "viewer",
  status: "suspended",
  createdAt: new Date("2026-11-21T09:08:07Z"),
};

test("an export has the columns that an import knows by name, and two that it leaves alone", () => {
  const known = EXPORT_HEADER.map((header) => nameOfHeader(header)?.field ?? null);
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
    "role",
    null,
    null,
  ]);
});

test("every line has as many cells as the header, blank where there is nothing", () => {
  const cells = exportCells(row);
  expect(cells).toHaveLength(EXPORT_HEADER.length);
  expect(cells.slice(-3)).toEqual(["View-only admin", "Suspended", "2026-11-21T09:08:07.000Z"]);
  expect(cells[4]).toBe("");
});

test("an exported file imports as it is, whatever the status of who is in it", () => {
  const file = new TextEncoder().encode(`\ufeff${csvText([EXPORT_HEADER, exportCells(row)])}`);
  const table = readTable(file);
  if (!table.ok) throw new Error("The file is no table.");
  const [exported] = table.value.rows;
  if (!exported) throw new Error("The file has no row.");
  const { columns } = matchColumns(table.value.headers, table.value.samples);
  const judged = judgeRow(exported, columns, {
    domains: ["acme.example"],
    primaryDomain: "acme.example",
    mandatory: ["firstName", "lastName", "accessEmail"],
    grantableRoles: ROLES,
    defaultRole: "user",
  });
  expect(judged.issues).toEqual([]);
  expect(judged.values).toEqual({
    firstName: "Maria",
    lastName: "=1+1",
    username: "maria@acme.example",
    accessEmail: "maria@mail.example",
    mobilePhone: "+491701234567",
    company: "Acme, Works",
    customerCode: "C-1",
    role: "viewer",
  });
});

test("what a spreadsheet would run is guarded", () => {
  expect(csvText([exportCells(row)])).toContain("'=1+1");
});

test("the file's name says whose people and of which day", () => {
  expect(exportFileName("acme", new Date("2026-11-21T23:59:59Z"))).toBe("acme-users-2026-11-21.csv");
});
