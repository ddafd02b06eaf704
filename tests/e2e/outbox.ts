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

function find(address: string, words: string): string | null {
  const folder = join(dataDir, "outbox");
  if (!existsSync(folder)) return null;
  for (const name of readdirSync(folder).filter((each) => each.endsWith(".eml"))) {
    const mail = readFileSync(join(folder, name), "utf8");
    if (!mail.includes(`\r\nTo: ${address}\r\n`)) continue;
    const text = plainText(mail);
    if (text.includes(words)) return text;
  }
  return null;
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
