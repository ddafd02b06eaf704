import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { getRows } from "@/components/imports/review/client";
import { indexLines, type LineRuns, linesToText } from "@/lib/imports/review/lines";
import type { ReviewRow } from "@/lib/imports/row-queries";

const PAGE_ROWS = 100;
// Pages that are scrolled past in less are not asked for.
const REST_MS = 40;

type Given = {
  lines: LineRuns;
  rows: ReviewRow[];
  planVersion: number;
  /** The address of the rows at some lines. */
  urlOf: (lines: string) => string;
  /** Rows were changed by somebody else, or the import has gone on. */
  onOthers: () => void;
};

/**
 * The rows of a view. Its lines stand as they were when it was opened, so that a row that is mended stays in sight; the
 * rows themselves are asked for as they come into sight, and again when they have changed.
 */
export function useRows({ lines, rows: first, planVersion, urlOf, onOthers }: Given) {
  const [view, setView] = useState({ lines, planVersion });
  const index = useMemo(() => indexLines(view.lines), [view]);
  const known = useRef(new Map(first.map((row) => [row.line, row])));
  const fresh = useRef(new Set(first.map(({ line }) => line)));
  const asked = useRef(new Set<number>());
  const plan = useRef(planVersion);
  const wanted = useRef({ from: 0, to: 0 });
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [, setDrawn] = useState(0);
  const draw = useCallback(() => setDrawn((drawn) => drawn + 1), []);
  const others = useRef(onOthers);
  others.current = onOthers;

  const fetchPage = useCallback(
    async (page: number) => {
      const lines = index
        .slice(page * PAGE_ROWS, (page + 1) * PAGE_ROWS)
        .filter((line) => !fresh.current.has(line));
      if (lines.length === 0 || asked.current.has(page)) return;
      asked.current.add(page);
      const answer = await getRows(urlOf(linesToText(lines)));
      asked.current.delete(page);
      if (!answer.ok) return;
      if (answer.value.planVersion > plan.current) {
        plan.current = answer.value.planVersion;
        fresh.current.clear();
        others.current();
      }
      for (const row of answer.value.rows) {
        known.current.set(row.line, row);
        fresh.current.add(row.line);
      }
      draw();
    },
    [index, urlOf, draw],
  );

  const fetchWanted = useCallback(() => {
    const { from, to } = wanted.current;
    for (let page = Math.floor(from / PAGE_ROWS); page * PAGE_ROWS < to; page += 1) void fetchPage(page);
  }, [fetchPage]);

  const want = useCallback(
    (from: number, to: number) => {
      wanted.current = { from, to };
      clearTimeout(timer.current);
      timer.current = setTimeout(fetchWanted, REST_MS);
    },
    [fetchWanted],
  );
  useEffect(() => () => clearTimeout(timer.current), []);

  /** Takes what an edit answered: rows as they are now, and the plan that they are of. */
  const take = useCallback(
    (
      { planBefore, planVersion: after }: { planBefore: number; planVersion: number },
      rows: ReviewRow[] | null,
    ) => {
      const isOthers = planBefore !== plan.current;
      plan.current = Math.max(plan.current, after);
      if (isOthers || rows === null) fresh.current.clear();
      for (const row of rows ?? []) {
        known.current.set(row.line, row);
        fresh.current.add(row.line);
      }
      if (isOthers) others.current();
      draw();
      fetchWanted();
    },
    [draw, fetchWanted],
  );

  /** Shows a row otherwise until the server has said how it is. */
  const expect = useCallback(
    (rows: ReviewRow[]) => {
      for (const row of rows) known.current.set(row.line, row);
      draw();
    },
    [draw],
  );

  // The page was shown anew: with a later plan than is known here its rows are others.
  useEffect(() => {
    if (planVersion <= plan.current) return;
    plan.current = planVersion;
    fresh.current.clear();
    setView({ lines, planVersion });
    others.current();
  }, [planVersion, lines]);
  useEffect(fetchWanted, [fetchWanted]);

  return {
    index,
    rowAt: (position: number): ReviewRow | undefined => {
      const line = index.lineAt(position);
      return line === null ? undefined : known.current.get(line);
    },
    rowOf: (line: number) => known.current.get(line),
    want,
    take,
    expect,
    /** Shows other lines, as the view would be opened now. */
    show: (lines: LineRuns) => setView({ lines, planVersion: plan.current }),
  };
}

export type Rows = ReturnType<typeof useRows>;
