import type { ReactNode } from "react";
import { cx } from "@/components/ui/cx";
import { Mark, type MarkShape } from "@/components/ui/mark";
import { type Tone, toneBadge } from "@/components/ui/tone";

type BadgeProps = {
  tone?: Tone;
  shape?: MarkShape;
  /** `soft` on a tint, `outline` for facts that need no attention. */
  variant?: "soft" | "outline";
  children: ReactNode;
};

/** A short word about a thing, set apart from its name. */
export function Badge({ tone = "neutral", shape, variant = "soft", children }: BadgeProps) {
  const outline = variant === "outline";
  return (
    <span
      className={cx(
        "badge",
        outline ? "border-line bg-transparent text-muted" : cx("badge-soft", toneBadge[tone]),
      )}
    >
      {shape && <Mark shape={shape} />}
      {children}
    </span>
  );
}
