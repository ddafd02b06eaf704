import jsQR from "jsqr";
import { getDocument, OPS, type PDFPageProxy } from "pdfjs-dist/legacy/build/pdf.mjs";
import { beforeAll, describe, expect, test } from "vitest";
import type { QrPerson } from "@/lib/credentials/qr-commands";
import { qrSheet } from "@/lib/credentials/qr-sheet";
import { CARDS_PER_PAGE, PAPERS, type Paper } from "@/lib/credentials/sheet-layout";
import { newToken } from "@/lib/credentials/token";
import { publicUrl } from "@/lib/env";

/** The typeface has no such letters. */
const UNPRINTED = "山田 太郎";

const NAMES = [
  "Maria Müller-Østergård",
  "Şükrü Ğüneş Łęcki",
  "Αλέξανδρος Παπαδόπουλος",
  "Анастасия Щербакова",
  "Nguyễn Thị Hồng Ánh",
  UNPRINTED,
  "Wolfeschlegelsteinhausenbergerdorff Hubert Blaine",
];

const people: QrPerson[] = Array.from({ length: 23 }, (_, index) => ({
  id: String(index),
  name: NAMES[index] ?? `Person ${index}`,
  username:
    index === 6 ? `${"very.long.local.part.".repeat(3)}x@acme.example` : `person${index}@acme.example`,
  token: newToken(),
}));

const sheet = { organization: "Ωμέγα & Söhne", expiresAt: new Date("2026-11-29T12:00:00Z") };

describe.each(["a4", "letter"] satisfies Paper[])("a sheet on %s", (paper) => {
  let pages: PDFPageProxy[];
  beforeAll(async () => {
    const pdf = await getDocument({ data: new Uint8Array(await qrSheet(people, { ...sheet, paper })) })
      .promise;
    pages = await Promise.all(Array.from({ length: pdf.numPages }, (_, index) => pdf.getPage(index + 1)));
  });

  test("has ten cards to a page of that size", () => {
    expect(pages).toHaveLength(Math.ceil(people.length / CARDS_PER_PAGE));
    const { width, height } = PAPERS[paper];
    for (const page of pages) {
      const [, , right = 0, top = 0] = page.view;
      expect([right, top]).toEqual([expect.closeTo(width, 1), expect.closeTo(height, 1)]);
    }
  });

  test("says of each who they are, where they belong and until when the link is good", async () => {
    const words = (await Promise.all(pages.map(wordsOf))).join("");
    for (const { name, username } of people) {
      expect(words).toContain(withoutSpaces(name === UNPRINTED ? "" : name));
      expect(words).toContain(username);
    }
    expect(words).not.toContain(withoutSpaces(UNPRINTED));
    expect(words.split("Ωμέγα&Söhne")).toHaveLength(people.length + 1);
    expect(words.split("29Nov2026")).toHaveLength(people.length + 1);
  });

  test("has a code for each, which a reader reads as their link", async () => {
    const codes = (await Promise.all(pages.map(codesOf))).flat();
    expect(codes).toEqual(people.map(({ token }) => `${publicUrl()}/activate/${token}`));
  });
});

async function wordsOf(page: PDFPageProxy): Promise<string> {
  const { items } = await page.getTextContent();
  return withoutSpaces(items.map((item) => ("str" in item ? item.str : "")).join(""));
}

// Where a line breaks is the sheet's matter.
const withoutSpaces = (text: string) => text.replace(/\s/g, "");

type Picture = { width: number; height: number; data: Uint8ClampedArray };

async function codesOf(page: PDFPageProxy): Promise<(string | undefined)[]> {
  const { fnArray, argsArray } = await page.getOperatorList();
  const names = fnArray.flatMap((operator, index) =>
    operator === OPS.paintImageXObject ? [String((argsArray[index] as unknown[])[0])] : [],
  );
  return names.map((name) => {
    const { width, height, data } = page.objs.get(name) as Picture;
    const perPixel = data.length / (width * height);
    const colours = new Uint8ClampedArray(width * height * 4).map((_, at) =>
      at % 4 === 3 ? 255 : (data[Math.floor(at / 4) * perPixel] ?? 0),
    );
    return jsQR(colours, width, height)?.data;
  });
}
