import { lastDayOf } from "@/lib/billing/days";
import { INVOICE_KIND_LABELS } from "@/lib/billing/invoice";
import type { InvoiceListed, InvoiceShown } from "@/lib/billing/invoice-queries";
import { decimalOf } from "@/lib/billing/money";
import { valueOn } from "@/lib/billing/usage";
import type { BillingUsage } from "@/lib/billing/usage-queries";

/** Every invoice and credit note, a line each. */
export const invoicesAsRows = (invoices: readonly InvoiceListed[]): string[][] => [
  ["Number", "Kind", "Month", "Issued on", "Currency", "Total"],
  ...invoices.map(({ name, kind, period, issuedOn, currency, totalMinor }) => [
    name,
    INVOICE_KIND_LABELS[kind],
    period,
    issuedOn,
    currency,
    decimalOf({ amountMinor: totalMinor, currency }),
  ]),
];

/** One invoice: a line for each stretch of days with as many seats. */
export const invoiceAsRows = ({ name, period, currency, lines }: InvoiceShown): string[][] => [
  [
    "Number",
    "Month",
    "Line",
    "Service",
    "From",
    "To",
    "Seats",
    "Price of a seat",
    "Term",
    "Currency",
    "Amount",
  ],
  ...lines.flatMap(({ line, service, priceMinor, term, stretches }) =>
    stretches.map(({ from, to, seats, amountMinor }) => [
      name,
      period,
      String(line),
      service,
      from,
      to,
      String(seats),
      decimalOf({ amountMinor: priceMinor, currency }),
      term,
      currency,
      decimalOf({ amountMinor: BigInt(amountMinor), currency }),
    ]),
  ),
];

/** Seats at the end of each month and what it costs, by service. */
export const usageAsRows = ({ months, services, today }: BillingUsage): string[][] => [
  ["Month", "Service", "Seats bought", "Seats used", "Currency", "Cost"],
  ...months.flatMap((month, index) => {
    const last = lastDayOf(month, today);
    return services.flatMap(({ service, bought, used, costs }) => {
      const seats = [bought ? String(valueOn(bought, last)) : "Unlimited", String(valueOn(used, last))];
      const cost = costs[index] ?? [];
      if (cost.length === 0) return [[month, service, ...seats, "", ""]];
      return cost.map((money) => [month, service, ...seats, money.currency, decimalOf(money)]);
    });
  }),
];
