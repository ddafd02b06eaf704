"use client";

import type { ReactNode } from "react";
import { SidebarLink } from "@/components/shell/sidebar-link";
import { Count } from "@/components/ui/count";
import { VisuallyHidden } from "@/components/ui/visually-hidden";

export type SidebarItem = {
  label: string;
  href: string;
  /** 18 px. */
  icon?: ReactNode;
  /** Only this very address is the current page, not those below it. */
  exact?: boolean;
  /** Overrides what the address says. */
  current?: boolean;
  count?: number;
  /** What the count is of, for who does not see where it stands. */
  countOf?: string;
};

export type SidebarSection = { label?: string; items: SidebarItem[] };

/** The navigation's content: sections of links. What a person may not see is simply not in the data. */
export function Sidebar({ sections }: { sections: SidebarSection[] }) {
  return (
    <div className="grid gap-5">
      {sections.map((section) => (
        <div key={section.label ?? section.items[0]?.href}>
          {section.label && <h2 className="px-2.5 pb-1.5 text-xs font-medium text-muted">{section.label}</h2>}
          <ul className="grid gap-0.5">
            {section.items.map(({ label, href, icon, exact, current, count, countOf }) => (
              <li key={href}>
                <SidebarLink href={href} exact={exact} current={current}>
                  {icon}
                  <span className="min-w-0 flex-1 truncate">{label}</span>
                  {count !== undefined && <Count value={count} />}
                  {countOf && <VisuallyHidden>{countOf}</VisuallyHidden>}
                </SidebarLink>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </div>
  );
}
