import { cx } from "@/components/ui/cx";

export type MarkShape =
  | "check"
  | "cross"
  | "clock"
  | "half"
  | "lock"
  | "pause"
  | "dash"
  | "dot"
  | "ring"
  | "triangle"
  | "diamond"
  | "plus";

/** A small shape in the colour of the text around it. It says nothing alone: a word goes beside it. */
export function Mark({ shape, className }: { shape: MarkShape; className?: string }) {
  return <span className={cx("mark", `mark-${shape}`, className)} aria-hidden="true" />;
}
