import { type ReactNode, useId } from "react";
import { cx } from "@/components/ui/cx";

type CardProps = {
  title?: ReactNode;
  description?: ReactNode;
  /** At the far end of the title's line. */
  actions?: ReactNode;
  /** Under a rule, for the buttons of a form. */
  footer?: ReactNode;
  /** Off for a table that should touch the edges. */
  padded?: boolean;
  children?: ReactNode;
};

/** A box for one subject. */
export function Card({ title, description, actions, footer, padded = true, children }: CardProps) {
  const titleId = useId();
  return (
    <section
      aria-labelledby={title ? titleId : undefined}
      className="min-w-0 overflow-clip rounded-box border border-line bg-base-100"
    >
      {title && (
        <header className={cx("flex items-start justify-between gap-4 px-5 pt-4", !padded && "pb-3")}>
          <div className="min-w-0">
            <h2 id={titleId} className="text-[0.9375rem] font-semibold">
              {title}
            </h2>
            {description && <p className="mt-0.5 text-muted">{description}</p>}
          </div>
          {actions && <div className="flex shrink-0 gap-2">{actions}</div>}
        </header>
      )}
      <div className={cx(padded && "px-5 py-4")}>{children}</div>
      {footer && (
        <footer className="flex flex-wrap items-center justify-end gap-2 border-t border-line bg-base-200 px-5 py-3">
          {footer}
        </footer>
      )}
    </section>
  );
}
