import { Button } from "@/components/ui/button";
import { formatCount } from "@/components/ui/format";
import { Icon } from "@/components/ui/icon";
import { opens } from "@/components/ui/invoker";
import type { EditList } from "@/lib/imports/review/queries";

type Props = {
  canEdit: boolean;
  edits: EditList;
  /** How many texts are offered that would be right. */
  offered: number;
  count: number;
  /** Rows were mended that a filter would no longer show. */
  isOld: boolean;
  isRefreshing: boolean;
  dialogs: Record<"keys" | "fix" | "edits", string>;
  onTurn: (kind: "undo" | "redo") => void;
  onChoose: (selected: boolean) => void;
  onShowNow: () => void;
};

/** What can be done with the rows that are shown. */
export function ReviewToolbar(props: Props) {
  const { canEdit, edits, offered, count, isOld, isRefreshing, dialogs, onTurn, onChoose, onShowNow } = props;
  return (
    <div className="flex flex-wrap items-center gap-2" role="toolbar" aria-label="Rows">
      {canEdit && (
        <>
          <Button
            size="sm"
            icon={<Icon name="undo-2" />}
            aria-disabled={!edits.canUndo || undefined}
            aria-keyshortcuts="Control+Z"
            onClick={() => edits.canUndo && onTurn("undo")}
          >
            Undo
          </Button>
          <Button
            size="sm"
            icon={<Icon name="redo-2" />}
            aria-disabled={!edits.canRedo || undefined}
            aria-keyshortcuts="Control+Shift+Z"
            onClick={() => edits.canRedo && onTurn("redo")}
          >
            Redo
          </Button>
          <Button size="sm" icon={<Icon name="list-checks" />} {...opens(dialogs.fix)}>
            Fix many rows
            {offered > 0 ? ` (${formatCount(offered)} ${offered === 1 ? "offer" : "offers"})` : ""}
          </Button>
          <Button size="sm" onClick={() => onChoose(false)}>
            Leave these out
          </Button>
          <Button size="sm" onClick={() => onChoose(true)}>
            Import these
          </Button>
        </>
      )}
      {edits.edits.length > 0 && (
        <Button size="sm" variant="ghost" {...opens(dialogs.edits)}>
          Edits ({formatCount(edits.edits.length)})
        </Button>
      )}
      {isOld && (
        <Button size="sm" variant="ghost" icon={<Icon name="refresh-cw" />} onClick={onShowNow}>
          Filter again
        </Button>
      )}
      <Button
        size="sm"
        variant="ghost"
        square
        aria-label="Keys"
        icon={<Icon name="circle-question-mark" />}
        {...opens(dialogs.keys)}
      />
      <span className="ms-auto text-muted" aria-busy={isRefreshing || undefined}>
        {formatCount(count)} {count === 1 ? "row" : "rows"}
      </span>
    </div>
  );
}
