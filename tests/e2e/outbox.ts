import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "@playwright/test";
import { dataDir } from "./accounts";

/** The text of the message that somebody got, once it lies in the outbox. */
export const messageTo = (address: string): Promise<string> => messageWith(address, "");

/** The text of the first message with these words that somebody got, once it lies in the outbox. */
export async function messageWith(address: string, words: string): Promise<string> {
  await expect.poll(() => find(address, words), { timeout: 60_000 }).not.toBeNull();
  return find(address, words) ?? "";
}

/** The texts of all messages that lie in the outbox. */
export function allMessages(): string[] {
  const folder = join(dataDir, "outbox");
  return readdirSync(folder).map((name) => {
    const text = readFileSync(join(folder, name), "utf8");
    return name.endsWith(".eml") ? plainText(text) : text;
  });
}

/** The picture that stands in the body of the first message with these words that somebody got. */
export function pictureTo(address: string, words: string): Buffer {
  const mail = mailsTo(address).find((each) => plainText(each).includes(words)) ?? "";
  const part = mail.split(/^--.+\r\n/m).find((each) => /^Content-Type: image\/png/im.test(each)) ?? "";
  if (!/^Content-ID: </im.test(part)) throw new Error("No picture stands in the body.");
  return Buffer.from(part.slice(part.indexOf("\r\n\r\n")).trim(), "base64");
}

const find = (address: string, words: string): string | null =>
  mailsTo(address)
    .map(plainText)
    .find((text) => text.includes(words)) ?? null;

function mailsTo(address: string): string[] {
  const folder = join(dataDir, "outbox");
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith(".eml"))
    .map((name) => readFileSync(join(folder, name), "utf8"))
    .filter((mail) => mail.includes(`\r\nTo: ${address}\r\n`));
}

/** The plain part, which is the first one, in whichever encoding it came. */
function plainText(mail: string): string {
  const [, part = ""] = mail.split(/^--.+\r\n/m);
  const at = part.indexOf("\r\n\r\n");
  const body = part.slice(at + 4);
  const encoding = /^Content-Transfer-Encoding: (\S+)/im.exec(part.slice(0, at))?.[1]?.toLowerCase();
  if (encoding === "base64") return Buffer.from(body, "base64").toString("utf8");
  return encoding === "quoted-printable" ? fromQuotedPrintable(body) : body;
}

/** RFC 2045, 6.7. */
const fromQuotedPrintable = (body: string): string =>
  Buffer.from(
    body
      .replace(/=\r\n/g, "")
      .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    "latin1",
  ).toString("utf8");
