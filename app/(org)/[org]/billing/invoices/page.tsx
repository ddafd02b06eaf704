import type { Metadata } from "next";
import { BillingTabs } from "@/components/billing/billing-tabs";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Icon } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";
import { PageHeader } from "@/components/ui/page-header";
import { Cell, HeaderCell, Row, Table, TableBody, TableHead } from "@/components/ui/table";
import { requireActor } from "@/lib/auth/guard";
import { INVOICE_KIND_LABELS } from "@/lib/billing/invoice";
import { listInvoices } from "@/lib/billing/invoice-queries";
import { moneyInWords } from "@/lib/billing/money";
import { dayWords, monthWords } from "@/lib/billing/words";
import { routes } from "@/lib/routes";

export const metadata: Metadata = { title: "Invoices" };

export default async function InvoicesPage({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  const actor = await requireActor(org, "billing.read");
  const invoices = await listInvoices(actor);
  return (
    <>
      <PageHeader
        title="Invoices"
        description="Made at the beginning of each month for the one before, and never changed: a credit note takes back what was wrong."
        breadcrumbs={[{ label: "Billing", href: routes.billing(org) }]}
        actions={
          invoices.length > 0 && (
            <Button href={routes.billingExport(org, "invoices")} download icon={<Icon name="download" />}>
              Export CSV
            </Button>
          )
        }
      />
      <BillingTabs org={org} current="invoices" />
      {invoices.length === 0 ? (
        <EmptyState
          icon={<Icon name="file-text" size={20} />}
          title="No invoices yet"
          actions={<Button href={routes.billing(org)}>See what this month costs</Button>}
        >
          The first one is made when the first month with seats that cost something is over.
        </EmptyState>
      ) : (
        <Table caption="Invoices" stacked labels={["", "Kind", "Month", "Issued", "Total"]}>
          <TableHead>
            <HeaderCell>Number</HeaderCell>
            <HeaderCell>Kind</HeaderCell>
            <HeaderCell>Month</HeaderCell>
            <HeaderCell>Issued</HeaderCell>
            <HeaderCell align="end">Total</HeaderCell>
          </TableHead>
          <TableBody>
            {invoices.map(({ id, name, kind, period, issuedOn, totalMinor, currency }) => (
              <Row key={id}>
                <Cell strong>
                  <Link href={routes.invoice(org, id)}>{name}</Link>
                </Cell>
                <Cell>{INVOICE_KIND_LABELS[kind]}</Cell>
                <Cell>{monthWords(period)}</Cell>
                <Cell>{dayWords(issuedOn)}</Cell>
                <Cell align="end" nowrap>
                  {moneyInWords({ amountMinor: totalMinor, currency })}
                </Cell>
              </Row>
            ))}
          </TableBody>
        </Table>
      )}
    </>
  );
}
