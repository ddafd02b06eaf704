import { expect, test } from "vitest";
import { invoiceName, invoicesFor, monthsOver, type Subscribed } from "@/lib/billing/invoice";

const phones: Subscribed = {
  id: "1",
  service: "Phones",
  currency: "EUR",
  priceMinor: 1000n,
  term: "month",
  startsOn: "2026-09-16",
  endedOn: null,
  counts: [{ from: "2026-09-16", seats: 3 }],
};

test("a month has an invoice for each currency in which it comes to something", () => {
  const all = [
    phones,
    { ...phones, id: "2", currency: "JPY" },
    { ...phones, id: "3", currency: "USD", priceMinor: 0n },
    { ...phones, id: "4", currency: "CHF", counts: [] },
    { ...phones, id: "5", service: "Fax", priceMinor: 100n },
  ];
  const invoices = invoicesFor(all, "2026-10");
  expect(invoices.map(({ currency, totalMinor }) => [currency, totalMinor])).toEqual([
    ["EUR", 3300n],
    ["JPY", 3000n],
  ]);
  expect(invoices[0]?.lines.map(({ service, amountMinor }) => [service, amountMinor])).toEqual([
    ["Phones", 3000n],
    ["Fax", 300n],
  ]);
  expect(invoicesFor(all, "2026-08")).toEqual([]);
});

test("months are billed once they are over, from the first subscription on", () => {
  const later = { ...phones, startsOn: "2026-10-02" };
  expect(monthsOver([later, phones], "2026-11-01")).toEqual(["2026-09", "2026-10"]);
  expect(monthsOver([phones], "2026-09-30")).toEqual([]);
  expect(monthsOver([], "2026-11-01")).toEqual([]);
});

test("invoices and credit notes are called by their numbers", () => {
  expect(invoiceName("invoice", 12)).toBe("INV-00012");
  expect(invoiceName("credit_note", 123_456)).toBe("CN-123456");
});
