import type { ReactNode } from "react";
import { cx } from "@/components/ui/cx";
import { Mark } from "@/components/ui/mark";
import { type Tone, toneAlert, toneShape, toneText } from "@/components/ui/tone";

type AlertProps = {
  tone?: Tone;
  title?: ReactNode;
  children?: ReactNode;
  /** Buttons or links under the words. */
  actions?: ReactNode;
  /** Set for what appears while the page is open: errors interrupt a screen reader, the rest waits its turn. */
  live?: boolean;
};

/** A message about this page or this form, in its place. */
export function Alert({ tone = "info", title, children, actions, live }: AlertProps) {
  const role = tone === "error" ? "alert" : "status";
  return (
    <div
      role={live ? role : undefined}
      className={cx("flex gap-2.5 rounded-box border px-3.5 py-3", toneAlert[tone])}
    >
      <span className={cx("pt-1", toneText[tone])}>
        <Mark shape={toneShape[tone]} />
      </span>
      <div className="min-w-0 flex-1">
        {title && <p className="font-semibold">{title}</p>}
        {children && <div className={cx(title != null && "mt-0.5")}>{children}</div>}
        {actions && <div className="mt-2.5 flex flex-wrap gap-2">{actions}</div>}
      </div>
    </div>
  );
}
