import { csvText } from "@/lib/exports/csv";
import { xlsxWriter } from "@/lib/exports/xlsx";
import { EXAMPLE } from "@/lib/imports/templates/example";
import type { TemplateColumn, TemplateFormat } from "@/lib/imports/templates/layouts";
import { writeXls } from "@/lib/imports/templates/xls";
import { ROLE_LABELS, type Role } from "@/lib/permissions/roles";
import type { UserField } from "@/lib/users/fields";

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

function exampleCell({ field }: TemplateColumn): string {
  return field === "status" ? "" : EXAMPLE[field];
}

/** What may stand in a column where that is a list; none where it is any text. */
function legalValues(field: UserField, roles: readonly Role[]): string[] {
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
    .map(({ field }, column) => ({ column, values: legalValues(field, roles) }))
    .filter(({ values }) => values.length > 0);
  const writer = xlsxWriter(SHEET, { marked, lists });
  return Buffer.concat([writer.add(rows), writer.end()]);
}
