import { csvText } from "@/lib/exports/csv";
import { xlsxWriter } from "@/lib/exports/xlsx";
import { EXAMPLE } from "@/lib/imports/templates/example";
import type { TemplateColumn, TemplateFormat } from "@/lib/imports/templates/layouts";
import { writeXls } from "@/lib/imports/templates/xls";
import { ROLE_LABELS, type Role } from "@/lib/permissions/roles";
import type { Property } from "@/lib/properties/types";

const SHEET = "People";

export const TEMPLATE_TYPES: Record<TemplateFormat, string> = {
  csv: "text/csv; charset=utf-8",
  xls: "application/vnd.ms-excel",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
};

/**
 * A file to fill in: a header and an example that imports leave out. In workbooks every cell is text, so that phones and
 * codes stay as they are typed. In those of .xlsx mandatory columns have a colour beside their star, and roles are
 * chosen from those that may be given.
 */
export function templateFile(
  columns: readonly TemplateColumn[],
  format: TemplateFormat,
  roles: readonly Role[],
): Uint8Array {
  const rows = [columns.map(({ header }) => header), columns.map(exampleCell)];
  switch (format) {
    case "csv":
      // Without a byte order mark Excel takes UTF-8 for the code page of its computer.
      return new TextEncoder().encode(`\ufeff${csvText(rows)}`);
    case "xls":
      return writeXls(SHEET, rows);
    case "xlsx":
      return workbookOf(columns, rows, roles);
  }
}

function exampleCell({ field, property }: TemplateColumn): string {
  if (property) return exampleOf(property);
  return field === null || field === "status" ? "" : EXAMPLE[field];
}

/** What a value looks like; the help text where any text may be one. */
function exampleOf({ type, choices, help }: Property): string {
  switch (type) {
    case "text":
      return help;
    case "number":
      return "42";
    case "date":
      return EXAMPLE.accessEndsAt;
    case "yesNo":
      return "Yes";
    case "choice":
      return choices[0] ?? "";
    case "person":
      return "a username or an access email";
  }
}

/** What may stand in a column where that is a list; none where it is any text. */
function legalValues({ field, property }: TemplateColumn, roles: readonly Role[]): string[] {
  if (property) return property.type === "yesNo" ? ["Yes", "No"] : property.choices;
  if (field === "role") return roles.map((role) => ROLE_LABELS[role]);
  return field === "inAddressBook" ? ["Yes", "No"] : [];
}

function workbookOf(
  columns: readonly TemplateColumn[],
  rows: readonly string[][],
  roles: readonly Role[],
): Uint8Array {
  const marked = columns.flatMap(({ isMandatory }, index) => (isMandatory ? [index] : []));
  const lists = columns
    .map((each, column) => ({ column, values: legalValues(each, roles) }))
    .filter(({ values }) => values.length > 0);
  const writer = xlsxWriter(SHEET, { marked, lists });
  return Buffer.concat([writer.add(rows), writer.end()]);
}
