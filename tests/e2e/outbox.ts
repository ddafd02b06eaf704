import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "@playwright/test";
import { dataDir } from "./accounts";

/** The text of the message that somebody got, once it lies in the outbox. */
export async function messageTo(address: string): Promise<string> {
  await expect.poll(() => find(address), { timeout: 60_000 }).not.toBeNull();
  return find(address) ?? "";
}

function find(address: string): string | null {
  const folder = join(dataDir, "outbox");
  if (!existsSync(folder)) return null;
  for (const name of readdirSync(folder).filter((each) => each.endsWith(".eml"))) {
    const mail = readFileSync(join(folder, name), "utf8");
    if (mail.includes(`\r\nTo: ${address}\r\n`)) return plainText(mail);
  }
  return null;
}

/** The plain part, which is the first one and in base64. */
function plainText(mail: string): string {
  const [, part = ""] = mail.split(/^--.+\r\n/m);
  return Buffer.from(part.slice(part.indexOf("\r\n\r\n")), "base64").toString("utf8");
}
