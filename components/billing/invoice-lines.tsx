import { formatCount } from "@/components/ui/format";
import { Link } from "@/components/ui/link";
import { Cell, HeaderCell, Row, Table, TableBody, TableHead } from "@/components/ui/table";
import type { InvoiceShown } from "@/lib/billing/invoice-queries";
import { moneyInWords } from "@/lib/billing/money";
import { daysInWords } from "@/lib/billing/words";
import { routes } from "@/lib/routes";

/** What an invoice charges, or a credit note takes back: by service, and by the days with as many seats. */
export function InvoiceLines({ org, invoice }: { org: string; invoice: InvoiceShown }) {
  const { lines, currency, totalMinor } = invoice;
  const money = (amountMinor: bigint) => moneyInWords({ amountMinor, currency });
  return (
    <>
      <Table caption="Lines" stacked labels={["", "Days", "Seats", "Amount"]}>
        <TableHead>
          <HeaderCell>Service</HeaderCell>
          <HeaderCell>Days</HeaderCell>
          <HeaderCell align="end">Seats</HeaderCell>
          <HeaderCell align="end">Amount</HeaderCell>
        </TableHead>
        <TableBody>
          {lines.flatMap(({ line, service, priceMinor, term, stretches, credit }) =>
            stretches.map(({ from, to, seats, amountMinor }, index) => (
              <Row key={`${line} ${from}`}>
                <Cell strong>
                  {line}. {service}
                  {index === 0 && (
                    <p className="font-normal text-muted">
                      {money(priceMinor)} a seat a {term}
                    </p>
                  )}
                  {index === 0 && credit && (
                    <p className="font-normal">
                      Taken back by <Link href={routes.invoice(org, credit.id)}>{credit.name}</Link>
                    </p>
                  )}
                </Cell>
                <Cell>{daysInWords({ from, to })}</Cell>
                <Cell align="end">{formatCount(seats)}</Cell>
                <Cell align="end" nowrap>
                  {money(BigInt(amountMinor))}
                </Cell>
              </Row>
            )),
          )}
        </TableBody>
      </Table>
      <p className="text-end text-title font-semibold">Total {money(totalMinor)}</p>
    </>
  );
}
