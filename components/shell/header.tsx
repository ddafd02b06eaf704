"use client";

import type { ReactNode } from "react";
import { NAVIGATION_ID } from "@/components/shell/app-shell";
import { type BrandLook, BrandMark } from "@/components/shell/brand-mark";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";
import { SearchField } from "@/components/ui/search-field";

type HeaderProps = {
  /** Where one works; always in sight. The note says on whose behalf, when it is not one's own. */
  organization: { name: string; href: string; note?: string } & Partial<BrandLook>;
  /** For those who manage several: an `OrganizationSwitcher`. */
  switcher?: ReactNode;
  /** The global search: a GET form to `action` with the field `name`. Left out for those who may not search. */
  search?: { action: string; label: string; name?: string };
  /** An `AccountMenu`. */
  account: ReactNode;
};

export function Header({ organization, switcher, search, account }: HeaderProps) {
  return (
    <header className="shell-header">
      <Button
        variant="ghost"
        square
        popoverTarget={NAVIGATION_ID}
        aria-label="Navigation"
        icon={<Icon name="menu" size={20} />}
        className="lg:hidden"
      />
      <div className="flex min-w-0 flex-1 items-center gap-1 md:flex-none lg:w-(--sidebar-width) lg:pe-3">
        <Link
          href={organization.href}
          variant="bare"
          className="flex min-w-0 items-center gap-2.5 rounded-field p-1"
        >
          <BrandMark {...organization} />
          <span className="min-w-0">
            <span className="block truncate text-[0.9375rem] leading-5 font-semibold">
              {organization.name}
            </span>
            {organization.note && (
              <span className="block truncate text-xs leading-4 text-muted">{organization.note}</span>
            )}
          </span>
        </Link>
        {switcher}
      </div>
      {search && (
        <search className="contents">
          <Button
            variant="ghost"
            square
            popoverTarget={SEARCH_ID}
            aria-label={search.label}
            icon={<Icon name="search" size={20} />}
            className="md:hidden"
          />
          <form id={SEARCH_ID} popover="auto" action={search.action} className="shell-search">
            <SearchField
              name={search.name ?? "q"}
              label={search.label}
              placeholder={search.label}
              shortcut="mod+k"
              data-autofocus=""
            />
          </form>
        </search>
      )}
      <div className="flex items-center gap-1 md:ms-auto">{account}</div>
    </header>
  );
}

const SEARCH_ID = "global-search";
