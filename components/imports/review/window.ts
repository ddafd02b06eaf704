/** The height of every row of the review, in pixels: a row's place is its number times this. */
export const ROW_HEIGHT = 44;

const OVERSCAN_ROWS = 10;
// The window moves by so many rows at once, so that scrolling draws seldom.
const STEP_ROWS = 4;

/** The positions to draw, `to` not included: those in sight and some around them. */
export function windowOf(scrollTop: number, height: number, count: number): { from: number; to: number } {
  const first = Math.floor(Math.max(0, scrollTop) / ROW_HEIGHT / STEP_ROWS) * STEP_ROWS;
  const inSight = Math.ceil(height / ROW_HEIGHT) + STEP_ROWS;
  const from = Math.max(0, Math.min(first, count - 1) - OVERSCAN_ROWS);
  return { from, to: Math.min(count, first + inSight + OVERSCAN_ROWS) };
}

/** Where to scroll so that a row is in sight below the header; null where it is already. */
export function scrollTo(
  position: number,
  scrollTop: number,
  height: number,
  headerHeight: number,
): number | null {
  const top = position * ROW_HEIGHT;
  const seen = height - headerHeight;
  if (top < scrollTop) return top;
  return top + ROW_HEIGHT > scrollTop + seen ? top + ROW_HEIGHT - seen : null;
}
