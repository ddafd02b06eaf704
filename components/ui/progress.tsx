import { useId } from "react";
import { formatCount, wholePercent } from "@/components/ui/format";

type ProgressProps = {
  /** What is under way, such as "Importing". */
  label: string;
  /** Things really done. */
  done: number;
  /** Things in all. */
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
        <span className="text-muted tabular-nums">
          {formatCount(done)} of {formatCount(total)} {unit} · {wholePercent(done, total)} %
        </span>
      </div>
      <progress
        aria-labelledby={labelId}
        className="progress progress-primary h-2"
        value={done}
        max={Math.max(total, 1)}
      />
    </div>
  );
}
