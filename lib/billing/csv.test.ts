import { expect, test } from "vitest";
import { invoiceAsRows, usageAsRows } from "@/lib/billing/csv";
import { csvDownload } from "@/lib/billing/csv-file";
import type { InvoiceShown } from "@/lib/billing/invoice-queries";
import { NO_DETAILS } from "@/lib/billing/stored";

const party = { ...NO_DETAILS, name: "Acme" };

const invoice: InvoiceShown = {
  id: "1",
  kind: "invoice",
  name: "INV-00001",
  period: "2026-10",
  currency: "KWD",
  totalMinor: 1500n,
  issuedOn: "2026-11-01",
  billFrom: party,
  billTo: party,
  reason: null,
  corrects: null,
  lines: [
    {
      line: 1,
      service: '=HYPERLINK("x")',
      priceMinor: 3100n,
      term: "month",
      amountMinor: 1500n,
      credit: null,
      stretches: [{ from: "2026-10-17", to: "2026-10-31", seats: 1, amountMinor: "1500" }],
    },
  ],
};

test("an invoice's stretches are lines of a file in which nothing runs as a formula", async () => {
  const answer = csvDownload(invoiceAsRows(invoice), "INV-00001.csv");
  expect(answer.headers.get("content-disposition")).toContain("INV-00001.csv");
  const [, line] = (await answer.text()).split("\r\n");
  expect(line).toBe(`INV-00001,2026-10,1,"'=HYPERLINK(""x"")",2026-10-17,2026-10-31,1,3.100,month,KWD,1.500`);
});

test("usage is told by month and service, to the last day that there was", () => {
  const steps = [
    { day: "2026-10-01", value: 3 },
    { day: "2026-11-20", value: 5 },
  ];
  const rows = usageAsRows({
    first: "2026-10-01",
    today: "2026-11-23",
    months: ["2026-10", "2026-11"],
    groups: [],
    services: [
      {
        serviceId: "1",
        service: "Phones",
        bought: steps,
        used: [],
        costs: [[], [{ currency: "JPY", amountMinor: 900n }]],
      },
    ],
  });
  expect(rows.slice(1)).toEqual([
    ["2026-10", "Phones", "3", "0", "", ""],
    ["2026-11", "Phones", "5", "0", "JPY", "900"],
  ]);
});
