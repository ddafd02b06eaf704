import { expect, test } from "vitest";
import { bookBytes, bookFileName, cardFileName } from "@/lib/address-book/book-files";
import type { BookEntry } from "@/lib/address-book/fields";

const entry = (changes: Partial<BookEntry>): BookEntry => ({
  id: "0190a1b2-0000-7000-8000-000000000001",
  firstName: "Ada",
  lastName: "Lovelace",
  company: null,
  accessEmail: null,
  mobilePhone: null,
  businessPhone: null,
  updatedAt: new Date(0),
  ...changes,
});

async function* batchesOf(...batches: BookEntry[][]) {
  yield* batches;
}

async function textOf(pieces: AsyncGenerator<Uint8Array>): Promise<string[]> {
  const texts: string[] = [];
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  for await (const piece of pieces) texts.push(decoder.decode(piece));
  return texts;
}

test("a CSV is made a batch at a time, and its formulas are not run", async () => {
  const people = batchesOf(
    [entry({ company: "=1+1", mobilePhone: "+447700900123" })],
    [entry({ lastName: "L,o" })],
  );
  expect(await textOf(bookBytes(people, "csv", "Acme"))).toEqual([
    "\ufeffFirst name,Last name,Company,E-mail,Mobile phone,Business phone\r\n",
    "Ada,Lovelace,'=1+1,,'+447700900123,\r\n",
    'Ada,"L,o",,,,\r\n',
  ]);
});

test("vCards come one behind the other, a batch at a time", async () => {
  const pieces = await textOf(bookBytes(batchesOf([entry({}), entry({})], [entry({})]), "vcf", "Acme"));
  expect(pieces.map((piece) => piece.match(/^END:VCARD\r$/gm)?.length)).toEqual([2, 1]);
});

test.each([
  [{ firstName: "Ada", lastName: "Lovelace" }, "Ada Lovelace.vcf"],
  [{ firstName: "a/../b", lastName: '"\r\n' }, "a..b.vcf"],
  [{ firstName: "/", lastName: "\\" }, "person.vcf"],
  [{ firstName: "x".repeat(100), lastName: "" }, `${"x".repeat(80)}.vcf`],
])("%j is the file %j", (name, file) => {
  expect(cardFileName(entry(name))).toBe(file);
});

test("the file of all is named by its day", () => {
  expect(bookFileName("acme", new Date("2026-11-23T23:59:59Z"), "vcf")).toBe(
    "acme-address-book-2026-11-23.vcf",
  );
});
