import { Count } from "@/components/ui/count";
import { cx } from "@/components/ui/cx";
import { Link } from "@/components/ui/link";

export type Tab = { label: string; href: string; current?: boolean; count?: number };

/** Sibling views of one thing, each with its own address. */
export function Tabs({ label, tabs }: { label: string; tabs: Tab[] }) {
  return (
    <nav aria-label={label} className="-mx-1 mb-5 overflow-x-auto border-b border-line px-1">
      <ul className="flex gap-5">
        {tabs.map((tab) => (
          <li key={tab.href}>
            <Link
              href={tab.href}
              variant="bare"
              aria-current={tab.current ? "page" : undefined}
              className={cx(
                "flex h-10 items-center gap-2 border-b-2 font-medium whitespace-nowrap [--focus-offset:-3px]",
                tab.current ? "border-primary" : "border-transparent text-muted hover:text-base-content",
              )}
            >
              {tab.label}
              {tab.count !== undefined && <Count value={tab.count} />}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
