import { useId } from "react";
import { formatCount, wholePercent } from "@/components/ui/format";

type ProgressProps = {
  /** What is under way, such as "Importing". */
  label: string;
  /** Things really done. */
  done: number;
  /** Things in all; 0 as long as nobody knows how many. */
  total: number;
  /** Their name, in the plural. */
  unit: string;
};

/** How far something has come, in counts of what is done; it never moves on a timer. */
export function Progress({ label, done, total, unit }: ProgressProps) {
  const labelId = useId();
  return (
    <div className="grid gap-1.5">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <span id={labelId} className="font-medium">
          {label}
        </span>
        {total > 0 && (
          <span className="text-muted tabular-nums">
            {formatCount(done)} of {formatCount(total)} {unit} · {wholePercent(done, total)} %
          </span>
        )}
      </div>
      <progress
        aria-labelledby={labelId}
        className="progress progress-primary h-2"
        {...(total > 0 && { value: done, max: total })}
      />
    </div>
  );
}
