import "server-only";
import { type Day, dayOf, type Month, monthOf } from "@/lib/billing/days";
import { INVOICE_KINDS, type InvoiceKind, invoiceName } from "@/lib/billing/invoice";
import { type Party, type StretchStored, storedParty, storedStretches } from "@/lib/billing/stored";
import { withOrganization } from "@/lib/db";
import { isId } from "@/lib/ids";
import type { Actor } from "@/lib/permissions/actor";
import { demand } from "@/lib/permissions/demand";
import { type Term, termOf } from "@/lib/services/term";

export type InvoiceListed = {
  id: string;
  kind: InvoiceKind;
  name: string;
  period: Month;
  currency: string;
  totalMinor: bigint;
  issuedOn: Day;
};

export type InvoiceLineShown = {
  line: number;
  service: string;
  priceMinor: bigint;
  term: Term;
  stretches: StretchStored[];
  amountMinor: bigint;
  /** The credit note that took it back. */
  credit: { id: string; name: string } | null;
};

export type InvoiceShown = InvoiceListed & {
  billTo: Party;
  billFrom: Party;
  reason: string | null;
  corrects: { id: string; name: string } | null;
  lines: InvoiceLineShown[];
};

type Row = {
  id: string;
  kind: string;
  number: number;
  period: Date;
  currency: string;
  totalMinor: bigint;
  issuedAt: Date;
};

const LISTED = {
  id: true,
  kind: true,
  number: true,
  period: true,
  currency: true,
  totalMinor: true,
  issuedAt: true,
} as const;

/** Every invoice and credit note of the actor's organization, the last one first. */
export function listInvoices(actor: Actor): Promise<InvoiceListed[]> {
  demand(actor, "billing.read");
  const { id: organizationId } = actor.organization;
  return withOrganization(organizationId, async (tx) => {
    const rows = await tx.invoice.findMany({
      where: { organizationId },
      orderBy: [{ period: "desc" }, { issuedAt: "desc" }, { id: "desc" }],
      select: LISTED,
    });
    return rows.map(listed);
  });
}

/** One of them with its lines; null where there is none. */
export function findInvoice(actor: Actor, id: string): Promise<InvoiceShown | null> {
  demand(actor, "billing.read");
  const { id: organizationId } = actor.organization;
  return withOrganization(organizationId, async (tx) => {
    if (!isId(id)) return null;
    const row = await tx.invoice.findUnique({
      where: { organizationId_id: { organizationId, id } },
      include: {
        corrected: { select: { id: true, kind: true, number: true } },
        lines: {
          orderBy: { line: "asc" },
          include: { credits: { select: { invoice: { select: { id: true, kind: true, number: true } } } } },
        },
      },
    });
    if (!row) return null;
    return {
      ...listed(row),
      billTo: storedParty.parse(row.billTo),
      billFrom: storedParty.parse(row.billFrom),
      reason: row.reason,
      corrects: row.corrected && named(row.corrected),
      lines: row.lines.map((line) => ({
        line: line.line,
        service: line.service,
        priceMinor: BigInt(line.priceMinor),
        term: termOf(line.term),
        stretches: storedStretches.parse(line.stretches),
        amountMinor: line.amountMinor,
        credit: line.credits[0] ? named(line.credits[0].invoice) : null,
      })),
    };
  });
}

const listed = ({ id, kind, number, period, currency, totalMinor, issuedAt }: Row): InvoiceListed => ({
  ...named({ id, kind, number }),
  kind: kindOf(kind),
  period: monthOf(dayOf(period)),
  currency,
  totalMinor,
  issuedOn: dayOf(issuedAt),
});

const named = ({ id, kind, number }: Pick<Row, "id" | "kind" | "number">) => ({
  id,
  name: invoiceName(kindOf(kind), number),
});

function kindOf(text: string): InvoiceKind {
  const kind = INVOICE_KINDS.find((each) => each === text);
  if (!kind) throw new Error("An invoice is of a kind that there is not.");
  return kind;
}
