import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { closes } from "@/components/ui/invoker";

type DialogProps = {
  /** Opened by a button with `opens(id)`. */
  id: string;
  title: ReactNode;
  size?: "md" | "lg";
  /** A press outside closes it; turn off where typed words would be lost. */
  lightDismiss?: boolean;
  /** Without it there is no cross at the corner; then the content needs a button that closes. */
  cross?: boolean;
  children: ReactNode;
};

/** The browser's own modal dialog: focus stays inside, Escape closes it, and focus returns to where it was. */
export function Dialog({ id, title, size = "md", lightDismiss = true, cross = true, children }: DialogProps) {
  const titleId = `${id}-title`;
  return (
    <dialog
      id={id}
      className="dialog"
      data-size={size}
      aria-labelledby={titleId}
      closedby={lightDismiss ? "any" : "closerequest"}
    >
      <header className="flex items-start justify-between gap-4 px-6 pt-5">
        <h2 id={titleId} className="text-base font-semibold">
          {title}
        </h2>
        {cross && (
          <span className="-me-2.5 -mt-1.5">
            <Button
              variant="ghost"
              size="sm"
              square
              aria-label="Close"
              icon={<Icon name="x" />}
              {...closes(id)}
            />
          </span>
        )}
      </header>
      <div className="px-6 pt-2 pb-6">{children}</div>
    </dialog>
  );
}

/** The buttons at the foot of a dialog, the one that acts last. */
export function DialogActions({ children }: { children: ReactNode }) {
  return <div className="mt-6 flex flex-wrap justify-end gap-2">{children}</div>;
}
