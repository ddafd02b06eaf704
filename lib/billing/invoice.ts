import { type Billed, chargeOf } from "@/lib/billing/charge";
import { type Day, type Month, monthOf, monthsFrom } from "@/lib/billing/days";
import type { StretchStored } from "@/lib/billing/stored";

export const INVOICE_KINDS = ["invoice", "credit_note"] as const;
export type InvoiceKind = (typeof INVOICE_KINDS)[number];

export const INVOICE_KIND_LABELS: Record<InvoiceKind, string> = {
  invoice: "Invoice",
  credit_note: "Credit note",
};

const PREFIXES: Record<InvoiceKind, string> = { invoice: "INV", credit_note: "CN" };

/** What an invoice is called: "INV-00012". Each kind is numbered by itself, from 1 on and without gaps. */
export const invoiceName = (kind: InvoiceKind, number: number): string =>
  `${PREFIXES[kind]}-${String(number).padStart(5, "0")}`;

/** A subscription with what a bill says of it. */
export type Subscribed = Billed & { id: string; service: string; currency: string };

export type InvoiceLine = {
  subscriptionId: string;
  service: string;
  priceMinor: bigint;
  term: Billed["term"];
  stretches: StretchStored[];
  amountMinor: bigint;
};

export type InvoiceDraft = { period: Month; currency: string; totalMinor: bigint; lines: InvoiceLine[] };

/**
 * What is due for a month: an invoice for each currency in which it comes to anything, with a line for each subscription that had
 * seats that cost something. Its total is the sum of its lines.
 */
export function invoicesFor(subscriptions: readonly Subscribed[], period: Month): InvoiceDraft[] {
  const currencies = [...new Set(subscriptions.map(({ currency }) => currency))].toSorted();
  return currencies.flatMap((currency) => {
    const lines = subscriptions
      .filter((each) => each.currency === currency && each.priceMinor > 0n)
      .map((each) => lineOf(each, period))
      .filter(({ stretches }) => stretches.length > 0);
    const totalMinor = lines.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
    return totalMinor > 0n ? [{ period, currency, totalMinor, lines }] : [];
  });
}

function lineOf(subscribed: Subscribed, period: Month): InvoiceLine {
  const { id: subscriptionId, service, priceMinor, term } = subscribed;
  const { stretches, amountMinor } = chargeOf(subscribed, period);
  const told = stretches.map(({ from, to, seats, amountMinor: amount }) => ({
    from,
    to,
    seats,
    amountMinor: String(amount),
  }));
  return { subscriptionId, service, priceMinor, term, stretches: told, amountMinor };
}

/** The months that are over on a day and in which something was subscribed to, the first one first. */
export function monthsOver(subscriptions: readonly Pick<Billed, "startsOn">[], today: Day): Month[] {
  const [first] = subscriptions.map(({ startsOn }) => monthOf(startsOn)).toSorted();
  return first ? monthsFrom(first, monthOf(today)).slice(0, -1) : [];
}
