import type { ReactNode } from "react";

type TooltipProps = {
  text: string;
  /** Give the same id to the trigger's `aria-describedby`. */
  id?: string;
  side?: "top" | "bottom";
  align?: "start" | "center" | "end";
  /** The trigger already has these words as its name, so screen readers need not hear them twice. */
  decorative?: boolean;
  children: ReactNode;
};

/**
 * A short hint beside a focusable trigger. It stays while the pointer is on it and Escape puts it away (WCAG 1.4.13);
 * what people must know does not belong in one.
 */
export function Tooltip({ text, id, side = "bottom", align = "center", decorative, children }: TooltipProps) {
  return (
    <span className="tip" data-side={side} data-align={align}>
      {children}
      <span role="tooltip" id={id} aria-hidden={decorative}>
        {text}
      </span>
    </span>
  );
}
