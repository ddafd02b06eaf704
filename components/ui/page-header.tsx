import type { ReactNode } from "react";
import { Link } from "@/components/ui/link";

export type Crumb = { label: string; href: string };

type PageHeaderProps = {
  title: ReactNode;
  description?: ReactNode;
  /** The pages above this one, the topmost first; this page itself is not among them. */
  breadcrumbs?: Crumb[];
  /** Beside the title: a status, a count. */
  meta?: ReactNode;
  /** The page's buttons, the primary one last. */
  actions?: ReactNode;
};

/** The head of a page, with its only h1. */
export function PageHeader({ title, description, breadcrumbs = [], meta, actions }: PageHeaderProps) {
  return (
    <header className="mb-5">
      {breadcrumbs.length > 0 && (
        <nav aria-label="Breadcrumbs" className="mb-1.5">
          <ol className="flex flex-wrap items-center gap-x-1.5 text-dense text-muted">
            {breadcrumbs.map((crumb) => (
              <li key={crumb.href} className="flex items-center gap-1.5">
                <Link href={crumb.href} variant="quiet" className="py-0.5 hover:text-base-content">
                  {crumb.label}
                </Link>
                <span aria-hidden="true">/</span>
              </li>
            ))}
          </ol>
        </nav>
      )}
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="min-w-0">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <h1 className="text-title font-semibold">{title}</h1>
            {meta}
          </div>
          {description && <p className="mt-1 max-w-[72ch] text-muted">{description}</p>}
        </div>
        {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
      </div>
    </header>
  );
}
