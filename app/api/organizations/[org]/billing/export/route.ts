import { authorize } from "@/lib/api";
import { invoicesAsRows, usageAsRows } from "@/lib/billing/csv";
import { csvDownload } from "@/lib/billing/csv-file";
import { listInvoices } from "@/lib/billing/invoice-queries";
import { readBillingUsage } from "@/lib/billing/usage-queries";

export const dynamic = "force-dynamic";

type Context = { params: Promise<{ org: string }> };

/** All invoices as CSV, or by `what=usage` seats and cost by service and month. */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  const { actor, refusal } = await authorize((await params).org, "billing.read");
  if (refusal) return refusal;
  const { slug } = actor.organization;
  return new URL(request.url).searchParams.get("what") === "usage"
    ? csvDownload(usageAsRows(await readBillingUsage(actor)), `${slug}-usage.csv`)
    : csvDownload(invoicesAsRows(await listInvoices(actor)), `${slug}-invoices.csv`);
}
