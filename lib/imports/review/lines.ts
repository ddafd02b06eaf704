/**
 * The lines of a view in their order, as runs of following ones: `[first, count, first, count, …]`. All of a file is one
 * run, so a view of a hundred thousand rows is a few numbers.
 */
export type LineRuns = number[];

export function runsOf(lines: readonly number[]): LineRuns {
  const runs: LineRuns = [];
  for (const line of lines) {
    const last = runs.length - 2;
    const first = runs[last];
    const count = runs[last + 1];
    if (first !== undefined && count !== undefined && first + count === line) runs[last + 1] = count + 1;
    else runs.push(line, 1);
  }
  return runs;
}

/** The lines of such runs. */
export function linesOf(runs: LineRuns): number[] {
  const { count, slice } = indexLines(runs);
  return slice(0, count);
}

/** Looks positions (from 0) and lines of a view up, each by halving. */
export type LineIndex = {
  count: number;
  lineAt: (position: number) => number | null;
  /** null for a line that the view does not have. */
  positionOf: (line: number) => number | null;
  /** The lines at some positions, fewer at the end. */
  slice: (from: number, to: number) => number[];
};

export function indexLines(runs: LineRuns): LineIndex {
  const firsts = runs.filter((_, index) => index % 2 === 0);
  const counts = runs.filter((_, index) => index % 2 === 1);
  const starts: number[] = [];
  let count = 0;
  for (const each of counts) {
    starts.push(count);
    count += each;
  }
  const lineAt = (position: number) => {
    if (position < 0 || position >= count) return null;
    const run = lastAtMost(starts, position);
    return (firsts[run] ?? 0) + position - (starts[run] ?? 0);
  };
  return {
    count,
    lineAt,
    positionOf(line) {
      const run = lastAtMost(firsts, line);
      const offset = line - (firsts[run] ?? Number.POSITIVE_INFINITY);
      return offset >= 0 && offset < (counts[run] ?? 0) ? (starts[run] ?? 0) + offset : null;
    },
    slice(from, to) {
      const lines: number[] = [];
      for (let position = Math.max(0, from); position < Math.min(to, count); position += 1) {
        lines.push(lineAt(position) ?? 0);
      }
      return lines;
    },
  };
}

/** The index of the last of ascending numbers that is at most `wanted`; -1 when none is. */
function lastAtMost(ascending: readonly number[], wanted: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] ?? 0) <= wanted) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

const RUNS_TEXT = /^\d{1,9}(-\d{1,9})?(,\d{1,9}(-\d{1,9})?)*$/;

/** Lines as an address has them: `2-101,105`. */
export function linesToText(lines: readonly number[]): string {
  const runs = runsOf(lines);
  const parts: string[] = [];
  for (let at = 0; at < runs.length; at += 2) {
    const [first = 0, count = 0] = runs.slice(at, at + 2);
    parts.push(count === 1 ? `${first}` : `${first}-${first + count - 1}`);
  }
  return parts.join(",");
}

/** The lines of such a text, at most `countMax`; null for anything else. */
export function linesFromText(text: string, countMax: number): number[] | null {
  if (!RUNS_TEXT.test(text)) return null;
  const lines: number[] = [];
  for (const part of text.split(",")) {
    const [first = 0, last = first] = part.split("-").map(Number);
    if (last < first || lines.length + last - first >= countMax) return null;
    for (let line = first; line <= last; line += 1) lines.push(line);
  }
  return lines;
}
