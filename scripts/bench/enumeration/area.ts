/**
 * The chance that one of the first takes longer than one of the second (Mann-Whitney, area under the ROC curve), told so
 * that it does not matter which is which: 0.5 tells nothing apart, 1 everything.
 */
export function areaApart(first: readonly number[], second: readonly number[]): number {
  const all = [
    ...first.map((value) => ({ value, isFirst: true })),
    ...second.map((value) => ({ value, isFirst: false })),
  ];
  all.sort((one, other) => one.value - other.value);
  let ranks = 0;
  for (let at = 0; at < all.length; ) {
    let end = at;
    while (end < all.length && all[end]?.value === all[at]?.value) end += 1;
    const rank = (at + 1 + end) / 2;
    ranks += rank * all.slice(at, end).filter(({ isFirst }) => isFirst).length;
    at = end;
  }
  const wins = ranks - (first.length * (first.length + 1)) / 2;
  const area = wins / (first.length * second.length);
  return Math.max(area, 1 - area);
}
