import { formatCount } from "@/components/ui/format";
import { Cell, HeaderCell, Row, Table, TableBody, TableHead } from "@/components/ui/table";
import { type Money, moneysInWords, totals } from "@/lib/billing/money";
import type { BillingUsage, GroupCost } from "@/lib/billing/usage-queries";
import { monthWords } from "@/lib/billing/words";

const shown = (cost: Money[]) => (cost.length > 0 ? moneysInWords(cost) : "–");

/** What each service costs each month, the running one to its end as it is planned. */
export function CostTable({ usage: { months, services } }: { usage: BillingUsage }) {
  const rows = months.map((month, index) => ({
    month,
    costs: services.map((each) => each.costs[index] ?? []),
  }));
  return (
    <section aria-labelledby="cost-by-service">
      <h2 id="cost-by-service" className="mb-2 text-[0.9375rem] font-semibold">
        Cost by service and month
      </h2>
      <Table caption="Cost by service and month" density="dense">
        <TableHead>
          <HeaderCell>Month</HeaderCell>
          {services.map(({ serviceId, service }) => (
            <HeaderCell key={serviceId} align="end">
              {service}
            </HeaderCell>
          ))}
          <HeaderCell align="end">All</HeaderCell>
        </TableHead>
        <TableBody>
          {rows.toReversed().map(({ month, costs }, index) => (
            <Row key={month}>
              <Cell strong nowrap>
                {monthWords(month)}
                {index === 0 && ", to its end"}
              </Cell>
              {costs.map((cost, at) => (
                <Cell key={services[at]?.serviceId} align="end" nowrap>
                  {shown(cost)}
                </Cell>
              ))}
              <Cell align="end" nowrap>
                {shown(totals(costs.flat()))}
              </Cell>
            </Row>
          ))}
        </TableBody>
      </Table>
    </section>
  );
}

/** What the seats of each group's people cost this month. */
export function GroupTable({ groups }: { groups: GroupCost[] }) {
  if (groups.length === 0) return null;
  return (
    <section aria-labelledby="cost-by-group">
      <h2 id="cost-by-group" className="mb-2 text-[0.9375rem] font-semibold">
        Cost by group, this month
      </h2>
      <p className="mb-2 text-muted">
        What the seats in use come to in a whole month. Who is in two groups counts in both, so that groups do
        not add up; seats that nobody has are in none.
      </p>
      <Table caption="Cost by group" density="dense" stacked labels={["", "Seats", "Cost"]}>
        <TableHead>
          <HeaderCell>Group</HeaderCell>
          <HeaderCell align="end">Seats</HeaderCell>
          <HeaderCell align="end">Cost</HeaderCell>
        </TableHead>
        <TableBody>
          {groups.map(({ group, seats, cost }) => (
            <Row key={group ?? ""}>
              <Cell strong>{group ?? "In no group"}</Cell>
              <Cell align="end">{formatCount(seats)}</Cell>
              <Cell align="end" nowrap>
                {shown(cost)}
              </Cell>
            </Row>
          ))}
        </TableBody>
      </Table>
    </section>
  );
}
