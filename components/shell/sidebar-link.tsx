"use client";

import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { isAtOrBelow } from "@/components/shell/path";
import { Link } from "@/components/ui/link";

type SidebarLinkProps = { href: string; exact?: boolean; current?: boolean; children: ReactNode };

/** A link that knows when it leads to where one is; a layout is not drawn again on the way, so the browser must say. */
export function SidebarLink({ href, exact, current, children }: SidebarLinkProps) {
  const pathname = usePathname();
  const here = current ?? (exact ? pathname === href : isAtOrBelow(pathname, href));
  return (
    <Link href={href} variant="bare" className="shell-link" aria-current={here ? "page" : undefined}>
      {children}
    </Link>
  );
}
