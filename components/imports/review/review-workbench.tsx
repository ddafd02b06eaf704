"use client";

import { useMemo, useRef } from "react";
import { getLines } from "@/components/imports/review/client";
import type { ReviewColumn } from "@/components/imports/review/columns";
import { EditList } from "@/components/imports/review/edit-list";
import { FixDialog } from "@/components/imports/review/fix-dialog";
import type { GridAction } from "@/components/imports/review/grid-keys";
import { KeyTable } from "@/components/imports/review/key-table";
import { type Active, ReviewGrid } from "@/components/imports/review/review-grid";
import { ReviewToolbar } from "@/components/imports/review/review-toolbar";
import { RowPanel } from "@/components/imports/review/row-panel";
import { useCells } from "@/components/imports/review/use-cells";
import { useChoosing } from "@/components/imports/review/use-choosing";
import { useDesk } from "@/components/imports/review/use-desk";
import { useErrors } from "@/components/imports/review/use-errors";
import type { ReviewProperty } from "@/components/imports/row-changes-list";
import { Alert } from "@/components/ui/alert";
import { type RowFilter, rowFilterQuery } from "@/lib/imports/review/filter";
import type { LineRuns } from "@/lib/imports/review/lines";
import type { EditList as Edits, IssueCount } from "@/lib/imports/review/queries";
import type { ReviewRow } from "@/lib/imports/row-queries";

type Props = {
  org: string;
  importId: string;
  planVersion: number;
  filter: RowFilter;
  lines: LineRuns;
  rows: ReviewRow[];
  columns: ReviewColumn[];
  properties: ReviewProperty[];
  canEdit: boolean;
  edits: Edits;
  issues: IssueCount[];
  countries: { value: string; label: string }[];
  defaultCountry: string | null;
};

const KEYS_DIALOG = "review-keys";
const FIX_DIALOG = "review-fix";
const EDITS_DIALOG = "review-edits";

/** The review as a workbench: every row of the file, to be looked at, mended, left out, and all that taken back. */
export function ReviewWorkbench(props: Props) {
  const { columns, canEdit, filter, planVersion } = props;
  const desk = useDesk(props);
  const { rows, change } = desk;
  const cells = useCells(desk, props);
  const { active, setActive, anchor, setAnchor, activeRow, activeColumn } = cells;
  const { toggle, choose } = useChoosing(desk, { canEdit, anchor });
  const gridGo = useRef<((to: Active) => void) | null>(null);
  const goToError = useErrors(desk, { planVersion, columns, active, go: (to) => gridGo.current?.(to) });

  function act(action: Exclude<GridAction, { kind: "move" | "extend" }>) {
    if (action.kind === "nextError") return void goToError(action.isBack);
    if (action.kind === "help") return showDialog(KEYS_DIALOG);
    if (action.kind === "escape") return setAnchor(null);
    if (!canEdit) return;
    if (action.kind === "edit") cells.startEdit(action.text);
    else if (action.kind === "toggle") toggle(active.position, action.isRange);
    else if (action.kind === "offer") cells.takeOffer();
    else void change({ kind: action.kind, id: null });
  }

  async function showNow() {
    const answer = await getLines(desk.rowsUrl(rowFilterQuery(filter)));
    if (!answer.ok) return desk.setError(answer.message);
    desk.setIsOld(false);
    rows.show(answer.value.lines);
    setActive({ position: 0, cell: active.cell });
  }

  const offered = useMemo(() => props.issues.reduce((sum, { offers }) => sum + offers, 0), [props.issues]);
  const latestChange = useRef(change);
  latestChange.current = change;
  const { edits, issues, countries, defaultCountry } = props;
  const { editsUrl } = desk;
  // What stands closed most of the time is not drawn again for each key in the grid.
  const dialogs = useMemo(
    () => (
      <>
        <KeyTable id={KEYS_DIALOG} />
        {canEdit && (
          <FixDialog
            id={FIX_DIALOG}
            url={editsUrl}
            columns={columns}
            issues={issues}
            countries={countries}
            defaultCountry={defaultCountry}
            apply={(fix) => latestChange.current({ kind: "fix", fix })}
          />
        )}
        <EditList
          id={EDITS_DIALOG}
          edits={edits.edits}
          turn={canEdit ? (kind, id) => void latestChange.current({ kind, id }) : null}
        />
      </>
    ),
    [canEdit, editsUrl, columns, issues, countries, defaultCountry, edits],
  );

  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
      {desk.error && (
        <Alert tone="error" live>
          {desk.error}
        </Alert>
      )}
      <ReviewToolbar
        canEdit={canEdit}
        edits={props.edits}
        offered={offered}
        count={rows.index.count}
        isOld={desk.isOld}
        isRefreshing={desk.isRefreshing}
        dialogs={{ keys: KEYS_DIALOG, fix: FIX_DIALOG, edits: EDITS_DIALOG }}
        onTurn={(kind) => void change({ kind, id: null })}
        onChoose={(selected) => void choose({ filter }, selected)}
        onShowNow={() => void showNow()}
      />
      <p role="status" className="sr-only">
        {desk.said}
      </p>
      <div className="review-layout">
        <ReviewGrid
          rows={rows}
          columns={columns}
          canEdit={canEdit}
          active={active}
          anchor={anchor}
          editing={cells.editing}
          goRef={gridGo}
          onActive={(to, from) => {
            setActive(to);
            setAnchor(from);
          }}
          onAction={act}
          onToggle={toggle}
          onCommit={cells.onCommit}
          onCancel={cells.onCancel}
        />
        <RowPanel
          row={activeRow}
          columns={columns}
          properties={props.properties}
          onOffer={canEdit ? (column, value) => activeRow && cells.edit(activeRow, column, value) : null}
          onEdit={canEdit && activeColumn?.isEditable ? () => cells.startEdit(null) : null}
        />
      </div>
      {dialogs}
    </div>
  );
}

const showDialog = (id: string) => {
  const dialog = document.getElementById(id);
  if (dialog instanceof HTMLDialogElement && !dialog.open) dialog.showModal();
};
