import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { issueCreditNote } from "@/app/(org)/[org]/billing/actions";
import { CreditInvoice } from "@/components/billing/credit-invoice";
import { InvoiceLines } from "@/components/billing/invoice-lines";
import { InvoiceParties } from "@/components/billing/invoice-parties";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";
import { PageHeader } from "@/components/ui/page-header";
import { requireActor } from "@/lib/auth/guard";
import { mayCredit } from "@/lib/billing/credit";
import { INVOICE_KIND_LABELS } from "@/lib/billing/invoice";
import { findInvoice } from "@/lib/billing/invoice-queries";
import { dayWords, monthWords } from "@/lib/billing/words";
import { routes } from "@/lib/routes";

export const metadata: Metadata = { title: "Invoice" };

type Props = { params: Promise<{ org: string; invoiceId: string }> };

export default async function InvoicePage({ params }: Props) {
  const { org, invoiceId } = await params;
  const actor = await requireActor(org, "billing.read");
  const invoice = await findInvoice(actor, invoiceId);
  if (!invoice) notFound();
  const { id, kind, name, period, issuedOn, corrects, reason, lines } = invoice;
  const left = lines.filter(({ credit, amountMinor }) => !credit && amountMinor > 0n);
  return (
    <>
      <PageHeader
        title={`${INVOICE_KIND_LABELS[kind]} ${name}`}
        description={`For ${monthWords(period)}, issued on ${dayWords(issuedOn)}.`}
        breadcrumbs={[
          { label: "Billing", href: routes.billing(org) },
          { label: "Invoices", href: routes.invoices(org) },
        ]}
        actions={
          <>
            {kind === "invoice" && mayCredit(actor) && left.length > 0 && (
              <CreditInvoice
                key={left.length}
                org={org}
                invoiceId={id}
                lines={left.map(({ line, service }) => ({
                  value: String(line),
                  label: `Line ${line}: ${service}`,
                }))}
                credit={issueCreditNote}
              />
            )}
            <Button href={routes.invoiceFile(org, id, "csv")} download icon={<Icon name="download" />}>
              CSV
            </Button>
            <Button
              href={routes.invoiceFile(org, id, "pdf")}
              download
              variant="primary"
              icon={<Icon name="download" />}
            >
              Download PDF
            </Button>
          </>
        }
      />
      {corrects && (
        <p className="mb-5">
          It corrects <Link href={routes.invoice(org, corrects.id)}>{corrects.name}</Link>: {reason}
        </p>
      )}
      <div className="grid gap-6">
        <InvoiceParties invoice={invoice} />
        <InvoiceLines org={org} invoice={invoice} />
      </div>
    </>
  );
}
