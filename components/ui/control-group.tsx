import type { ReactNode } from "react";

/** Controls in one line that share their edges, such as a name and its domain, with `ControlText` between them. */
export function ControlGroup({ children }: { children: ReactNode }) {
  return <div className="join w-full [&>*:focus-within]:z-1">{children}</div>;
}

/** Words inside a `ControlGroup`. */
export function ControlText({ children }: { children: ReactNode }) {
  return (
    <span className="join-item -mx-px flex items-center border border-control bg-base-200 px-2.5 text-muted">
      {children}
    </span>
  );
}
