import type { ReactNode } from "react";
import { SkipLink } from "@/components/ui/skip-link";

type AppShellProps = {
  /** A `Header`; its button opens the navigation on a phone. */
  header: ReactNode;
  /** A `Sidebar`. */
  sidebar: ReactNode;
  children: ReactNode;
};

/** The id by which the header's button opens the navigation. */
export const NAVIGATION_ID = "navigation";

/** The frame of every page behind the sign-in: header, navigation, and the page itself. */
export function AppShell({ header, sidebar, children }: AppShellProps) {
  return (
    <>
      <SkipLink />
      {header}
      <div className="shell-body">
        <nav id={NAVIGATION_ID} popover="auto" className="shell-sidebar" aria-label="Main">
          {sidebar}
          <button
            type="button"
            popoverTarget={NAVIGATION_ID}
            popoverTargetAction="hide"
            aria-label="Close navigation"
            className="shell-scrim"
          />
        </nav>
        <main id="main" tabIndex={-1} className="shell-main">
          {children}
        </main>
      </div>
    </>
  );
}
