import "server-only";
import { linesToCredit, mayCredit } from "@/lib/billing/credit";
import { dayOf, monthOf } from "@/lib/billing/days";
import type { CreditInput } from "@/lib/billing/input";
import { issue, lockNumbers } from "@/lib/billing/issue";
import { storedParty, storedStretches } from "@/lib/billing/stored";
import { command } from "@/lib/command";
import { isId } from "@/lib/ids";
import type { Actor } from "@/lib/permissions/actor";
import { fail, forbidden, notFound, ok, type Result } from "@/lib/result";
import { termOf } from "@/lib/services/term";

/** Issues a credit note for a line of an invoice, or for all that is left of it. Nothing is taken back twice. */
export function creditInvoice(
  actor: Actor,
  { invoiceId, line, reason }: CreditInput,
): Promise<Result<{ id: string }>> {
  return command(actor, "billing.update", async (tx) => {
    const { id: organizationId } = actor.organization;
    // Whoever takes back something else of the same invoice waits here.
    await lockNumbers(tx, organizationId, "credit_note");
    const invoice = isId(invoiceId)
      ? await tx.invoice.findUnique({
          where: { organizationId_id: { organizationId, id: invoiceId }, kind: "invoice" },
          include: { lines: { orderBy: { line: "asc" } } },
        })
      : null;
    if (!invoice) return notFound("invoice");
    if (!mayCredit(actor)) return forbidden();
    if (line !== null && !invoice.lines.some((each) => each.line === line)) return notFound("line");
    const taken = await tx.invoiceLine.findMany({
      where: { organizationId, creditsInvoiceId: invoiceId },
      select: { creditsLine: true },
    });
    const credited = new Set(taken.flatMap(({ creditsLine }) => creditsLine ?? []));
    const left = linesToCredit(invoice.lines, credited, line);
    const totalMinor = -left.reduce((sum, each) => sum + each.amountMinor, 0n);
    if (totalMinor === 0n) return fail("conflict", "A credit note has taken that back already.");
    const { id } = await issue(tx, organizationId, actor, {
      kind: "credit_note",
      period: monthOf(dayOf(invoice.period)),
      currency: invoice.currency,
      totalMinor,
      lines: left.map((each) => ({
        subscriptionId: each.subscriptionId,
        service: each.service,
        priceMinor: BigInt(each.priceMinor),
        term: termOf(each.term),
        stretches: storedStretches
          .parse(each.stretches)
          .map((stretch) => ({ ...stretch, amountMinor: String(-BigInt(stretch.amountMinor)) })),
        amountMinor: -each.amountMinor,
        credits: { invoiceId, line: each.line },
      })),
      billTo: storedParty.parse(invoice.billTo),
      billFrom: storedParty.parse(invoice.billFrom),
      corrects: { id: invoiceId, reason },
    });
    return ok({ id });
  });
}
