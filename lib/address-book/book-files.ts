import { BOOK_FIELDS, type BookEntry, bookFieldLabel } from "@/lib/address-book/fields";
import { vcardOf } from "@/lib/address-book/vcard";
import { csvText } from "@/lib/exports/csv";
import { isoDayOf } from "@/lib/users/date";

/** The kinds of file that the address book is taken along as. */
export const BOOK_FORMATS = ["vcf", "csv"] as const;
export type BookFormat = (typeof BOOK_FORMATS)[number];

export const BOOK_FORMAT_LABELS: Record<BookFormat, string> = { vcf: "vCard", csv: "CSV" };

export const BOOK_TYPES: Record<BookFormat, string> = {
  vcf: "text/vcard; charset=utf-8",
  csv: "text/csv; charset=utf-8",
};

/** `acme-address-book-2026-11-23.vcf`, by the day in UTC. */
export const bookFileName = (slug: string, now: Date, format: BookFormat): string =>
  `${slug}-address-book-${isoDayOf(now)}.${format}`;

/** A name that a file of any system can have. */
export const cardFileName = ({ firstName, lastName }: BookEntry): string =>
  `${
    `${firstName} ${lastName}`
      .replace(/[^\p{L}\p{N} .'-]/gu, "")
      .trim()
      .slice(0, 80) || "person"
  }.vcf`;

/** The address book as bytes, a batch of people at a time; cells that a spreadsheet would run are guarded. */
export async function* bookBytes(
  batches: AsyncIterable<readonly BookEntry[]>,
  format: BookFormat,
  organization: string,
): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  // Without a byte order mark Excel takes UTF-8 for the code page of its computer; a vCard has none.
  if (format === "csv") yield encoder.encode(`\ufeff${csvText([CSV_HEADER])}`);
  for await (const entries of batches) {
    const text =
      format === "csv"
        ? csvText(entries.map(csvCells))
        : entries.map((entry) => vcardOf(entry, organization)).join("");
    yield encoder.encode(text);
  }
}

const CSV_HEADER = ["First name", "Last name", ...BOOK_FIELDS.map(bookFieldLabel)];

const csvCells = (entry: BookEntry): string[] => [
  entry.firstName,
  entry.lastName,
  ...BOOK_FIELDS.map((field) => entry[field] ?? ""),
];
