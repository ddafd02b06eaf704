const counts = new Intl.NumberFormat("en");

/** A whole number with thousands set apart: 100000 becomes "100,000". */
export function formatCount(count: number): string {
  return counts.format(count);
}

/** The whole percent of `part` in `whole`, never 100 before all is done nor 0 once some is. A whole of 0 is all done. */
export function wholePercent(part: number, whole: number): number {
  if (part >= whole) return 100;
  if (part <= 0) return 0;
  return Math.min(99, Math.max(1, Math.round((part / whole) * 100)));
}
