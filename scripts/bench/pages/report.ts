import { type Script, totalBytes } from "@/scripts/bench/pages/first-load";
import type { Load } from "@/scripts/bench/pages/load";
import { median } from "@/scripts/bench/shared/statistics";
import { inTable, textTable } from "@/scripts/bench/shared/text-table";

/** What the rounds gave for a page, and for the bare page right after each. */
export type MeasuredPage = { name: string; ours: Load[]; bare: Load[] };

const ALLOWED = { ratio: 0.5, firstLoadBytes: 40_000 };

export type Report = { text: string; isKept: boolean };

/** Pages beside the bare one, medians of all rounds, and whether each has at least half its throughput. */
export function reportPages(pages: readonly MeasuredPage[]): Report {
  const ratios = pages.map(({ ours, bare }) =>
    median(
      ours.map((load, round) => load.requestsPerSecond / (bare[round]?.requestsPerSecond ?? Number.NaN)),
    ),
  );
  const rows = pages.map(({ name, ours }, index) => {
    const ratio = ratios[index] ?? Number.NaN;
    return [
      ...loadCells(name, ours),
      inTable(ratio, 2),
      inTable(ALLOWED.ratio, 1),
      okOf(ratio >= ALLOWED.ratio),
    ];
  });
  const bare = loadCells(
    "bare Next page, one query",
    pages.flatMap((page) => page.bare),
  );
  const header = ["16 connections", "requests/s", "p50 ms", "p99 ms", "of bare", "at least", "ok"];
  return {
    text: textTable(header, [...rows, bare]),
    isKept: ratios.every((ratio) => ratio >= ALLOWED.ratio),
  };
}

/** The list's scripts, which of them an empty page loads too in sum, and whether the rest is small enough. */
export function reportScripts(ours: readonly Script[], empty: readonly Script[]): Report {
  const over = totalBytes(ours) - totalBytes(empty);
  const isKept = over <= ALLOWED.firstLoadBytes;
  const kilobytes = (bytes: number) => inTable(bytes / 1000, 1);
  const rows = [
    ...ours.map(({ path, gzipBytes }) => [path.replace(/.*\//, "  "), kilobytes(gzipBytes)]),
    ["the list in all", kilobytes(totalBytes(ours))],
    ["an empty Next page", kilobytes(totalBytes(empty))],
    ["over an empty page", kilobytes(over), kilobytes(ALLOWED.firstLoadBytes), okOf(isKept)],
  ];
  return { text: textTable(["first-load scripts", "gzip kB", "allowed", "ok"], rows), isKept };
}

function loadCells(name: string, loads: readonly Load[]): string[] {
  const middle = (of: (load: Load) => number, digits: number) => inTable(median(loads.map(of)), digits);
  return [
    name,
    middle(({ requestsPerSecond }) => requestsPerSecond, 1),
    middle(({ p50Ms }) => p50Ms, 0),
    middle(({ p99Ms }) => p99Ms, 0),
  ];
}

const okOf = (isKept: boolean) => (isKept ? "yes" : "NO");
