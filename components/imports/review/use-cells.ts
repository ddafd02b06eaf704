import { useCallback, useEffect, useRef, useState } from "react";
import { type Refused, sendEdit } from "@/components/imports/review/client";
import { columnOfIssue, type ReviewColumn, shownText } from "@/components/imports/review/columns";
import { FIXED_CELLS } from "@/components/imports/review/grid-row";
import type { Active, GridEditing } from "@/components/imports/review/review-grid";
import type { Desk } from "@/components/imports/review/use-desk";
import { textAt } from "@/lib/imports/review/edits";
import type { ReviewRow } from "@/lib/imports/row-queries";

type Then = "down" | "next" | "previous" | "stay";

/** The cell that keys go to, and editing it. A text that the server refuses opens its editor again and is not lost. */
export function useCells(
  desk: Desk,
  { columns, canEdit }: { columns: readonly ReviewColumn[]; canEdit: boolean },
) {
  const { rows, say } = desk;
  const [active, setActive] = useState<Active>({ position: 0, cell: FIXED_CELLS });
  const [anchor, setAnchor] = useState<number | null>(null);
  const [editing, setEditing] = useState<GridEditing | null>(null);
  /** Texts that the server refused and that are to be edited again, the one whose editor is open first. */
  const refused = useRef<(GridEditing & { cell: number })[]>([]);
  const isOpen = editing !== null;
  useEffect(() => {
    desk.editor.current.isOpen = isOpen;
  }, [desk.editor, isOpen]);
  const activeRow = rows.rowAt(active.position);
  const activeColumn = columns[active.cell - FIXED_CELLS];

  function edit(row: ReviewRow, column: ReviewColumn, value: string) {
    const from = textAt(row, column.column);
    const isAsMade = column.column < 0 && !row.givenUsername && value === shownText(row, column);
    if (value === from || isAsMade) return;
    rows.expect([withText(row, column, value)]);
    const cells = [{ column: column.column, value, from }];
    void desk.runInTurn(async () => {
      const answer = await sendEdit(desk.editsUrl, { kind: "cells", line: row.line, cells });
      desk.takeAnswer(answer);
      if (!answer.ok) editAgain(row, column, value, answer);
    });
  }

  /** Opens the editor of a cell with the text that was refused, or when the one that is open has ended. */
  function editAgain(row: ReviewRow, column: ReviewColumn, text: string, { message, theirs }: Refused) {
    rows.expect([theirs === undefined ? row : withText(row, column, theirs)]);
    desk.setError(`Line ${row.line}, ${column.label}: ${message}`);
    const position = latest.current.rows.index.positionOf(row.line);
    const open = latest.current.editing;
    const isSame = open?.position === position && open?.column === column.column;
    if (position === null || isSame) return;
    const cell = columns.indexOf(column) + FIXED_CELLS;
    refused.current.push({ position, column: column.column, cell, text });
    desk.editor.current.holdsError = true;
    if (!open) openRefused();
  }

  function openRefused(): boolean {
    const [next] = refused.current;
    if (!next) return false;
    setActive({ position: next.position, cell: next.cell });
    setAnchor(null);
    setEditing(next);
    return true;
  }

  /** Ends the editor that is open; whether another opens for a text that was refused. */
  function endEditing(): boolean {
    const at = latest.current.editing;
    setEditing(null);
    refused.current = refused.current.filter(
      (each) => each.position !== at?.position || each.column !== at.column,
    );
    desk.editor.current.holdsError = refused.current.length > 0;
    return openRefused();
  }

  function startEdit(text: string | null) {
    if (!activeRow || !activeColumn || !canEdit) return;
    if (!activeColumn.isEditable) return say("This column cannot be edited here.");
    setEditing({
      position: active.position,
      column: activeColumn.column,
      text: text ?? shownText(activeRow, activeColumn),
    });
  }

  function commit(text: string, then: Then) {
    const at = editing;
    const isAgain = endEditing();
    const row = at && rows.rowAt(at.position);
    const column = columns.find((each) => each.column === at?.column);
    if (row && column) edit(row, column, text);
    if (then === "stay" || !at || isAgain) return;
    const next = {
      position: Math.min(at.position + (then === "down" ? 1 : 0), rows.index.count - 1),
      cell: active.cell + (then === "next" ? 1 : then === "previous" ? -1 : 0),
    };
    const isInRow = next.cell >= FIXED_CELLS && next.cell < columns.length + FIXED_CELLS;
    const to = isInRow ? next : { ...next, cell: active.cell };
    setActive(to);
    focusCell(to);
  }

  function takeOffer() {
    const offers = activeRow?.issues.filter(({ suggestion }) => suggestion) ?? [];
    const issue = offers.find((each) => columnOfIssue(each, columns) === activeColumn) ?? offers[0];
    const column = issue && columnOfIssue(issue, columns);
    if (!activeRow || !column || !issue.suggestion || !canEdit)
      return say("Nothing is offered for this row.");
    edit(activeRow, column, issue.suggestion);
  }

  // Rows keep their handlers, so that only those that have changed are drawn.
  const latest = useRef({ active, editing, rows, commit, endEditing });
  latest.current = { active, editing, rows, commit, endEditing };
  const onCommit = useCallback((text: string, then: Then) => latest.current.commit(text, then), []);
  const onCancel = useCallback(() => {
    if (latest.current.endEditing()) return;
    focusCell(latest.current.active);
  }, []);

  return {
    active,
    setActive,
    activeRow,
    activeColumn,
    anchor,
    setAnchor,
    editing,
    edit,
    startEdit,
    takeOffer,
    onCommit,
    onCancel,
  };
}

function withText(row: ReviewRow, { column }: ReviewColumn, text: string): ReviewRow {
  if (column < 0) return { ...row, givenUsername: text || null };
  const cells = [...row.cells];
  cells[column] = text;
  return { ...row, cells };
}

/** Gives the keys back to the grid, once it is drawn without the text that was edited. */
const focusCell = ({ position, cell }: Active) =>
  requestAnimationFrame(() => {
    const selector = `[role="grid"] [data-row="${position}"] [data-cell="${cell}"]`;
    document.querySelector<HTMLElement>(selector)?.focus({ preventScroll: true });
  });
