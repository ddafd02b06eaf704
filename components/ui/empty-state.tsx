import type { ReactNode } from "react";

type EmptyStateProps = {
  icon?: ReactNode;
  /** What is not here yet, or was not found. */
  title: string;
  /** The next step, in a sentence. */
  children?: ReactNode;
  /** Buttons that take it. */
  actions?: ReactNode;
};

/** In the place of a list that has nothing in it. */
export function EmptyState({ icon, title, children, actions }: EmptyStateProps) {
  return (
    <div className="grid justify-items-center gap-1.5 rounded-box border border-dashed border-control/60 px-6 py-12 text-center">
      {icon && (
        <span className="mb-2 grid size-11 place-items-center rounded-full border border-line bg-base-200 text-muted">
          {icon}
        </span>
      )}
      <h2 className="text-base font-semibold">{title}</h2>
      {children && <div className="max-w-[46ch] text-muted">{children}</div>}
      {actions && <div className="mt-4 flex flex-wrap justify-center gap-2">{actions}</div>}
    </div>
  );
}
