import {
  type KeyboardEvent,
  type MouseEvent,
  type RefObject,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import type { ReviewColumn } from "@/components/imports/review/columns";
import { type GridAction, gridAction } from "@/components/imports/review/grid-keys";
import { type Editing, FIXED_CELLS, GridRow } from "@/components/imports/review/grid-row";
import type { Rows } from "@/components/imports/review/use-rows";
import { ROW_HEIGHT, scrollTo, windowOf } from "@/components/imports/review/window";

export type Active = { position: number; cell: number };

export type GridEditing = Editing & { position: number };

type Props = {
  rows: Rows;
  columns: readonly ReviewColumn[];
  canEdit: boolean;
  active: Active;
  /** Where a range of rows began; the active row is its other end. */
  anchor: number | null;
  editing: GridEditing | null;
  /** Is given the way to a cell. */
  goRef: RefObject<((to: Active) => void) | null>;
  onActive: (active: Active, anchor: number | null) => void;
  onAction: (action: Exclude<GridAction, { kind: "move" | "extend" }>) => void;
  onToggle: (position: number, isRange: boolean) => void;
  onCommit: (text: string, then: "down" | "next" | "previous" | "stay") => void;
  onCancel: () => void;
};

const HEADER_HEIGHT = 36;
// What is drawn before it is known how much of it is in sight.
const FIRST_HEIGHT = 24 * ROW_HEIGHT;

/** A grid (WAI-ARIA) of as many rows as there are, of which those in sight are drawn. */
export function ReviewGrid(props: Props) {
  const { rows, columns, canEdit, active, anchor, editing } = props;
  const { count } = rows.index;
  const frame = useRef<HTMLDivElement>(null);
  const [seen, setSeen] = useState({ top: 0, height: FIRST_HEIGHT });
  const { from, to } = windowOf(seen.top, seen.height, count);
  const last = columns.length + FIXED_CELLS - 1;
  const position = Math.min(active.position, Math.max(0, count - 1));
  const isFocusWanted = useRef(false);

  const look = () => {
    const { scrollTop = 0, scrollLeft = 0, clientHeight = FIRST_HEIGHT } = frame.current ?? {};
    frame.current?.classList.toggle("sideways", scrollLeft !== 0);
    const next = windowOf(scrollTop, clientHeight, count);
    setSeen((before) => {
      const drawn = windowOf(before.top, before.height, count);
      const isSame = drawn.from === next.from && drawn.to === next.to;
      return isSame ? before : { top: scrollTop, height: clientHeight };
    });
  };
  useEffect(look, [count]);
  useEffect(() => rows.want(from, to), [rows.want, from, to]);

  useLayoutEffect(() => {
    if (!isFocusWanted.current || editing) return;
    isFocusWanted.current = false;
    const element = frame.current?.querySelector<HTMLElement>(
      `[data-row="${position}"] [data-cell="${active.cell}"]`,
    );
    element?.focus({ preventScroll: true });
    element?.scrollIntoView({ block: "nearest", inline: "nearest" });
  });

  function go(to: Active, keepAnchor: boolean) {
    const next = {
      position: Math.min(Math.max(0, to.position), Math.max(0, count - 1)),
      cell: Math.min(Math.max(0, to.cell), last),
    };
    const box = frame.current;
    const top = box && scrollTo(next.position, box.scrollTop, box.clientHeight, HEADER_HEIGHT);
    if (box && top !== null) box.scrollTop = top;
    isFocusWanted.current = true;
    props.onActive(next, keepAnchor ? (anchor ?? position) : null);
  }

  props.goRef.current = (to) => go(to, false);

  function onKeyDown(event: KeyboardEvent<HTMLDivElement>) {
    if (editing) return;
    const inSight = Math.max(1, Math.floor((seen.height - HEADER_HEIGHT) / ROW_HEIGHT) - 1);
    const action = gridAction(event, inSight);
    if (!action) return;
    event.preventDefault();
    if (action.kind === "move")
      go({ position: position + action.rows, cell: active.cell + action.columns }, false);
    else if (action.kind === "extend") go({ position: position + action.rows, cell: active.cell }, true);
    else props.onAction(action);
  }

  function onClick(event: MouseEvent<HTMLDivElement>) {
    const target = event.target as HTMLElement;
    const cell = target.closest<HTMLElement>("[data-cell]");
    const row = target.closest<HTMLElement>("[data-row]");
    if (!cell || !row) return;
    const to = { position: Number(row.dataset.row), cell: Number(cell.dataset.cell) };
    const isSame = to.position === position && to.cell === active.cell;
    if (target instanceof HTMLInputElement) props.onToggle(to.position, event.shiftKey);
    else if (isSame && document.activeElement === cell && event.detail > 0 && canEdit)
      return props.onAction({ kind: "edit", text: null });
    go(to, event.shiftKey);
  }

  // The active row stays drawn where it is, so that the focus is not lost with it.
  const positions = Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index);
  if (count > 0 && (position < from || position >= to)) positions.push(position);
  const range = anchor === null ? null : [Math.min(anchor, position), Math.max(anchor, position)];
  return (
    <div
      ref={frame}
      {...gridRole(count, columns.length, canEdit)}
      className="review-grid"
      style={{ "--cells": columns.length, "--rows": count } as Record<string, number>}
      {...{ onScroll: look, onKeyDown, onClick }}
    >
      <div {...ROW_GROUP} className="review-head">
        <div {...HEADER_ROW} className="review-row">
          <div role="none" className="review-lead">
            <div {...headerRole(0)} className="review-cell review-title line">
              Line
            </div>
            <div {...headerRole(1)} className="review-cell review-title fate">
              What happens
            </div>
          </div>
          {columns.map(({ column, label }, index) => (
            <div key={column} {...headerRole(index + FIXED_CELLS)} className="review-cell review-title">
              {label}
            </div>
          ))}
        </div>
      </div>
      <div {...ROW_GROUP} className="review-body" style={{ height: count * ROW_HEIGHT }}>
        {positions.map((each) => (
          <GridRow
            key={each}
            position={each}
            line={rows.index.lineAt(each) ?? 0}
            row={rows.rowAt(each)}
            columns={columns}
            canEdit={canEdit}
            isMarked={range !== null && each >= (range[0] ?? 0) && each <= (range[1] ?? 0)}
            activeCell={each === position ? active.cell : null}
            editing={editing?.position === each ? editing : null}
            onCommit={props.onCommit}
            onCancel={props.onCancel}
          />
        ))}
      </div>
    </div>
  );
}

// Roles of elements that lie where they are put; a table's own elements would lay themselves out.
const ROW_GROUP = { role: "rowgroup" };
const HEADER_ROW = { role: "row", "aria-rowindex": 1 };
const headerRole = (cell: number) => ({ role: "columnheader", "aria-colindex": cell + 1 });
const gridRole = (count: number, columns: number, canEdit: boolean) => ({
  role: "grid",
  "aria-label": "Rows of the file",
  "aria-rowcount": count + 1,
  "aria-colcount": columns + FIXED_CELLS,
  "aria-multiselectable": true,
  "aria-readonly": !canEdit || undefined,
});
