import { formatCount } from "@/components/ui/format";
import { Cell, HeaderCell, Row, Table, TableBody, TableHead } from "@/components/ui/table";
import { lastDayOf } from "@/lib/billing/days";
import { valueOn } from "@/lib/billing/usage";
import type { BillingUsage } from "@/lib/billing/usage-queries";
import { monthWords } from "@/lib/billing/words";

/** Seats used and bought at the end of each month, by service: what the charts draw. */
export function UsageTable({ usage: { months, services, today } }: { usage: BillingUsage }) {
  return (
    <section aria-labelledby="usage-by-month">
      <h2 id="usage-by-month" className="mb-2 text-[0.9375rem] font-semibold">
        Seats used of those bought, at the end of each month
      </h2>
      <Table caption="Seats by month" density="dense">
        <TableHead>
          <HeaderCell>Month</HeaderCell>
          {services.map(({ serviceId, service }) => (
            <HeaderCell key={serviceId} align="end">
              {service}
            </HeaderCell>
          ))}
        </TableHead>
        <TableBody>
          {months.toReversed().map((month) => {
            const last = lastDayOf(month, today);
            return (
              <Row key={month}>
                <Cell strong nowrap>
                  {monthWords(month)}
                </Cell>
                {services.map(({ serviceId, bought, used }) => (
                  <Cell key={serviceId} align="end" nowrap>
                    {seatsInWords(valueOn(used, last), bought && valueOn(bought, last))}
                  </Cell>
                ))}
              </Row>
            );
          })}
        </TableBody>
      </Table>
    </section>
  );
}

/** `bought` is null where seats are unlimited. */
function seatsInWords(used: number, bought: number | null): string {
  if (used === 0 && !bought) return "–";
  return `${formatCount(used)} of ${bought === null ? "unlimited" : formatCount(bought)}`;
}
