import type { Standing } from "@/scripts/bench/shared/import-driver";

/** How long each stop of an import took, in seconds. */
export type Stops = {
  upload: number;
  head: number;
  columns: number;
  /** Bytes to rows, judging and planning; then writing the rows for the review. */
  plan: number;
  stage: number;
  /** All of the above, and what lies between them. */
  toReview: number;
  commit: number;
};

export type Seen = { standing: Standing; atMs: number };

/** Reads the stops off what was seen of an import from its opening to its end, in the order of time. */
export function stopsOf(seen: readonly Seen[]): Stops {
  const firstAt = (what: (standing: Standing) => boolean) =>
    seen.find(({ standing }) => what(standing))?.atMs;
  const states = ["uploading", "reading", "matching", "parsing", "review", "committing", "done"];
  const reached = (state: string) =>
    firstAt((standing) => states.indexOf(standing.state) >= states.indexOf(state)) ?? Number.NaN;
  const review = reached("review");
  const parsing = reached("parsing");
  const staging = firstAt(({ state, rowsDone }) => state === "parsing" && rowsDone > 0) ?? review;
  const between = (from: number, to: number) => (to - from) / 1000;
  return {
    upload: between(reached("uploading"), reached("reading")),
    head: between(reached("reading"), reached("matching")),
    columns: between(reached("matching"), parsing),
    plan: between(parsing, staging),
    stage: between(staging, review),
    toReview: between(reached("uploading"), review),
    commit: between(review, reached("done")),
  };
}
