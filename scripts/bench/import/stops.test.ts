import { expect, test } from "vitest";
import type { ImportState } from "@/lib/imports/state";
import { type Seen, stopsOf } from "@/scripts/bench/import/stops";

const seen = (entries: [ImportState, number, number][]): Seen[] =>
  entries.map(([state, rowsDone, atMs]) => ({ standing: { state, rowsDone, rowCount: 10 }, atMs }));

test("stops lie between the first sights of states", () => {
  const stops = stopsOf(
    seen([
      ["uploading", 0, 1000],
      ["reading", 0, 1500],
      ["reading", 0, 1550],
      ["matching", 0, 1600],
      ["parsing", 0, 2000],
      ["parsing", 0, 3000],
      ["parsing", 5, 4000],
      ["parsing", 9, 4500],
      ["review", 10, 5000],
      ["committing", 0, 5500],
      ["done", 10, 7000],
    ]),
  );
  expect(stops).toEqual({
    upload: 0.5,
    head: 0.1,
    columns: 0.4,
    plan: 2,
    stage: 1,
    toReview: 4,
    commit: 2,
  });
});

test("a stop that was over before anybody looked took no time", () => {
  const stops = stopsOf(
    seen([
      ["uploading", 0, 0],
      ["matching", 0, 100],
      ["review", 10, 200],
      ["done", 10, 300],
    ]),
  );
  expect(stops).toMatchObject({ upload: 0.1, head: 0, columns: 0.1, plan: 0, stage: 0, commit: 0.1 });
});
