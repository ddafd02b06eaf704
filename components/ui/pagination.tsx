import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";

type PaginationProps = {
  /** Names what is paged, for screen readers. */
  label: string;
  /** Where the pages before and after are; absent at the ends. */
  previousHref?: string;
  /** What the page before is called, where it is another than the one before. */
  previousLabel?: string;
  nextHref?: string;
  /** What is in sight, such as "50 of 100,000". */
  children?: ReactNode;
};

/** Steps through pages that have no numbers, only a before and an after. */
export function Pagination({
  label,
  previousHref,
  previousLabel = "Previous",
  nextHref,
  children,
}: PaginationProps) {
  return (
    <nav aria-label={label} className="flex flex-wrap items-center justify-between gap-3 py-3">
      <p className="text-dense text-muted tabular-nums">{children}</p>
      <div className="flex gap-2">
        <PageLink href={previousHref} rel="prev" icon={<Icon name="chevron-left" />}>
          {previousLabel}
        </PageLink>
        <PageLink href={nextHref} rel="next" iconAfter={<Icon name="chevron-right" />}>
          Next
        </PageLink>
      </div>
    </nav>
  );
}

type PageLinkProps = {
  href?: string;
  rel: string;
  icon?: ReactNode;
  iconAfter?: ReactNode;
  children: string;
};

function PageLink({ href, ...rest }: PageLinkProps) {
  if (href) return <Button href={href} size="sm" {...rest} />;
  const { rel: _, ...look } = rest;
  return <Button size="sm" disabled {...look} />;
}
