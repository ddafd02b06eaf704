import { Card } from "@/components/ui/card";
import type { InvoiceShown } from "@/lib/billing/invoice-queries";
import { partyLines } from "@/lib/billing/party-lines";

/** Whom an invoice is from and for, as it was when it was issued. */
export function InvoiceParties({ invoice: { billFrom, billTo } }: { invoice: InvoiceShown }) {
  return (
    <div className="grid gap-5 sm:grid-cols-2">
      <Card title="From">
        <Lines lines={partyLines(billFrom, "from")} />
      </Card>
      <Card title="For">
        <Lines lines={partyLines(billTo, "to")} />
      </Card>
    </div>
  );
}

function Lines({ lines: [first, ...more] }: { lines: string[] }) {
  return (
    <div className="wrap-anywhere">
      <p className="font-medium">{first}</p>
      <p className="whitespace-pre-line text-muted">{more.join("\n")}</p>
    </div>
  );
}
