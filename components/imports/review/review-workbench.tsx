"use client";

import { useRouter } from "next/navigation";
import { useCallback, useEffect, useMemo, useRef, useState, useTransition } from "react";
import {
  type Answer,
  type EditAnswer,
  getLines,
  type Refused,
  sendEdit,
  sendSelection,
} from "@/components/imports/review/client";
import { columnOfIssue, type ReviewColumn, shownText } from "@/components/imports/review/columns";
import { EditList } from "@/components/imports/review/edit-list";
import { verdictOf } from "@/components/imports/review/fates";
import { FixDialog } from "@/components/imports/review/fix-dialog";
import type { GridAction } from "@/components/imports/review/grid-keys";
import { FIXED_CELLS } from "@/components/imports/review/grid-row";
import { inTurn } from "@/components/imports/review/in-turn";
import { KeyTable } from "@/components/imports/review/key-table";
import { type Active, type GridEditing, ReviewGrid } from "@/components/imports/review/review-grid";
import { ReviewToolbar } from "@/components/imports/review/review-toolbar";
import { RowPanel } from "@/components/imports/review/row-panel";
import { useRows } from "@/components/imports/review/use-rows";
import { Alert } from "@/components/ui/alert";
import { formatCount } from "@/components/ui/format";
import { textAt } from "@/lib/imports/review/edits";
import { ALL_ROWS, type RowFilter, rowFilterQuery } from "@/lib/imports/review/filter";
import { indexLines, type LineRuns } from "@/lib/imports/review/lines";
import type { EditList as Edits, IssueCount } from "@/lib/imports/review/queries";
import type { EditRequest } from "@/lib/imports/review/requests";
import type { ReviewRow } from "@/lib/imports/row-queries";
import { routes } from "@/lib/routes";

type Props = {
  org: string;
  importId: string;
  planVersion: number;
  filter: RowFilter;
  lines: LineRuns;
  rows: ReviewRow[];
  columns: ReviewColumn[];
  canEdit: boolean;
  edits: Edits;
  issues: IssueCount[];
  countries: { value: string; label: string }[];
  defaultCountry: string | null;
};

const REFRESH_MS = 400;
const KEYS_DIALOG = "review-keys";
const FIX_DIALOG = "review-fix";
const EDITS_DIALOG = "review-edits";

/** The review as a workbench: every row of the file, to be looked at, mended, left out, and all that taken back. */
export function ReviewWorkbench(props: Props) {
  const { org, importId, columns, canEdit, filter } = props;
  const router = useRouter();
  const [isRefreshing, startTransition] = useTransition();
  const [active, setActive] = useState<Active>({ position: 0, cell: FIXED_CELLS });
  const [anchor, setAnchor] = useState<number | null>(null);
  const [editing, setEditing] = useState<GridEditing | null>(null);
  const [said, setSaid] = useState("");
  const [error, setError] = useState<string | null>(null);
  const [isOld, setIsOld] = useState(false);
  const [errorLines, setErrorLines] = useState<{ plan: number; lines: LineRuns } | null>(null);
  const [runInTurn] = useState(inTurn);
  /** Texts that the server refused and that are to be edited again, the one whose editor is open first. */
  const refused = useRef<(GridEditing & { cell: number })[]>([]);
  const lastToggled = useRef<number | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  const rowsUrl = useCallback(
    (query: Record<string, string | null>) => routes.importRows(importId, org, query),
    [importId, org],
  );
  const editsUrl = routes.importEdits(importId, org);
  /** The numbers around the grid follow when editing rests. */
  const refresh = (afterMs = REFRESH_MS) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => startTransition(() => router.refresh()), afterMs);
  };
  const rows = useRows({
    lines: props.lines,
    rows: props.rows,
    planVersion: props.planVersion,
    urlOf: useCallback((lines: string) => rowsUrl({ lines }), [rowsUrl]),
    onOthers: () => {
      setSaid("Somebody else has changed rows. They are shown as they are now.");
      refresh();
    },
  });
  const activeRow = rows.rowAt(active.position);
  const activeColumn = columns[active.cell - FIXED_CELLS];

  /** Takes what the server says of a change; what it refused is said in its words. */
  function takeAnswer(answer: Answer<EditAnswer>): boolean {
    if (!answer.ok) {
      setError(answer.message);
      rows.take({ planBefore: props.planVersion, planVersion: 0 }, null);
      return false;
    }
    if (refused.current.length === 0) setError(null);
    const { value } = answer;
    rows.take(value, value.rows);
    const first = value.rows?.find(({ line }) => line === value.line);
    if (first) setSaid(verdictOf(first));
    else setSaid(value.isLater ? "All rows are being judged anew." : "Done.");
    if (filter.show !== "all" || filter.issue || filter.column || filter.q) setIsOld(true);
    refresh(value.isLater ? 0 : REFRESH_MS);
    return true;
  }

  const change = (request: EditRequest) =>
    runInTurn(async () => takeAnswer(await sendEdit(editsUrl, request)));

  function edit(row: ReviewRow, column: ReviewColumn, value: string) {
    const from = textAt(row, column.column);
    if (value === from || (column.column < 0 && !row.givenUsername && value === shownText(row, column)))
      return;
    rows.expect([withText(row, column, value)]);
    const request = {
      kind: "cells" as const,
      line: row.line,
      cells: [{ column: column.column, value, from }],
    };
    void runInTurn(async () => {
      const answer = await sendEdit(editsUrl, request);
      takeAnswer(answer);
      if (!answer.ok) editAgain(row, column, value, answer);
    });
  }

  /** Opens the editor of a cell with the text that was refused, or when the one that is open has ended. */
  function editAgain(row: ReviewRow, column: ReviewColumn, text: string, { message, theirs }: Refused) {
    rows.expect([theirs === undefined ? row : withText(row, column, theirs)]);
    setError(`Line ${row.line}, ${column.label}: ${message}`);
    const position = latest.current.rows.index.positionOf(row.line);
    const open = latest.current.editing;
    const isOpen = open?.position === position && open?.column === column.column;
    if (position === null || isOpen) return;
    refused.current.push({
      position,
      column: column.column,
      cell: columns.indexOf(column) + FIXED_CELLS,
      text,
    });
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
    return openRefused();
  }

  function startEdit(text: string | null, at: Active = active) {
    const row = rows.rowAt(at.position);
    const column = columns[at.cell - FIXED_CELLS];
    if (!row || !column || !canEdit) return;
    if (!column.isEditable) return setSaid("This column cannot be edited here.");
    setEditing({ position: at.position, column: column.column, text: text ?? shownText(row, column) });
  }

  function commit(text: string, then: "down" | "next" | "previous" | "stay") {
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

  async function select(positions: number[], selected: boolean) {
    const lines = positions.flatMap((position) => rows.index.lineAt(position) ?? []);
    const before = lines.flatMap((line) => rows.rowOf(line) ?? []);
    rows.expect(before.map((row) => ({ ...row, selected })));
    if (!(await choose({ lines }, selected))) rows.expect(before);
  }

  async function choose(which: { lines: number[] } | { filter: RowFilter }, selected: boolean) {
    const answer = await runInTurn(() => sendSelection(rowsUrl({}), { rows: which, selected }));
    if (!answer.ok) setError(answer.message);
    else if (refused.current.length === 0) setError(null);
    if (answer.ok) {
      rows.take(answer.value, null);
      const count = answer.value.changed;
      setSaid(
        `${formatCount(count)} ${count === 1 ? "row" : "rows"} ${selected ? "to be imported" : "left out"}.`,
      );
    } else rows.take({ planBefore: props.planVersion, planVersion: 0 }, null);
    refresh();
    return answer.ok;
  }

  function toggle(position: number, isRange: boolean) {
    const row = rows.rowAt(position);
    if (!row || !canEdit) return;
    const from = isRange && lastToggled.current !== null ? lastToggled.current : (anchor ?? position);
    const isInverse = !isRange || lastToggled.current === null;
    const selected = isInverse
      ? !row.selected
      : (rows.rowAt(lastToggled.current ?? position)?.selected ?? !row.selected);
    lastToggled.current = position;
    const [first, last] = [Math.min(from, position), Math.max(from, position)];
    void select(
      Array.from({ length: last - first + 1 }, (_, index) => first + index),
      selected,
    );
  }

  async function goToError(isBack: boolean) {
    let known = errorLines;
    if (known?.plan !== props.planVersion) {
      const answer = await getLines(rowsUrl({ ...rowFilterQuery({ ...ALL_ROWS, show: "invalid" }) }));
      if (!answer.ok) return setError(answer.message);
      known = { plan: props.planVersion, lines: answer.value.lines };
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
    if (position === null) return setSaid(isBack ? "No error above." : "No error below.");
    const row = rows.rowOf(line ?? 0);
    const first = row?.issues.map((issue) => columnOfIssue(issue, columns)).find(Boolean);
    const cell = first ? columns.indexOf(first) + FIXED_CELLS : active.cell;
    if (row) setSaid(verdictOf(row));
    gridGo.current?.({ position, cell });
  }

  function takeOffer() {
    const offers = activeRow?.issues.filter(({ suggestion }) => suggestion) ?? [];
    const issue = offers.find((each) => columnOfIssue(each, columns) === activeColumn) ?? offers[0];
    const column = issue && columnOfIssue(issue, columns);
    if (!activeRow || !column || !issue.suggestion || !canEdit)
      return setSaid("Nothing is offered for this row.");
    edit(activeRow, column, issue.suggestion);
  }

  function act(action: Exclude<GridAction, { kind: "move" | "extend" }>) {
    if (action.kind === "nextError") return void goToError(action.isBack);
    if (action.kind === "help") return showDialog(KEYS_DIALOG);
    if (action.kind === "escape") return setAnchor(null);
    if (!canEdit) return;
    if (action.kind === "edit") startEdit(action.text);
    else if (action.kind === "toggle") toggle(active.position, action.isRange);
    else if (action.kind === "offer") takeOffer();
    else void change({ kind: action.kind, id: null });
  }

  async function showNow() {
    const answer = await getLines(rowsUrl(rowFilterQuery(filter)));
    if (!answer.ok) return setError(answer.message);
    setIsOld(false);
    rows.show(answer.value.lines);
    setActive({ position: 0, cell: active.cell });
  }

  // Rows keep their handlers, so that only those that have changed are drawn.
  const latest = useRef({ active, editing, rows, commit, change, endEditing });
  latest.current = { active, editing, rows, commit, change, endEditing };
  const gridGo = useRef<((to: Active) => void) | null>(null);
  const onCommit = useCallback<typeof commit>((text, then) => latest.current.commit(text, then), []);
  const onCancel = useCallback(() => {
    if (latest.current.endEditing()) return;
    focusCell(latest.current.active);
  }, []);
  const offered = useMemo(() => props.issues.reduce((sum, { offers }) => sum + offers, 0), [props.issues]);

  const editList = useMemo(
    () => (
      <EditList
        id={EDITS_DIALOG}
        edits={props.edits.edits}
        turn={canEdit ? (kind, id) => void latest.current.change({ kind, id }) : null}
      />
    ),
    [props.edits, canEdit],
  );

  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
      {error && (
        <Alert tone="error" live>
          {error}
        </Alert>
      )}
      <ReviewToolbar
        canEdit={canEdit}
        edits={props.edits}
        offered={offered}
        count={rows.index.count}
        isOld={isOld}
        isRefreshing={isRefreshing}
        dialogs={{ keys: KEYS_DIALOG, fix: FIX_DIALOG, edits: EDITS_DIALOG }}
        onTurn={(kind) => void change({ kind, id: null })}
        onChoose={(selected) => void choose({ filter }, selected)}
        onShowNow={() => void showNow()}
      />
      <p role="status" className="sr-only">
        {said}
      </p>
      <div className="review-layout">
        <ReviewGrid
          rows={rows}
          columns={columns}
          canEdit={canEdit}
          active={active}
          anchor={anchor}
          editing={editing}
          goRef={gridGo}
          onActive={(to, from) => {
            setActive(to);
            setAnchor(from);
          }}
          onAction={act}
          onToggle={toggle}
          onCommit={onCommit}
          onCancel={onCancel}
        />
        <RowPanel
          row={activeRow}
          columns={columns}
          onOffer={canEdit ? (column, value) => activeRow && edit(activeRow, column, value) : null}
          onEdit={canEdit && activeColumn?.isEditable ? () => startEdit(null) : null}
        />
      </div>
      <KeyTable id={KEYS_DIALOG} />
      {canEdit && (
        <FixDialog
          id={FIX_DIALOG}
          url={editsUrl}
          columns={columns}
          issues={props.issues}
          countries={props.countries}
          defaultCountry={props.defaultCountry}
          apply={(fix) => change({ kind: "fix", fix })}
        />
      )}
      {editList}
    </div>
  );
}

function withText(row: ReviewRow, { column }: ReviewColumn, text: string): ReviewRow {
  if (column < 0) return { ...row, givenUsername: text || null };
  const cells = [...row.cells];
  cells[column] = text;
  return { ...row, cells };
}

const showDialog = (id: string) => {
  const dialog = document.getElementById(id);
  if (dialog instanceof HTMLDialogElement && !dialog.open) dialog.showModal();
};

/** Gives the keys back to the grid, once it is drawn without the text that was edited. */
const focusCell = ({ position, cell }: Active) =>
  requestAnimationFrame(() => {
    const selector = `[role="grid"] [data-row="${position}"] [data-cell="${cell}"]`;
    document.querySelector<HTMLElement>(selector)?.focus({ preventScroll: true });
  });
