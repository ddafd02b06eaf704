import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";
import type { Random } from "@/scripts/bench/shared/random";

export type SmtpSink = {
  url: string;
  /** Each mail as it came, by its Message-ID. */
  taken: ReadonlyMap<string, readonly string[]>;
  close(): Promise<void>;
};

type SinkOptions = {
  random: Random;
  /** The share of mails that it puts off with a 451. */
  faults: number;
  /** Addresses that it has no mailbox for. */
  unknown?: readonly string[];
};

/** A real SMTP server on the loopback that takes every mail and delivers none. */
export async function startSmtpSink({ random, faults, unknown = [] }: SinkOptions): Promise<SmtpSink> {
  const taken = new Map<string, string[]>();
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS", "AUTH"],
    onRcptTo({ address }, _session, callback) {
      callback(unknown.includes(address) ? replyOf(550, "There is no such mailbox.") : null);
    },
    onData(stream, _session, callback) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        if (random() < faults) return callback(replyOf(451, "Come again later."));
        const mail = Buffer.concat(chunks).toString("utf8");
        const id = /^Message-ID: <(.+)>/im.exec(mail)?.[1] ?? "";
        taken.set(id, [...(taken.get(id) ?? []), mail]);
        callback(null);
      });
    },
  });
  server.on("error", () => undefined);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    taken,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

const replyOf = (responseCode: number, words: string) => Object.assign(new Error(words), { responseCode });
