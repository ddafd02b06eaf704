const BAR = 10;
const GAP = 4;
const HEIGHT = 64;

/**
 * Counts beside each other as bars, for the eye alone: the numbers stand somewhere else, as a table. What is not 0 can be
 * seen.
 */
export function BarChart({ counts }: { counts: readonly number[] }) {
  const most = Math.max(1, ...counts);
  return (
    <svg
      viewBox={`0 0 ${counts.length * (BAR + GAP) - GAP} ${HEIGHT}`}
      preserveAspectRatio="none"
      className="h-20 w-full"
      aria-hidden="true"
    >
      <path className="fill-base-300" d={`M0 ${HEIGHT - 1}h${counts.length * (BAR + GAP)}v1H0z`} />
      <path className="fill-primary" d={counts.map((count, index) => barAt(index, count / most)).join("")} />
    </svg>
  );
}

/** One path for all bars: thirty elements would each go over the wire twice. */
function barAt(index: number, share: number): string {
  if (share === 0) return "";
  const height = Math.max(2, Math.round(share * (HEIGHT - 2)));
  return `M${index * (BAR + GAP)} ${HEIGHT - height}h${BAR}V${HEIGHT}h-${BAR}z`;
}
