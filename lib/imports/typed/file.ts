/**
 * Rows as the text of a file without a header: every cell in quotes, a blank row a blank line, so that a row's place is
 * its line. Cells hold no line ends.
 */
export function typedFile(rows: readonly (readonly string[])[]): string {
  return rows.map((cells) => `${cells.map(quoted).join(",")}\r\n`).join("");
}

/** What the import of such rows is listed as: `12 rows typed`. */
export const typedFileName = (count: number): string =>
  count === 1 ? "1 row typed" : `${count.toLocaleString("en")} rows typed`;

const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`;
