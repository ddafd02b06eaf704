import { authorize } from "@/lib/api";
import { invoiceAsRows } from "@/lib/billing/csv";
import { csvDownload } from "@/lib/billing/csv-file";
import { findInvoice } from "@/lib/billing/invoice-queries";
import { invoicePdf } from "@/lib/billing/pdf";
import { problem } from "@/lib/problem";
import { absence } from "@/lib/result";

export const dynamic = "force-dynamic";

type Context = { params: Promise<{ org: string; invoiceId: string }> };

/** An invoice or credit note as a file: a PDF, or its lines as CSV by `format`. */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  const { org, invoiceId } = await params;
  const { actor, refusal } = await authorize(org, "billing.read");
  if (refusal) return refusal;
  const invoice = await findInvoice(actor, invoiceId);
  if (!invoice) return problem(absence("invoice"));
  if (new URL(request.url).searchParams.get("format") === "csv")
    return csvDownload(invoiceAsRows(invoice), `${invoice.name}.csv`);
  return new Response(new Uint8Array(await invoicePdf(invoice)), {
    headers: {
      "content-type": "application/pdf",
      "content-disposition": `attachment; filename="${invoice.name}.pdf"`,
      "cache-control": "no-store",
    },
  });
}
