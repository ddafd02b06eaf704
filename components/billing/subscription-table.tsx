import type { ReactNode } from "react";
import { formatCount } from "@/components/ui/format";
import { Link } from "@/components/ui/link";
import { Cell, HeaderCell, Row, Table, TableBody, TableHead } from "@/components/ui/table";

export type SubscriptionRow = {
  id: string;
  service: string;
  href: string;
  price: string;
  bought: number | null;
  used: number;
  waiting: number;
  /** What happens when, such as "Renews on 1 Dec 2026". */
  next: string;
  thisMonth: string;
  nextMonth: string;
  actions?: ReactNode;
};

type SubscriptionTableProps = { rows: SubscriptionRow[]; thisMonth: string; nextMonth: string };

/** What is subscribed to: seats, what happens next, and what it costs. */
export function SubscriptionTable({ rows, thisMonth, nextMonth }: SubscriptionTableProps) {
  const heads = ["Seats", "In use", "Waiting", "Next", thisMonth, nextMonth];
  return (
    <Table caption="Subscriptions" stacked labels={["", ...heads, ""]}>
      <TableHead>
        <HeaderCell>Service</HeaderCell>
        <HeaderCell align="end">Seats</HeaderCell>
        <HeaderCell align="end">In use</HeaderCell>
        <HeaderCell align="end">Waiting</HeaderCell>
        <HeaderCell>Next</HeaderCell>
        <HeaderCell align="end">{thisMonth}</HeaderCell>
        <HeaderCell align="end">{nextMonth}</HeaderCell>
        <HeaderCell>
          <span className="sr-only">Actions</span>
        </HeaderCell>
      </TableHead>
      <TableBody>
        {rows.map((row) => (
          <Row key={row.id}>
            <Cell strong>
              <Link href={row.href}>{row.service}</Link>
              <p className="font-normal text-muted">{row.price}</p>
            </Cell>
            <Cell align="end">{row.bought === null ? "Unlimited" : formatCount(row.bought)}</Cell>
            <Cell align="end">{formatCount(row.used)}</Cell>
            <Cell align="end">{formatCount(row.waiting)}</Cell>
            <Cell>{row.next}</Cell>
            <Cell align="end" nowrap>
              {row.thisMonth}
            </Cell>
            <Cell align="end" nowrap>
              {row.nextMonth}
            </Cell>
            <Cell actions>{row.actions}</Cell>
          </Row>
        ))}
      </TableBody>
    </Table>
  );
}
