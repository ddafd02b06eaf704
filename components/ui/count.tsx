import { cx } from "@/components/ui/cx";
import { formatCount } from "@/components/ui/format";
import { type Tone, toneBadge } from "@/components/ui/tone";

/** How many there are of what stands before it. */
export function Count({ value, tone }: { value: number; tone?: Tone }) {
  const look = tone ? cx("badge-soft", toneBadge[tone]) : "border-transparent bg-base-300 text-base-content";
  return <span className={cx("badge min-w-5 tabular-nums px-1.5", look)}>{formatCount(value)}</span>;
}
