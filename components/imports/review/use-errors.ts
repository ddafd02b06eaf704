import { useState } from "react";
import { getLines } from "@/components/imports/review/client";
import { columnOfIssue, type ReviewColumn } from "@/components/imports/review/columns";
import { verdictOf } from "@/components/imports/review/fates";
import { FIXED_CELLS } from "@/components/imports/review/grid-row";
import type { Active } from "@/components/imports/review/review-grid";
import type { Desk } from "@/components/imports/review/use-desk";
import { ALL_ROWS, rowFilterQuery } from "@/lib/imports/review/filter";
import { indexLines, type LineRuns } from "@/lib/imports/review/lines";

type Given = {
  planVersion: number;
  columns: readonly ReviewColumn[];
  active: Active;
  go: (to: Active) => void;
};

/** The way from error to error: gives a function that goes to the next one of the view, or the one before. */
export function useErrors(desk: Desk, { planVersion, columns, active, go }: Given) {
  const { rows } = desk;
  const [errorLines, setErrorLines] = useState<{ plan: number; lines: LineRuns } | null>(null);

  return async function goToError(isBack: boolean): Promise<void> {
    let known = errorLines;
    if (known?.plan !== planVersion) {
      const answer = await getLines(desk.rowsUrl(rowFilterQuery({ ...ALL_ROWS, show: "invalid" })));
      if (!answer.ok) return desk.setError(answer.message);
      known = { plan: planVersion, lines: answer.value.lines };
      setErrorLines(known);
    }
    const wrong = indexLines(known.lines);
    const lines = wrong.slice(0, wrong.count).filter((line) => {
      const row = rows.rowOf(line);
      return rows.index.positionOf(line) !== null && (!row || (row.fate === "invalid" && row.selected));
    });
    const here = rows.index.lineAt(active.position) ?? 0;
    const line = isBack ? lines.findLast((each) => each < here) : lines.find((each) => each > here);
    const position = line === undefined ? null : rows.index.positionOf(line);
    if (position === null) return desk.say(isBack ? "No error above." : "No error below.");
    const row = rows.rowOf(line ?? 0);
    const first = row?.issues.map((issue) => columnOfIssue(issue, columns)).find(Boolean);
    const cell = first ? columns.indexOf(first) + FIXED_CELLS : active.cell;
    if (row) desk.say(verdictOf(row));
    go({ position, cell });
  };
}
