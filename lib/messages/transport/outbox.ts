import "server-only";
import { link, mkdir, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import MailComposer from "nodemailer/lib/mail-composer";
import { mailOptions } from "@/lib/messages/transport/mime";
import type { Delivery, Outgoing, Transport } from "@/lib/messages/transport/transport";

/** Keeps messages as files that nobody but the owner reads, for whoever tries the product out. */
export function outboxTransport(dataDir: string): Transport {
  const folder = resolve(dataDir, "outbox");
  return {
    where: `the folder ${folder}`,
    parallel: 4,
    batchMax: 1,
    isLocal: true,
    send: (messages) => Promise.all(messages.map((message) => keep(folder, message))),
  };
}

async function keep(folder: string, message: Outgoing): Promise<Delivery> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, message.mail ? `${message.id}.eml` : `${message.id}.sms.txt`);
  const temporary = `${path}.${process.pid}`;
  await writeFile(temporary, await bytesOf(message), { mode: 0o600 });
  try {
    // Unlike a rename, a link fails when the message is there already.
    await link(temporary, path);
  } catch (error) {
    if ((error as { code?: string }).code !== "EEXIST") {
      return { ok: false, again: true, error: "The message could not be written to the outbox." };
    }
  } finally {
    await rm(temporary, { force: true });
  }
  return { ok: true };
}

async function bytesOf(message: Outgoing): Promise<Uint8Array | string> {
  if (!message.mail) return `To: ${message.to}\n\n${message.text}\n`;
  return new MailComposer(mailOptions(message)).compile().build();
}
