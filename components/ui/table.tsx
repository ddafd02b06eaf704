import type { CSSProperties, ReactNode } from "react";
import { cx } from "@/components/ui/cx";
import { FieldError } from "@/components/ui/field-error";
import { Link } from "@/components/ui/link";

type TableProps = {
  /** What the table lists; screen readers read it, and it names the part that scrolls. */
  caption: string;
  /** Dense for review and audit, where many rows are compared. */
  density?: "regular" | "dense";
  /** On a phone every row becomes a card, whose lines the `labels` name. */
  stacked?: boolean;
  /** `page`: the head sticks under the page's header. `box`: the table scrolls both ways inside a frame of its own. */
  scroll?: "page" | "box";
  /**
   * The columns' names in their order, for a stacked table: said once here, and not at every cell. At most twelve; an
   * empty one has no label.
   */
  labels?: string[];
  children: ReactNode;
};

/** A table of data, in a box that scrolls sideways, by keyboard too, where it is wider than the screen. */
export function Table({
  caption,
  density = "regular",
  stacked,
  scroll = "page",
  labels,
  children,
}: TableProps) {
  return (
    <div className="table-frame">
      <section className="table-scroll" data-scroll={scroll} aria-label={caption} {...focusable}>
        <table
          className="data-table"
          data-density={density}
          data-stacked={stacked || undefined}
          style={labels && stylesOf(labels)}
        >
          <caption className="sr-only">{caption}</caption>
          {children}
        </table>
      </section>
    </div>
  );
}

const focusable = { tabIndex: 0 };

const stylesOf = (labels: string[]): CSSProperties =>
  Object.fromEntries(
    labels.flatMap((label, index) => (label ? [[`--label-${index + 1}`, JSON.stringify(label)]] : [])),
  );

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
  const look = cx(selected && "selected", tone && "invalid", muted && "muted");
  return <tr {...(look && { className: look })}>{children}</tr>;
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
  return (
    <th scope="col" {...(align === "end" && { className: "end" })} aria-sort={sort?.direction}>
      {sort ? (
        <Link href={sort.href} variant="bare" className="sort-link mark-up" scroll={false}>
          {children}
        </Link>
      ) : (
        children
      )}
    </th>
  );
}

type CellProps = {
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

export function Cell({ align, strong, quiet, nowrap, actions, errors = [], children }: CellProps) {
  const look = cx(
    (align === "end" || actions) && "end",
    quiet && "quiet",
    (nowrap || actions) && "nowrap",
    actions && "actions",
    errors.length > 0 && "invalid",
  );
  // Only what is set: an attribute that is undefined still travels to the browser, once for every cell.
  const attributes = look ? { className: look } : {};
  if (strong) {
    return (
      <th scope="row" {...attributes}>
        {children}
      </th>
    );
  }
  if (errors.length === 0) return <td {...attributes}>{children}</td>;
  return (
    <td {...attributes}>
      <div>
        {children}
        <FieldError errors={errors} />
      </div>
    </td>
  );
}
