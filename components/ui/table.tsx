import ArrowDown from "lucide-react/icons/arrow-down";
import ArrowUp from "lucide-react/icons/arrow-up";
import type { ReactNode } from "react";
import { FieldError } from "@/components/ui/field-error";
import { Link } from "@/components/ui/link";

type TableProps = {
  /** What the table lists; screen readers read it, and it names the part that scrolls. */
  caption: string;
  /** Dense for review and audit, where many rows are compared. */
  density?: "regular" | "dense";
  /** On a phone every row becomes a card; then each cell needs its `label`, or is `strong` or `actions`. */
  stacked?: boolean;
  /** `page`: the head sticks under the page's header. `box`: the table scrolls both ways inside a frame of its own. */
  scroll?: "page" | "box";
  children: ReactNode;
};

/** A table of data, in a box that scrolls sideways, by keyboard too, where it is wider than the screen. */
export function Table({ caption, density = "regular", stacked, scroll = "page", children }: TableProps) {
  return (
    <div className="table-frame">
      <section className="table-scroll" data-scroll={scroll} aria-label={caption} {...focusable}>
        <table className="data-table" data-density={density} data-stacked={stacked || undefined}>
          <caption className="sr-only">{caption}</caption>
          {children}
        </table>
      </section>
    </div>
  );
}

const focusable = { tabIndex: 0 };

/** The row of headers; give it `HeaderCell`s. */
export function TableHead({ children }: { children: ReactNode }) {
  return (
    <thead>
      <tr>{children}</tr>
    </thead>
  );
}

/** The rows of data; give it `Row`s. */
export function TableBody({ children }: { children: ReactNode }) {
  return <tbody>{children}</tbody>;
}

type RowProps = {
  selected?: boolean;
  /** Something in this row is wrong; its cells say what. */
  tone?: "error";
  /** Left out, removed or not chosen: still there to read. */
  muted?: boolean;
  children: ReactNode;
};

export function Row({ selected, tone, muted, children }: RowProps) {
  return (
    <tr data-selected={selected || undefined} data-tone={tone} data-muted={muted || undefined}>
      {children}
    </tr>
  );
}

export type Sort = {
  /** Where this column's other order is. */
  href: string;
  /** Set when the rows are in the order of this column now. */
  direction?: "ascending" | "descending";
};

type HeaderCellProps = { align?: "start" | "end"; sort?: Sort; children?: ReactNode };

/** A column's head; with `sort` a link that sorts by it. */
export function HeaderCell({ align, sort, children }: HeaderCellProps) {
  const Arrow = sort?.direction === "descending" ? ArrowDown : ArrowUp;
  return (
    <th scope="col" data-align={align} aria-sort={sort?.direction}>
      {sort ? (
        <Link href={sort.href} variant="bare" className="sort-link" scroll={false}>
          {children}
          <Arrow size={14} />
        </Link>
      ) : (
        children
      )}
    </th>
  );
}

type CellProps = {
  /** The column's name, shown before the value on a phone. */
  label?: string;
  /** Numbers go to the end, so that their digits stand under each other. */
  align?: "start" | "end";
  /** The thing's name: the row's header, and the title of its card. */
  strong?: boolean;
  quiet?: boolean;
  nowrap?: boolean;
  /** Holds the row's buttons. */
  actions?: boolean;
  /** What is wrong with this value, in words under it. */
  errors?: string[];
  children?: ReactNode;
};

export function Cell({ label, align, strong, quiet, nowrap, actions, errors = [], children }: CellProps) {
  const marks = {
    "data-label": label,
    "data-align": actions ? "end" : align,
    "data-quiet": quiet || undefined,
    "data-nowrap": nowrap || actions || undefined,
    "data-actions": actions || undefined,
    "data-invalid": errors.length > 0 || undefined,
  };
  if (strong) {
    return (
      <th scope="row" data-strong {...marks}>
        {children}
      </th>
    );
  }
  if (errors.length === 0) return <td {...marks}>{children}</td>;
  return (
    <td {...marks}>
      <div>
        {children}
        <FieldError errors={errors} />
      </div>
    </td>
  );
}
