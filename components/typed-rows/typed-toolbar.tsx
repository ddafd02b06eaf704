import { ColumnChoice } from "@/components/typed-rows/column-choice";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { Kbd } from "@/components/ui/kbd";
import type { PropertyNames, RowField } from "@/lib/imports/columns/column-field";
import { TYPED_ROWS_MAX } from "@/lib/imports/typed/fields";
import type { Sheet } from "@/lib/imports/typed/sheet";

type TypedToolbarProps = {
  sheet: Sheet;
  mandatory: readonly RowField[];
  properties: PropertyNames;
  showColumns: (columns: RowField[]) => void;
  fill: () => void;
  addRow: () => void;
  removeRow: () => void;
  undo: (() => void) | null;
};

/** What can be done to the rows, at the cell that had the focus last; each by a key too. */
export function TypedToolbar({
  sheet,
  mandatory,
  properties,
  showColumns,
  fill,
  addRow,
  removeRow,
  undo,
}: TypedToolbarProps) {
  return (
    <div role="toolbar" aria-label="Rows" className="flex flex-wrap items-center gap-2">
      <ColumnChoice
        columns={sheet.columns}
        mandatory={mandatory}
        properties={properties}
        show={showColumns}
      />
      <Button
        size="sm"
        onClick={fill}
        data-shortcut="mod+d"
        aria-keyshortcuts="Control+D"
        iconAfter={<Kbd keys="mod+d" className="max-sm:hidden" />}
      >
        Fill down
      </Button>
      <Button
        size="sm"
        onClick={addRow}
        aria-disabled={sheet.rows.length >= TYPED_ROWS_MAX}
        icon={<Icon name="plus" />}
      >
        Add row
      </Button>
      <Button
        size="sm"
        onClick={removeRow}
        data-shortcut="mod+shift+backspace"
        aria-keyshortcuts="Control+Shift+Backspace"
        icon={<Icon name="trash" />}
      >
        Remove row
      </Button>
      {undo && (
        <Button size="sm" onClick={undo} icon={<Icon name="undo-2" />}>
          Take back
        </Button>
      )}
    </div>
  );
}
