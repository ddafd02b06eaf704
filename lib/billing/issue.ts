import "server-only";
import { type AuditActor, record } from "@/lib/audit/record";
import { type Month, momentOf } from "@/lib/billing/days";
import { type InvoiceKind, type InvoiceLine, invoiceName } from "@/lib/billing/invoice";
import { moneyInWords } from "@/lib/billing/money";
import type { Party } from "@/lib/billing/stored";
import type { Transaction } from "@/lib/db";
import { newId } from "@/lib/ids";

/** One that is ready but for its number. */
export type ToIssue = {
  kind: InvoiceKind;
  period: Month;
  currency: string;
  totalMinor: bigint;
  lines: (InvoiceLine & { credits?: { invoiceId: string; line: number } })[];
  billTo: Party;
  billFrom: Party;
  corrects?: { id: string; reason: string };
  issuedAt?: Date;
};

/**
 * The last number of a kind, with its row locked: nobody else issues one for the organization until the transaction ends. A number
 * that is taken in a transaction that comes to nothing is taken by the next.
 */
export async function lockNumbers(
  tx: Transaction,
  organizationId: string,
  kind: InvoiceKind,
): Promise<number> {
  const rows = await tx.$queryRaw<{ last: number }[]>`
    INSERT INTO invoice_numbers AS n (organization_id, kind, last) VALUES (${organizationId}::uuid, ${kind}, 0)
    ON CONFLICT (organization_id, kind) DO UPDATE SET last = n.last RETURNING last`;
  return rows[0]?.last ?? 0;
}

/** Issues one with the next number, with an event. `lockNumbers` has been asked for its kind. */
export async function issue(
  tx: Transaction,
  organizationId: string,
  actor: AuditActor,
  invoice: ToIssue,
): Promise<{ id: string; number: number }> {
  const { kind, period, currency, totalMinor, lines, billTo, billFrom, corrects, issuedAt } = invoice;
  const id = newId();
  const number = (await lockNumbers(tx, organizationId, kind)) + 1;
  await tx.invoiceNumber.updateMany({ where: { organizationId, kind }, data: { last: number } });
  await tx.invoice.create({
    data: {
      organizationId,
      id,
      kind,
      number,
      currency,
      totalMinor,
      billTo,
      billFrom,
      period: momentOf(`${period}-01`),
      lineCount: lines.length,
      corrects: corrects?.id ?? null,
      reason: corrects?.reason ?? null,
      ...(issuedAt ? { issuedAt } : {}),
    },
    select: { id: true },
  });
  await tx.invoiceLine.createMany({
    data: lines.map(({ credits, priceMinor, ...line }, index) => ({
      organizationId,
      invoiceId: id,
      line: index + 1,
      ...line,
      priceMinor: Number(priceMinor),
      creditsInvoiceId: credits?.invoiceId ?? null,
      creditsLine: credits?.line ?? null,
    })),
  });
  const subject = { type: "invoice" as const, id, name: invoiceName(kind, number) };
  await record(
    tx,
    organizationId,
    actor,
    kind === "invoice" ? "invoice.issued" : "invoice.credited",
    subject,
    {
      after: {
        period,
        amount: moneyInWords({ amountMinor: totalMinor, currency }),
        ...(corrects ? { reason: corrects.reason } : {}),
      },
    },
  );
  return { id, number };
}
