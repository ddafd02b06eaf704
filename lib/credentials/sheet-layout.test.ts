import { describe, expect, test } from "vitest";
import { CARD, CARDS_PER_PAGE, cardAt, cutMarks, PAPERS, type Paper } from "@/lib/credentials/sheet-layout";

const PRINTABLE_FROM = (5 / 25.4) * 72;

describe.each(["a4", "letter"] satisfies Paper[])("on %s", (paper) => {
  const { width, height } = PAPERS[paper];
  const cards = Array.from({ length: CARDS_PER_PAGE * 2 + 1 }, (_, index) => cardAt(paper, index));

  test("cards fill a page, then the next, and none reaches where printers do not print", () => {
    expect(cards.map(({ page }) => page)).toEqual([...Array(10).fill(0), ...Array(10).fill(1), 2]);
    for (const { x, y } of cards) {
      expect(Math.min(x, y)).toBeGreaterThan(PRINTABLE_FROM);
      expect(x + CARD.width).toBeLessThan(width - PRINTABLE_FROM);
      expect(y + CARD.height).toBeLessThan(height - PRINTABLE_FROM);
    }
  });

  test("no card lies on another", () => {
    const corners = cards.slice(0, CARDS_PER_PAGE).map(({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`);
    expect(new Set(corners).size).toBe(CARDS_PER_PAGE);
    expect(new Set(corners.map((corner) => corner.split(" ")[0])).size).toBe(2);
  });

  test("every edge of a card has its marks, on the page", () => {
    const marks = cutMarks(paper);
    for (const { x, y } of cards.slice(0, CARDS_PER_PAGE)) {
      for (const at of [x, x + CARD.width])
        expect(marks.filter(({ from, to }) => same(from.x, at) && same(to.x, at)).length).toBeGreaterThan(1);
      for (const at of [y, y + CARD.height])
        expect(marks.filter(({ from, to }) => same(from.y, at) && same(to.y, at)).length).toBeGreaterThan(1);
    }
    for (const { from, to } of marks) {
      for (const point of [from, to]) {
        expect(Math.min(point.x, point.y, width - point.x, height - point.y)).toBeGreaterThan(0);
      }
    }
  });
});

const same = (one: number, other: number) => Math.abs(one - other) < 0.01;
