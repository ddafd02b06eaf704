import type { Stops } from "@/scripts/bench/import/stops";
import type { Format } from "@/scripts/bench/shared/people-file";
import { median, percentile } from "@/scripts/bench/shared/statistics";
import { inTable, textTable } from "@/scripts/bench/shared/text-table";
import type { Latencies } from "@/scripts/bench/shared/visits";

/** What one run of the import gave; latencies are in milliseconds. */
export type Measured = {
  stops: Stops;
  /** The library that reads the file, alone. */
  readingSeconds: number;
  copySeconds: number;
  undoSeconds: number;
  webPeakBytes: number | null;
  idle: Latencies;
  busy: Latencies;
};

const ALLOWED = {
  toReview: 4,
  commit: { plain: 2.5, others: 3 },
  undo: 2,
  webPeakBytes: 300e6,
  pageMs: 100,
};

/** What was measured: how many rows, of which kind of file, and what it may do. */
export type Task = { rows: number; format: Format; mode: "createOnly" | "both" };

/** The measurements as tables, medians of all runs, and whether every limit is kept. */
export function report(runs: readonly Measured[], task: Task): { text: string; isKept: boolean } {
  const stops = stopRows(runs, task);
  const others = otherRows(runs);
  const text = [
    textTable(
      ["stop", "seconds", "rows/s", "limit s", "ratio", "allowed", "ok"],
      stops.map(({ cells }) => cells),
    ),
    textTable(
      ["meanwhile", "measured", "idle", "allowed", "ok"],
      others.map(({ cells }) => cells),
    ),
  ].join("\n\n");
  return { text, isKept: [...stops, ...others].every(({ isKept }) => isKept) };
}

type Line = { cells: string[]; isKept: boolean };

const STOP_NAMES: Record<keyof Stops, string> = {
  upload: "upload",
  head: "read the head",
  columns: "match columns",
  plan: "parse, judge, plan",
  stage: "stage for the review",
  toReview: "upload to review",
  commit: "commit",
};

function stopRows(runs: readonly Measured[], { rows, format, mode }: Task): Line[] {
  const copy = ({ copySeconds }: Measured) => copySeconds;
  const reading = ({ readingSeconds }: Measured) => readingSeconds;
  const both = (run: Measured) => copy(run) + reading(run);
  const isPlain = format === "csv" && mode === "createOnly";
  const limits: Partial<Record<keyof Stops, Limit>> = {
    toReview: { of: both, allowed: ALLOWED.toReview },
    commit: { of: copy, allowed: ALLOWED.commit[isPlain ? "plain" : "others"] },
  };
  const stops = (Object.keys(STOP_NAMES) as (keyof Stops)[]).map((stop) =>
    stopRow(STOP_NAMES[stop], runs, rows, (run) => run.stops[stop], limits[stop]),
  );
  const ofCommit: Limit = { of: ({ stops: { commit } }) => commit, allowed: ALLOWED.undo };
  return [
    ...stops,
    stopRow("undo, beside the commit", runs, rows, ({ undoSeconds }) => undoSeconds, ofCommit),
    limitRow(`${READERS[format]} alone`, runs.map(reading), rows),
    limitRow("COPY of the same", runs.map(copy), rows),
  ];
}

type Limit = { of: (run: Measured) => number; allowed: number };

const READERS: Record<Format, string> = { csv: "papaparse", xlsx: "the spreadsheet library" };

function stopRow(
  name: string,
  runs: readonly Measured[],
  rows: number,
  secondsOf: (run: Measured) => number,
  limit: Limit | undefined,
): Line {
  const seconds = median(runs.map(secondsOf));
  const cells = [name, inTable(seconds, 2), inTable(seconds > 0 ? rows / seconds : null, 0)];
  if (!limit) return { cells, isKept: true };
  // The ratio of each run: what slows a run down slows its limit down too.
  const ratio = median(runs.map((run) => secondsOf(run) / limit.of(run)));
  const isKept = ratio <= limit.allowed;
  const numbers = [inTable(median(runs.map(limit.of)), 2), inTable(ratio, 2), inTable(limit.allowed, 1)];
  return { cells: [...cells, ...numbers, okOf(isKept)], isKept };
}

function limitRow(name: string, seconds: readonly number[], rows: number): Line {
  const middle = median(seconds);
  return { cells: [name, inTable(middle, 2), inTable(rows / middle, 0)], isKept: true };
}

function otherRows(runs: readonly Measured[]): Line[] {
  const peaks = runs.map(({ webPeakBytes }) => webPeakBytes ?? Number.NaN);
  const peak = Math.max(...peaks);
  // What could not be measured has not been kept: no comparison with it holds.
  const isSmall = peak <= ALLOWED.webPeakBytes;
  const megabytes = (bytes: number) => `${inTable(bytes / 1e6, 0)} MB`;
  const memory: Line = {
    cells: ["web process, peak memory", megabytes(peak), "", megabytes(ALLOWED.webPeakBytes), okOf(isSmall)],
    isKept: isSmall,
  };
  const paths = [...(runs[0]?.busy.keys() ?? [])];
  return [memory, ...paths.map((path) => pageRow(path, runs))];
}

function pageRow(path: string, runs: readonly Measured[]): Line {
  const p95 = (latencies: (run: Measured) => Latencies) =>
    median(runs.map((run) => percentile(latencies(run).get(path) ?? [], 0.95)));
  const busy = p95((run) => run.busy);
  const isKept = busy <= ALLOWED.pageMs;
  const answers = runs.reduce((sum, run) => sum + (run.busy.get(path)?.length ?? 0), 0);
  const milliseconds = (value: number) => `${inTable(value, 1)} ms`;
  const name = `${path}, p95 of ${inTable(answers, 0)} answers`;
  const numbers = [milliseconds(busy), milliseconds(p95((run) => run.idle)), milliseconds(ALLOWED.pageMs)];
  return { cells: [name, ...numbers, okOf(isKept)], isKept };
}

const okOf = (isKept: boolean) => (isKept ? "yes" : "NO");
