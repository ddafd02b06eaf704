import { columnOfIssue, type ReviewColumn } from "@/components/imports/review/columns";
import { lookOf } from "@/components/imports/review/fates";
import { type ReviewProperty, RowChangesList } from "@/components/imports/row-changes-list";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { Mark } from "@/components/ui/mark";
import { StatusMark } from "@/components/ui/status-mark";
import { dayOf, endedAccess } from "@/lib/imports/review/access-ended";
import type { ReviewRow } from "@/lib/imports/row-queries";

type Props = {
  row: ReviewRow | undefined;
  columns: readonly ReviewColumn[];
  properties: readonly ReviewProperty[];
  /** Puts an offered text where it would be right; null for who only looks on. */
  onOffer: ((column: ReviewColumn, value: string) => void) | null;
  /** Edits the cell that the keys are at. */
  onEdit: (() => void) | null;
};

/** All there is to say of the row that the keys are at. */
export function RowPanel({ row, columns, properties, onOffer, onEdit }: Props) {
  if (!row) return <section aria-label="Row" className="review-panel" />;
  const look = lookOf(row);
  const ended = endedAccess(row, dayOf(new Date()));
  return (
    <section aria-label={`Line ${row.line}`} className="review-panel">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h2 className="font-semibold">Line {row.line}</h2>
        <StatusMark tone={look.tone} shape={look.shape}>
          {look.word}
        </StatusMark>
      </div>
      {row.issues.length > 0 && (
        <ul className="grid gap-2 text-dense">
          {row.issues.map((issue) => {
            const column = columnOfIssue(issue, columns);
            const { suggestion } = issue;
            return (
              <li key={`${issue.field} ${issue.code} ${issue.message}`} className="grid gap-1.5">
                <span className="flex gap-1.5 text-error">
                  <Mark shape="cross" className="mt-[0.1875rem]" />
                  <span className="wrap-anywhere">{issue.message}</span>
                </span>
                {suggestion && column && onOffer && (
                  <span>
                    <Button size="sm" onClick={() => onOffer(column, suggestion)}>
                      Use {suggestion}
                    </Button>
                  </span>
                )}
              </li>
            );
          })}
        </ul>
      )}
      {ended && (
        <p className="flex gap-1.5 text-dense text-warning">
          <Mark shape="triangle" className="mt-[0.1875rem]" />
          <span>Access ended on {ended}: this person will be expired at once.</span>
        </p>
      )}
      {row.selected && row.changes && <RowChangesList changes={row.changes} properties={properties} />}
      {row.issues.length === 0 && !row.changes && <p className="text-dense text-muted">{WORDS[row.fate]}</p>}
      {onEdit && (
        <span>
          <Button size="sm" icon={<Icon name="pencil" />} onClick={onEdit}>
            Edit this cell
          </Button>
        </span>
      )}
    </section>
  );
}

const WORDS: Record<ReviewRow["fate"], string> = {
  create: "A new person.",
  update: "Somebody who is there is changed.",
  unchanged: "This person is as the row says already.",
  exists: "This person is there already and stays as they are.",
  absent: "Nobody in the directory is meant, and nobody is added.",
  invalid: "Something is wrong with this row.",
};
