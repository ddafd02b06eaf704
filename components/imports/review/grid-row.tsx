import { memo } from "react";
import { CellEditor } from "@/components/imports/review/cell-editor";
import { issuesAt, issuesElsewhere, type ReviewColumn, shownText } from "@/components/imports/review/columns";
import { lookOf } from "@/components/imports/review/fates";
import { ROW_HEIGHT } from "@/components/imports/review/window";
import { cx } from "@/components/ui/cx";
import { StatusMark } from "@/components/ui/status-mark";
import type { Issue } from "@/lib/imports/issues";
import type { ReviewRow } from "@/lib/imports/row-queries";

export type Editing = { column: number; text: string };

type Props = {
  position: number;
  line: number;
  /** Absent as long as it has not come. */
  row: ReviewRow | undefined;
  columns: readonly ReviewColumn[];
  canEdit: boolean;
  isMarked: boolean;
  /** The cell that keys go to, from 0; null in every other row. */
  activeCell: number | null;
  editing: Editing | null;
  onCommit: (text: string, then: "down" | "next" | "previous" | "stay") => void;
  onCancel: () => void;
};

const TEXT_SHOWN_MAX = 200;
export const FIXED_CELLS = 2;

/** One row of the grid, at its place. Its handlers stand on the grid, so that a row that has not changed is not drawn. */
export const GridRow = memo(function GridRow(props: Props) {
  const { position, line, row, columns, isMarked, activeCell } = props;
  const cell = (index: number) => ({
    role: "gridcell",
    "aria-colindex": index + 1,
    "data-cell": index,
    tabIndex: activeCell === index ? 0 : -1,
  });
  const look = row && lookOf(row);
  // A row that has not come yet is next to nothing, so that it can fly by.
  const isDrawn = row !== undefined || activeCell !== null;
  const rest = row ? issuesElsewhere(row, columns) : [];
  return (
    <div
      {...rowRole(position, isMarked)}
      data-row={position}
      data-line={line}
      className={cx(
        "review-row",
        row?.selected && row.fate === "invalid" && "invalid",
        row && !row.selected && "muted",
        isMarked && "marked",
      )}
      style={{ top: position * ROW_HEIGHT }}
    >
      <div role="none" className="review-lead">
        <div {...cell(0)} className="review-cell line">
          {props.canEdit && row && (
            <input
              type="checkbox"
              className="checkbox checkbox-sm"
              tabIndex={-1}
              aria-label={`Import line ${line}`}
              checked={row.selected}
              readOnly
            />
          )}
          <span>{line}</span>
        </div>
        {isDrawn && (
          <div {...cell(1)} className="review-cell fate" title={wordsOf(rest)}>
            {row && look ? (
              <>
                <StatusMark tone={look.tone} shape={look.shape}>
                  {look.word}
                </StatusMark>
                <Second issues={rest} quiet={row.selected ? sumOf(row, columns) : null} />
              </>
            ) : (
              <span className="text-muted">…</span>
            )}
          </div>
        )}
      </div>
      {isDrawn &&
        columns.map((column, index) => (
          <Cell
            key={column.column}
            {...props}
            cell={cell(index + FIXED_CELLS)}
            column={column}
            index={index}
          />
        ))}
    </div>
  );
});

// Roles of elements that lie where they are put; a table's own elements would lay themselves out.
const rowRole = (position: number, isMarked: boolean) => ({
  role: "row",
  "aria-rowindex": position + 2,
  "aria-selected": isMarked,
});

type CellProps = Props & { column: ReviewColumn; index: number; cell: Record<string, string | number> };

function Cell({ row, column, cell, editing, onCommit, onCancel, canEdit, line }: CellProps) {
  if (!row) return <div {...cell} className="review-cell" />;
  const issues = issuesAt(row, column);
  const text = shownText(row, column);
  const isMade = column.column < 0 && !row.givenUsername;
  return (
    <div
      {...cell}
      className={cx("review-cell", issues.length > 0 && "invalid", isMade && "made")}
      {...stateOf(issues.length > 0, canEdit && column.isEditable)}
      title={wordsOf(issues)}
    >
      {editing?.column === column.column ? (
        <CellEditor
          label={`${column.label}, line ${line}`}
          initial={editing.text}
          onCommit={onCommit}
          onCancel={onCancel}
        />
      ) : (
        <>
          <span className="text">
            {text.length > TEXT_SHOWN_MAX ? `${text.slice(0, TEXT_SHOWN_MAX)}…` : text}
          </span>
          <Second issues={issues} quiet={null} />
        </>
      )}
    </div>
  );
}

const stateOf = (isInvalid: boolean, isEditable: boolean) => ({
  "aria-invalid": isInvalid || undefined,
  "aria-readonly": !isEditable || undefined,
});

function Second({ issues, quiet }: { issues: Issue[]; quiet: string | null }) {
  if (issues.length > 0) return <span className="words">{wordsOf(issues)}</span>;
  return quiet && <span className="text text-muted">{quiet}</span>;
}

const wordsOf = (issues: Issue[]) => issues.map(({ message }) => message).join(" ") || undefined;

/** What the rest of the row says, which may be out of sight: how much it changes, or where it is wrong. */
function sumOf(row: ReviewRow, columns: readonly ReviewColumn[]): string | null {
  if (row.issues.length > 0) {
    return columns.flatMap((column) => (issuesAt(row, column).length > 0 ? [column.label] : [])).join(", ");
  }
  if (!row.changes) return null;
  const count = Object.keys(row.changes.after).length;
  return count === 1 ? "1 change" : `${count} changes`;
}
