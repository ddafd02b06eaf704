/** Sizes in PDF's points, 72 to the inch. */
export const PAPERS = { a4: { width: 595.28, height: 841.89 }, letter: { width: 612, height: 792 } } as const;
export type Paper = keyof typeof PAPERS;

export const PAPER_WORDS: Record<Paper, string> = { a4: "A4", letter: "US Letter" };

/** So many people fit on one sheet. */
export const SHEET_PEOPLE_MAX = 500;
export const SHEET_FULL_WORDS = `A sheet holds at most ${SHEET_PEOPLE_MAX} people.`;

const MM = 72 / 25.4;

export const CARD = { width: 90 * MM, height: 50 * MM };
const COLUMNS = 2;
const ROWS = 5;
export const CARDS_PER_PAGE = COLUMNS * ROWS;

/** Marks for cutting begin outside the cards, and inside are a small cross where four cards meet. */
const MARK = { gap: 1.5 * MM, length: 5 * MM, arm: 1.5 * MM };

export type Point = { x: number; y: number };
export type Line = { from: Point; to: Point };

/** Where a card's upper left corner is: on its page, by its number among all. */
export function cardAt(paper: Paper, index: number): Point & { page: number } {
  const at = index % CARDS_PER_PAGE;
  const corner = cornerOf(paper);
  return {
    page: Math.floor(index / CARDS_PER_PAGE),
    x: corner.x + (at % COLUMNS) * CARD.width,
    y: corner.y + Math.floor(at / COLUMNS) * CARD.height,
  };
}

/** The lines to cut along: at the edges of the page, and where cards meet. */
export function cutMarks(paper: Paper): Line[] {
  const { x, y } = cornerOf(paper);
  const columns = Array.from({ length: COLUMNS + 1 }, (_, index) => x + index * CARD.width);
  const rows = Array.from({ length: ROWS + 1 }, (_, index) => y + index * CARD.height);
  const [right, bottom] = [columns.at(-1) ?? x, rows.at(-1) ?? y];
  const outwards = (edge: number, sign: 1 | -1) => [
    edge + sign * MARK.gap,
    edge + sign * (MARK.gap + MARK.length),
  ];
  const vertical = columns.flatMap((at) =>
    [outwards(y, -1), outwards(bottom, 1)].map(([from = 0, to = 0]) => line(at, from, at, to)),
  );
  const horizontal = rows.flatMap((at) =>
    [outwards(x, -1), outwards(right, 1)].map(([from = 0, to = 0]) => line(from, at, to, at)),
  );
  const crosses = columns
    .slice(1, -1)
    .flatMap((column) =>
      rows
        .slice(1, -1)
        .flatMap((row) => [
          line(column - MARK.arm, row, column + MARK.arm, row),
          line(column, row - MARK.arm, column, row + MARK.arm),
        ]),
    );
  return [...vertical, ...horizontal, ...crosses];
}

const line = (fromX: number, fromY: number, toX: number, toY: number): Line => ({
  from: { x: fromX, y: fromY },
  to: { x: toX, y: toY },
});

function cornerOf(paper: Paper): Point {
  const { width, height } = PAPERS[paper];
  return { x: (width - COLUMNS * CARD.width) / 2, y: (height - ROWS * CARD.height) / 2 };
}
