const CELLS_MAX = 5_000_000;

const TAG = /<(?:[^\s<>:/]+:)?(table-row|table-cell)\b([^<>]*)>/g;

/**
 * Whether an OpenDocument table has more filled cells than can be read, once its repeated rows and cells are counted
 * as often as they stand there: a few bytes can say a billion.
 */
export function repeatsTooMuch(content: string): boolean {
  let rowRepeats = 1;
  let cells = 0;
  for (const [, tag, attributes = ""] of content.matchAll(TAG)) {
    const repeats = Number(/repeated="(\d+)"/.exec(attributes)?.[1] ?? 1);
    if (tag === "table-row") rowRepeats = repeats;
    else if (!attributes.endsWith("/")) cells += rowRepeats * repeats;
    if (cells > CELLS_MAX) return true;
  }
  return false;
}
