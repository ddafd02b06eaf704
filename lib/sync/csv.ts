const quoted = (cell: string) => `"${cell.replaceAll('"', '""').replace(/\s*[\r\n]+\s*/g, " ")}"`;

/** A table as a CSV (RFC 4180) of one line a row: each cell in quotes, and no line break in any. */
export const csvOf = (rows: readonly (readonly string[])[]): string =>
  rows.map((cells) => `${cells.map(quoted).join(",")}\r\n`).join("");
