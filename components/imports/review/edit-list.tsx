import { Button } from "@/components/ui/button";
import { timeInWords } from "@/components/ui/dates";
import { Dialog } from "@/components/ui/dialog";
import { formatCount } from "@/components/ui/format";
import type { EditSummary } from "@/lib/imports/review/queries";

type Props = {
  id: string;
  edits: readonly EditSummary[];
  /** Takes an edit back or makes it again; null for who only looks on. */
  turn: ((kind: "undo" | "redo", id: string) => void) | null;
};

/** What people changed in the rows, the last first. */
export function EditList({ id, edits, turn }: Props) {
  return (
    <Dialog id={id} title="Edits" size="lg">
      <ul className="grid divide-y divide-line">
        {edits.map((edit) => (
          <li key={edit.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 py-2">
            <div className="min-w-0 flex-1">
              <p className="wrap-anywhere">{edit.isUndone ? <del>{edit.words}</del> : edit.words}</p>
              <p className="text-dense text-muted">
                {edit.isMine ? "You" : edit.by}, {timeInWords(edit.createdAt)}
                {edit.rowCount > 1 && `, ${formatCount(edit.rowCount)} rows`}
                {edit.isUndone && ", taken back"}
                {edit.isElsewhere && ", of another sheet or header: not applied"}
              </p>
            </div>
            {turn && !edit.isElsewhere && (
              <Button size="sm" onClick={() => turn(edit.isUndone ? "redo" : "undo", edit.id)}>
                {edit.isUndone ? "Make again" : "Take back"}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
