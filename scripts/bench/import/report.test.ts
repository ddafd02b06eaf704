import { expect, test } from "vitest";
import { type Measured, report } from "@/scripts/bench/import/report";

const stops = { upload: 1, head: 1, columns: 1, plan: 1, stage: 1, toReview: 1, commit: 1 };
const latencies = new Map([["/acme/users", [10, 20]]]);
const run: Measured = {
  stops,
  readingSeconds: 1,
  copySeconds: 1,
  undoSeconds: 1,
  webPeakBytes: 200e6,
  idle: latencies,
  busy: latencies,
};
const task = { rows: 1000, format: "csv", mode: "createOnly" } as const;
const memoryOf = (runs: Measured[]) => {
  const { text, isKept } = report(runs, task);
  const line = text.split("\n").find((each) => each.includes("peak memory"));
  return { ok: line?.trim().split(/\s+/).at(-1), isKept };
};

test("the memory of the web process is kept when every run stays below what is allowed", () => {
  expect(memoryOf([run, run])).toEqual({ ok: "yes", isKept: true });
  expect(memoryOf([run, { ...run, webPeakBytes: 301e6 }])).toEqual({ ok: "NO", isKept: false });
});

test("memory that could not be measured is not kept", () => {
  expect(memoryOf([run, { ...run, webPeakBytes: null }])).toEqual({ ok: "NO", isKept: false });
});
