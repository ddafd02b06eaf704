"use client";

import { useCallback, useRef, useState } from "react";
import { formatCount } from "@/components/ui/format";
import { newId } from "@/lib/ids";
import { labelOfColumn, type PropertyNames, type RowField } from "@/lib/imports/columns/column-field";
import type { Draft } from "@/lib/imports/typed/draft";
import { TYPED_ROWS_MAX, withColumns } from "@/lib/imports/typed/fields";
import {
  countFilled,
  fillDown,
  isBlankRow,
  placeBlock,
  type Sheet,
  type SheetRow,
} from "@/lib/imports/typed/sheet";

/** Where in the sheet somebody is, counted from 0. */
export type Place = { row: number; column: number };

/**
 * What is typed. Letters go into the rows as they are and draw nothing anew, so that five hundred rows type as lightly
 * as one; only what changes many cells or the rows themselves does.
 */
export function useSheet(draft: Draft, keep: (draft: Draft) => void, properties: PropertyNames) {
  const [sheet, setSheet] = useState<Sheet>(draft);
  const [filled, setFilled] = useState(() => countFilled(draft));
  const [said, setSaid] = useState("");
  const [undo, setUndo] = useState<Sheet | null>(null);
  const current = useRef(sheet);
  const { id } = draft;

  const write = useCallback(
    (row: SheetRow, field: RowField, text: string) => {
      const { columns } = current.current;
      const wasBlank = isBlankRow(row, columns);
      row.cells[field] = text;
      const isBlank = isBlankRow(row, columns);
      if (wasBlank !== isBlank) setFilled((count) => count + (isBlank ? -1 : 1));
      setUndo(null);
      keep({ id, ...current.current });
    },
    [id, keep],
  );

  /** Takes a sheet in place of the one before, which can be had back until something is typed. */
  const replace = useCallback(
    (next: Sheet, words: string, before: Sheet | null) => {
      current.current = next;
      setSheet(next);
      setFilled(countFilled(next));
      setSaid(words);
      setUndo(before);
      keep({ id, ...next });
    },
    [id, keep],
  );

  const paste = (block: string[][], at: Place) => {
    const before = copyOf(current.current);
    const { sheet: next, ...placed } = placeBlock(current.current, block, at, newId, properties);
    replace(next, pastedWords(placed), before);
  };

  const fill = ({ row, column }: Place) => {
    const { columns } = current.current;
    const field = columns[column];
    if (!field) return;
    const before = copyOf(current.current);
    const { sheet: next, filled: count } = fillDown(current.current, { row, field });
    const label = labelOfColumn(field, properties);
    replace(
      next,
      `${label} filled down into ${count === 1 ? "1 row" : `${formatCount(count)} rows`}.`,
      before,
    );
  };

  const addRow = () => {
    const { columns, rows } = current.current;
    if (rows.length >= TYPED_ROWS_MAX) return setSaid(`There are ${TYPED_ROWS_MAX} rows; no more fit.`);
    replace({ columns, rows: [...rows, { id: newId(), cells: {} }] }, `Row ${rows.length + 1} added.`, null);
  };

  const removeRow = (row: number) => {
    const { columns, rows } = current.current;
    const before = copyOf(current.current);
    const left = rows.filter((_, index) => index !== row);
    const next = { columns, rows: left.length > 0 ? left : [{ id: newId(), cells: {} }] };
    replace(next, `Row ${row + 1} removed.`, before);
  };

  const showColumns = useCallback(
    (columns: RowField[]) => replace({ columns, rows: current.current.rows }, "", null),
    [replace],
  );

  return {
    sheet,
    current,
    filled,
    said,
    write,
    paste,
    fill,
    addRow,
    removeRow,
    showColumns,
    addColumns: (more: readonly RowField[]) => {
      const columns = withColumns(current.current.columns, more);
      if (columns.length > current.current.columns.length) showColumns(columns);
    },
    undo: undo && (() => replace(undo, "Taken back.", null)),
  };
}

const copyOf = ({ columns, rows }: Sheet): Sheet => ({
  columns,
  rows: rows.map(({ id, cells }) => ({ id, cells: { ...cells } })),
});

type Placed = Omit<ReturnType<typeof placeBlock>, "sheet">;

function pastedWords({ rows, columns, hadHeader, rowsLeft, columnsLeft, headersLeft }: Placed): string {
  const count = (number: number, one: string) => `${formatCount(number)} ${number === 1 ? one : `${one}s`}`;
  return [
    `Pasted ${count(rows, "row")} of ${count(columns, "column")}${hadHeader ? ", by the header above them" : ""}.`,
    rowsLeft > 0 && `${count(rowsLeft, "row")} did not fit: at most ${TYPED_ROWS_MAX} can be typed at once.`,
    columnsLeft > 0 && `${count(columnsLeft, "column")} did not fit to the right.`,
    headersLeft.length > 0 && `Left out: ${headersLeft.join(", ")}.`,
  ]
    .filter(Boolean)
    .join(" ");
}
