import "server-only";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import PDFDocument from "pdfkit";
import { qrPng } from "@/lib/credentials/qr";
import type { QrPerson } from "@/lib/credentials/qr-commands";
import { CARD, CARDS_PER_PAGE, cardAt, cutMarks, PAPERS, type Paper } from "@/lib/credentials/sheet-layout";
import { publicUrl } from "@/lib/env";
import { routes } from "@/lib/routes";

// The same typeface as on the screen, as files that can be embedded, under the SIL Open Font License 1.1.
const FONTS = join("node_modules", "@expo-google-fonts", "inter");
const FONT_FILES = {
  regular: join(FONTS, "400Regular", "Inter_400Regular.ttf"),
  bold: join(FONTS, "600SemiBold", "Inter_600SemiBold.ttf"),
};

const DAY = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeZone: "UTC" });

const INK = "#16181d";
const QUIET_INK = "#555b66";
const MARK_INK = "#9aa1ac";
const PADDING = 13;
const CODE = 112;
/** A module of the code is nearly a millimetre, and four pixels: 500 codes are made in seconds. */
const CODE_PIXELS = 4;
const WORDS_Y = 11;
const WORDS_X = PADDING + CODE + 8;
const WORDS_WIDTH = CARD.width - WORDS_X - PADDING;

type Sheet = { organization: string; expiresAt: Date; paper: Paper };

/** A PDF with a card for each person: the code of their link, who they are, and until when it is good. */
export async function qrSheet(people: readonly QrPerson[], sheet: Sheet): Promise<Uint8Array> {
  const { width, height } = PAPERS[sheet.paper];
  const document = new PDFDocument({
    size: [width, height],
    margin: 0,
    autoFirstPage: false,
    lang: "en",
    info: { Title: `QR codes of ${sheet.organization}`, Creator: "Rollcall" },
  });
  for (const [name, file] of Object.entries(FONT_FILES)) document.registerFont(name, await readFile(file));
  for (const [index, person] of people.entries()) {
    if (index % CARDS_PER_PAGE === 0) addPage(document, sheet.paper);
    const { x, y } = cardAt(sheet.paper, index);
    const code = await qrPng(publicUrl() + routes.activate(person.token), CODE_PIXELS);
    document.image(Buffer.from(code), x + PADDING, y + (CARD.height - CODE) / 2, { width: CODE });
    drawWords(document, person, sheet, { x: x + WORDS_X, y: y + WORDS_Y });
  }
  document.end();
  return buffer(document);
}

function addPage(document: PDFKit.PDFDocument, paper: Paper): void {
  document.addPage();
  document.lineWidth(0.4).strokeColor(MARK_INK);
  for (const { from, to } of cutMarks(paper)) document.moveTo(from.x, from.y).lineTo(to.x, to.y).stroke();
}

function drawWords(
  document: PDFKit.PDFDocument,
  { name, username }: QrPerson,
  { organization, expiresAt }: Sheet,
  { x, y }: { x: number; y: number },
): void {
  let at = y;
  const write = (font: keyof typeof FONT_FILES, size: number, ink: string, text: string, lines: number) => {
    document.font(font).fontSize(size).fillColor(ink);
    const height = Math.min(document.heightOfString(text, { width: WORDS_WIDTH }), lines * size * 1.3);
    document.text(text, x, at, { width: WORDS_WIDTH, height, ellipsis: true });
    at += height + 4;
  };
  write("regular", 7, QUIET_INK, inFont(organization) ? organization : "", 1);
  if (inFont(name)) write("bold", 10.5, INK, name, 3);
  write("regular", 7.5, INK, username, 3);
  at = y + CARD.height - 2 * WORDS_Y - 28;
  const until = `Point a phone’s camera at the code and choose a password. Good once, until ${DAY.format(expiresAt)}.`;
  write("regular", 7, QUIET_INK, until, 4);
}

/** Whether the font has the letters of a name. A name of other scripts is left out: the username says whose card it is. */
const inFont = (text: string): boolean =>
  /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Common}\p{Script=Inherited}]*$/u.test(
    text,
  ) && !/\p{Extended_Pictographic}/u.test(text);
