"use client";

import { usePathname } from "next/navigation";
import { useLayoutEffect, useMemo, useRef, useState } from "react";
import { isAtOrBelow } from "@/components/shell/path";
import { formatCount } from "@/components/ui/format";
import { type Html, html } from "@/components/ui/html";
import { HtmlBlock } from "@/components/ui/html-rows";
import type { IconName } from "@/components/ui/icon-names";
import { type Packed, unpack } from "@/components/ui/packed";
import { useSoftLinks } from "@/components/ui/use-soft-links";

export type SidebarItem = {
  label: string;
  href: string;
  icon?: IconName;
  /** Only this very address is the current page, not those below it. */
  exact?: boolean;
  count?: number;
  /** What the count is of, for who does not see where it stands. */
  countOf?: string;
};

export type SidebarSection = { label: string; items: SidebarItem[] };

/**
 * The navigation's content: sections of links. What a person may not see is simply not in the data. It stands on every
 * page and is written as HTML (decision 10); a layout is not drawn again on the way, so the browser says where one is.
 */
export function Sidebar({ packed }: { packed: Packed<SidebarSection[]> }) {
  const sections = useMemo(() => unpack(packed), [packed]);
  const pathname = usePathname();
  const [first] = useState(pathname);
  const list = useRef<HTMLDivElement>(null);
  const content = html`${sections.map((section) => sectionHtml(section, first))}`;
  useSoftLinks("[data-sidebar] a");
  // biome-ignore lint/correctness/useExhaustiveDependencies: HTML that is written anew says where one was at first
  useLayoutEffect(() => {
    for (const link of list.current?.querySelectorAll("a") ?? []) {
      const { href = "", exact } = itemOf(sections, link.getAttribute("href"));
      if (isHere(pathname, href, exact)) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
  }, [pathname, sections, content.text]);
  return <HtmlBlock ref={list} data-sidebar="" className="grid gap-5" content={content} />;
}

const itemOf = (sections: SidebarSection[], href: string | null): Partial<SidebarItem> =>
  sections.flatMap(({ items }) => items).find((item) => item.href === href) ?? {};

const isHere = (pathname: string, href: string, exact = false) =>
  exact ? pathname === href : isAtOrBelow(pathname, href);

const sectionHtml = ({ label, items }: SidebarSection, pathname: string): Html => html`
  <div>
    <h2 class="px-2.5 pb-1.5 text-xs font-medium text-muted">${label}</h2>
    <ul class="grid gap-0.5">${items.map((item) => itemHtml(item, pathname))}</ul>
  </div>`;

const itemHtml = ({ label, href, icon, exact, count, countOf }: SidebarItem, pathname: string): Html => html`
  <li>
    <a class="shell-link" href="${href}"${isHere(pathname, href, exact) && CURRENT}>
      ${icon !== undefined && html`<span class="icon icon-${icon} icon-18" aria-hidden="true"></span>`}
      <span class="min-w-0 flex-1 truncate">${label}</span>
      ${count !== undefined && countHtml(count)}
      ${countOf !== undefined && html`<span class="sr-only">${countOf}</span>`}
    </a>
  </li>`;

const CURRENT = html` aria-current="page"`;

const countHtml = (count: number): Html =>
  html`<span class="badge min-w-5 border-transparent bg-base-300 px-1.5 text-base-content tabular-nums">${formatCount(count)}</span>`;
