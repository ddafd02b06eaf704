import "server-only";
import { link, mkdir, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { writeMail } from "@/lib/messages/mime";
import type { Transport } from "@/lib/messages/transport";

/** Keeps messages as files that nobody but the owner reads, for whoever tries the product out. */
export function outboxTransport(dataDir: string): Transport {
  const folder = resolve(dataDir, "outbox");
  return {
    where: `the folder ${folder}`,
    parallel: 4,
    async send(mail) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const path = join(folder, `${mail.id}.eml`);
      const temporary = `${path}.${process.pid}`;
      await writeFile(temporary, writeMail(mail, new Date()), { mode: 0o600 });
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
    },
  };
}
