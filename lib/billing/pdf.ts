import "server-only";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import PDFDocument from "pdfkit";
import { INVOICE_KIND_LABELS } from "@/lib/billing/invoice";
import type { InvoiceShown } from "@/lib/billing/invoice-queries";
import { moneyInWords } from "@/lib/billing/money";
import { partyLines } from "@/lib/billing/party-lines";
import { COLUMNS, type Column, INK, PAGE, printable, QUIET_INK, RULE_INK } from "@/lib/billing/pdf-layout";
import { daysInWords, dayWords, monthWords } from "@/lib/billing/words";

// The same typeface as on the screen, as files that can be embedded, under the SIL Open Font License 1.1.
const FONTS = join("node_modules", "@expo-google-fonts", "inter");
const FONT_FILES = {
  regular: join(FONTS, "400Regular", "Inter_400Regular.ttf"),
  bold: join(FONTS, "600SemiBold", "Inter_600SemiBold.ttf"),
};

type Look = { font: keyof typeof FONT_FILES; size: number; ink: string };
const TEXT: Look = { font: "regular", size: 9.5, ink: INK };
const QUIET: Look = { ...TEXT, ink: QUIET_INK };
const STRONG: Look = { ...TEXT, font: "bold" };

/** An invoice or credit note as a tagged PDF (PDF/UA-1): what it says is in the order in which it is read, and tables are tables. */
export async function invoicePdf(invoice: InvoiceShown): Promise<Uint8Array> {
  const title = `${INVOICE_KIND_LABELS[invoice.kind]} ${invoice.name}`;
  const document = new PDFDocument({
    size: [PAGE.width, PAGE.height],
    margins: { top: PAGE.edge, bottom: PAGE.edge, left: PAGE.edge, right: PAGE.edge },
    autoFirstPage: false,
    pdfVersion: "1.7",
    subset: "PDF/UA" as PDFKit.Mixins.PDFSubsets,
    tagged: true,
    displayTitle: true,
    lang: "en",
    info: { Title: title, Author: printable(invoice.billFrom.name), Creator: "Rollcall" },
  });
  for (const [name, file] of Object.entries(FONT_FILES)) document.registerFont(name, await readFile(file));
  // What pdfkit begins with is none of the fonts that are embedded.
  document.font("regular");
  document.addPage();
  const root = document.struct("Document", { title });
  document.addStructure(root);
  const paper = new Paper(document, root);
  paper.write("H1", title, { ...STRONG, size: 20 });
  paper.write("P", `For ${monthWords(invoice.period)}, issued on ${dayWords(invoice.issuedOn)}.`, QUIET);
  if (invoice.corrects) paper.write("P", `It corrects ${invoice.corrects.name}: ${invoice.reason}`, TEXT);
  paper.party("From", partyLines(invoice.billFrom, "from"));
  paper.party("For", partyLines(invoice.billTo, "to"));
  paper.table(rowsOf(invoice));
  const total = moneyInWords({ amountMinor: invoice.totalMinor, currency: invoice.currency });
  paper.write("P", `Total ${total}`, { ...STRONG, size: 13 }, "right");
  root.end();
  document.end();
  return buffer(document);
}

function rowsOf({ lines, currency }: InvoiceShown): string[][] {
  const money = (amountMinor: bigint) => moneyInWords({ amountMinor, currency });
  return lines.flatMap(({ line, service, priceMinor, term, stretches }) =>
    stretches.map((stretch) => [
      `${line}. ${service}, ${money(priceMinor)} a seat a ${term}`,
      daysInWords(stretch),
      stretch.seats.toLocaleString("en"),
      money(BigInt(stretch.amountMinor)),
    ]),
  );
}

type Structure = ReturnType<PDFKit.PDFDocument["struct"]>;

/** A document that is written from top to bottom. */
class Paper {
  #y = PAGE.edge;
  constructor(
    readonly document: PDFKit.PDFDocument,
    readonly root: Structure,
  ) {}

  write(tag: string, text: string, look: Look, align: "left" | "right" = "left"): void {
    this.#put(this.root, tag, text, look, { x: PAGE.edge, width: PAGE.width - 2 * PAGE.edge, align });
    this.#y += look.size * 0.5;
  }

  party(label: string, [first = "", ...more]: string[]): void {
    this.#y += 8;
    this.write("H2", label, { ...QUIET, font: "bold" });
    const place = { x: PAGE.edge, width: PAGE.width - 2 * PAGE.edge, align: "left" as const };
    this.#put(this.root, "P", first, STRONG, place);
    for (const line of more) this.#put(this.root, "P", line, TEXT, place);
  }

  table(rows: string[][]): void {
    this.#y += 18;
    const table = this.document.struct("Table");
    this.root.add(table);
    this.#row(
      table,
      COLUMNS.map(({ label }) => label),
      { ...QUIET, font: "bold" },
      true,
    );
    for (const row of rows) this.#row(table, row, TEXT, false);
    table.end();
    this.#y += 10;
  }

  #row(table: Structure, cells: string[], look: Look, isHead: boolean): void {
    this.document.font(look.font).fontSize(look.size);
    const heights = COLUMNS.map((column, index) =>
      this.document.heightOfString(printable(cells[index] ?? ""), { width: column.width }),
    );
    const height = Math.max(...heights);
    this.#fit(height + 10);
    const row = this.document.struct("TR");
    table.add(row);
    const top = this.#y;
    for (const [index, column] of COLUMNS.entries()) {
      this.#y = top;
      const tag = isHead || index === 0 ? "TH" : "TD";
      const scope = isHead ? "Column" : "Row";
      this.#put(row, tag, cells[index] ?? "", look, column, tag === "TH" ? { scope } : {});
    }
    row.end();
    this.#y = top + height + 4;
    this.#rule();
    this.#y += 5;
  }

  #put(
    parent: Structure,
    tag: string,
    text: string,
    { font, size, ink }: Look,
    { x, width, align }: Omit<Column, "label">,
    options: object = {},
  ): void {
    const { document } = this;
    const shown = printable(text);
    document.font(font).fontSize(size);
    const height = document.heightOfString(shown, { width });
    this.#fit(height);
    const told = shown === text ? options : { ...options, actual: text };
    parent.add(
      document.struct(tag, told, () => {
        document.font(font).fontSize(size).fillColor(ink).text(shown, x, this.#y, { width, align });
      }),
    );
    this.#y += height;
  }

  #rule(): void {
    this.document.markContent("Artifact", { type: "Layout" });
    this.document
      .lineWidth(0.5)
      .strokeColor(RULE_INK)
      .moveTo(PAGE.edge, this.#y)
      .lineTo(PAGE.width - PAGE.edge, this.#y)
      .stroke();
    this.document.endMarkedContent();
  }

  #fit(height: number): void {
    if (this.#y + height <= PAGE.height - PAGE.edge) return;
    this.document.addPage();
    this.#y = PAGE.edge;
  }
}
