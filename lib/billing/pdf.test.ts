import { getDocument, type PDFPageProxy } from "pdfjs-dist/legacy/build/pdf.mjs";
import { beforeAll, describe, expect, test } from "vitest";
import type { InvoiceShown } from "@/lib/billing/invoice-queries";
import { invoicePdf } from "@/lib/billing/pdf";
import { NO_DETAILS } from "@/lib/billing/stored";

const SERVICES = 40;

const invoice: InvoiceShown = {
  id: "1",
  kind: "invoice",
  name: "INV-00012",
  period: "2026-10",
  currency: "EUR",
  totalMinor: 123_456n,
  issuedOn: "2026-11-01",
  billFrom: { ...NO_DETAILS, name: "Operator", taxId: "DE 1" },
  billTo: {
    ...NO_DETAILS,
    name: "山田",
    company: "Ωμέγα & Söhne",
    address: "1 High Street\nLondon",
    purchaseOrder: "PO 7",
  },
  reason: null,
  corrects: null,
  lines: Array.from({ length: SERVICES }, (_, index) => ({
    line: index + 1,
    service: `Phones ${index + 1}`,
    priceMinor: 1000n,
    term: "month" as const,
    amountMinor: 3000n,
    credit: null,
    stretches: [{ from: "2026-10-01", to: "2026-10-31", seats: 3, amountMinor: "3000" }],
  })),
};

type Node = { role?: string; children?: Node[]; id?: string };

describe("an invoice as a PDF", () => {
  let bytes: Uint8Array;
  let pages: PDFPageProxy[];
  let roles: string[];
  let tables: number[];
  let words: string;
  beforeAll(async () => {
    bytes = await invoicePdf(invoice);
    const pdf = await getDocument({ data: new Uint8Array(bytes) }).promise;
    pages = await Promise.all(Array.from({ length: pdf.numPages }, (_, index) => pdf.getPage(index + 1)));
    const trees = await Promise.all(pages.map((page) => page.getStructTree()));
    roles = trees.flatMap((tree) => rolesOf(tree as unknown as Node));
    tables = trees.map((tree) => tablesOf(tree as unknown as Node));
    const texts = await Promise.all(pages.map((page) => page.getTextContent()));
    words = texts.flatMap(({ items }) => items.map((item) => ("str" in item ? item.str : ""))).join(" ");
  });

  test("has a title, a language, and says that it is tagged as PDF/UA has it", async () => {
    const pdf = await getDocument({ data: new Uint8Array(bytes) }).promise;
    const { info } = await pdf.getMetadata();
    expect(info).toMatchObject({ Title: "Invoice INV-00012", Language: "en" });
    expect(await pdf.getMarkInfo()).toMatchObject({ Marked: true });
    expect(await pdf.getViewerPreferences()).toMatchObject({ DisplayDocTitle: true });
    expect(Buffer.from(bytes).toString("latin1")).toContain("<pdfuaid:part>1</pdfuaid:part>");
  });

  test("says what the invoice says, over as many pages as it takes", () => {
    expect(pages.length).toBeGreaterThan(1);
    for (const part of [
      "Invoice INV-00012",
      "October 2026",
      "Ωμέγα & Söhne",
      "London",
      "PO 7",
      "Total EUR 1,234.56",
    ])
      expect(words).toContain(part);
    for (const { service } of invoice.lines) expect(words).toContain(service);
  });

  test("is a heading, paragraphs and one table with a row for each line", () => {
    const count = (role: string) => roles.filter((each) => each === role).length;
    expect(count("H1")).toBe(1);
    expect(count("H2")).toBe(2);
    expect(tables).toEqual(pages.map(() => 1));
    expect(count("TH")).toBe(4 + SERVICES);
    expect(count("TD")).toBe(3 * SERVICES);
  });
});

/** What has words on a page: of a table that goes over several, each page tells all cells. */
const rolesOf = ({ role, children = [] }: Node): string[] => [
  ...(role && children.some((child) => child.id !== undefined) ? [role] : []),
  ...children.flatMap(rolesOf),
];

const tablesOf = ({ role, children = [] }: Node): number =>
  children.reduce((sum, child) => sum + tablesOf(child), role === "Table" ? 1 : 0);
