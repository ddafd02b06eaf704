import type { ReactNode } from "react";

export type Description = { term: string; detail: ReactNode };

type DescriptionListProps = {
  items: Description[];
  /** What is shown for a detail that is empty, null or undefined. */
  blank?: string;
};

/** Facts about one thing: the term on the left, the detail beside it. */
export function DescriptionList({ items, blank = "Not set" }: DescriptionListProps) {
  return (
    <dl className="divide-y divide-line">
      {items.map(({ term, detail }) => (
        <div
          key={term}
          className="grid gap-x-6 gap-y-0.5 py-2.5 first:pt-0 last:pb-0 sm:grid-cols-[11rem_minmax(0,1fr)]"
        >
          <dt className="text-muted">{term}</dt>
          <dd className="wrap-anywhere">
            {isBlank(detail) ? <span className="text-muted">{blank}</span> : detail}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function isBlank(detail: ReactNode): boolean {
  return detail === null || detail === undefined || detail === "";
}
