"use client";

import { useCallback, useState } from "react";
import type { RowField } from "@/lib/imports/columns/column-field";
import { type CellRules, checkCell } from "@/lib/imports/typed/check-cell";
import { readIssuePath, type TypedIssue } from "@/lib/imports/typed/issues";
import type { SheetRow } from "@/lib/imports/typed/sheet";

export type CellIssue = { message: string; suggestion?: string };

/** What is wrong with a row, by its cells; `""` is the row as a whole. */
export type RowIssues = Partial<Record<RowField | "", CellIssue[]>>;

/** What is wrong with each row, by its id: what the server has said, and what can be told of a cell that was left. */
export function useIssues(rules: CellRules) {
  const [issues, setIssues] = useState<Record<string, RowIssues>>({});

  /** Takes what the server says in place of all before. Lines count from 1. */
  const tell = useCallback((found: readonly TypedIssue[], rows: readonly SheetRow[]) => {
    const told: Record<string, RowIssues> = {};
    for (const { path, message, suggestion } of found) {
      const { line, field } = readIssuePath(path);
      const row = rows[line - 1];
      if (!row) continue;
      const key = field as keyof RowIssues;
      const issue: CellIssue = suggestion ? { message, suggestion } : { message };
      const ofRow = told[row.id] ?? {};
      told[row.id] = { ...ofRow, [key]: [...(ofRow[key] ?? []), issue] };
    }
    setIssues(told);
  }, []);

  /** Judges a cell that has been changed and left. */
  const check = useCallback(
    (row: SheetRow, field: RowField) => {
      const problem = checkCell(row.cells[field] ?? "", field, rules);
      setIssues((before) => {
        const { [field]: had, ...rest } = before[row.id] ?? {};
        if (!had && !problem) return before;
        const ofRow: RowIssues = problem ? { ...rest, [field]: [problem] } : rest;
        return { ...before, [row.id]: ofRow };
      });
    },
    [rules],
  );

  return { issues, tell, check };
}

export const isWrong = (row: RowIssues | undefined): boolean =>
  row !== undefined && Object.keys(row).length > 0;
