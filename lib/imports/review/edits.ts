/** Stands for the username of a row whose file has no column of them. */
export const USERNAME_COLUMN = -1;

export const TEXT_KINDS = ["cells", "offers", "country", "trim", "swap", "username", "replace"] as const;

/** Rows that were left out together, or taken in. */
export const CHOICE_KINDS = ["leftOut", "takenIn"] as const;

export type TextKind = (typeof TEXT_KINDS)[number];
export type ChoiceKind = (typeof CHOICE_KINDS)[number];
export type EditKind = TextKind | ChoiceKind;

export const isChoiceKind = (kind: string): kind is ChoiceKind => CHOICE_KINDS.some((each) => each === kind);

/** One cell of an edit: line, column from 0 or `USERNAME_COLUMN`, what stood there, what stands there. */
export type EditCell = [line: number, column: number, before: string, after: string];

/** A row's texts, as a person may change them. */
export type RowTexts = { line: number; cells: string[]; givenUsername: string | null };

/** What stands in a cell; a row may have fewer cells than its file has columns. */
export const textAt = ({ cells, givenUsername }: Omit<RowTexts, "line">, column: number): string =>
  (column === USERNAME_COLUMN ? givenUsername : cells[column]) ?? "";

/** A row with other texts in some of its columns. */
export function withTexts<Row extends RowTexts>(row: Row, texts: Iterable<readonly [number, string]>): Row {
  const cells = [...row.cells];
  let { givenUsername } = row;
  for (const [column, text] of texts) {
    if (column === USERNAME_COLUMN) {
      givenUsername = text || null;
      continue;
    }
    while (cells.length < column) cells.push("");
    cells[column] = text;
  }
  return { ...row, cells, givenUsername };
}

/** What the cells of some edits come to, the later over the earlier: texts by line and column. */
export function textsByLine(edits: Iterable<readonly EditCell[]>): Map<number, Map<number, string>> {
  const byLine = new Map<number, Map<number, string>>();
  for (const cells of edits) {
    for (const [line, column, , after] of cells) {
      const texts = byLine.get(line);
      if (texts) texts.set(column, after);
      else byLine.set(line, new Map([[column, after]]));
    }
  }
  return byLine;
}

export const reversed = (cells: readonly EditCell[]): EditCell[] =>
  cells.map(([line, column, before, after]) => [line, column, after, before]);

export const countLines = (cells: readonly EditCell[]): number => new Set(cells.map(([line]) => line)).size;
