import { createSocket } from "node:dgram";
import ipaddr from "ipaddr.js";

/**
 * What the stand-in says of a name: its TXT records, its addresses, nothing there, no such name, an error, or no answer at
 * all.
 */
export type DnsAnswer = string[] | { addresses: string[] } | "nothing" | "noName" | "error" | "silence";

export type DnsServer = { port: number; close: () => Promise<void> };

const TXT = 16;
const ADDRESS_TYPES = { ipv4: 1, ipv6: 28 };
const CODES = { nothing: 0, noName: 3, error: 2 };

/** A DNS server on loopback that says what `answer` says, for TXT, A and AAAA; whatever else is asked has nothing. */
export async function startDnsServer(answer: (name: string) => DnsAnswer, port = 0): Promise<DnsServer> {
  const socket = createSocket("udp4");
  socket.on("message", (query, from) => {
    const { name, type, end } = readQuestion(query);
    const said = answer(name);
    if (said === "silence") return;
    const records = recordsOf(said, type);
    const head = Buffer.alloc(12);
    query.copy(head, 0, 0, 2);
    head.writeUInt16BE(0x8180 | (typeof said === "string" ? CODES[said] : 0), 2);
    head.writeUInt16BE(1, 4);
    head.writeUInt16BE(records.length, 6);
    const answered = records.map((data) => record(type, data));
    socket.send(Buffer.concat([head, query.subarray(12, end), ...answered]), from.port, from.address);
  });
  await new Promise<void>((resolve) => socket.bind(port, "127.0.0.1", resolve));
  return {
    port: socket.address().port,
    close: () => new Promise((resolve) => socket.close(() => resolve())),
  };
}

function readQuestion(query: Buffer) {
  const labels: string[] = [];
  let at = 12;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString("latin1", at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join(".").toLowerCase(), type: query.readUInt16BE(at + 1), end: at + 5 };
}

function recordsOf(said: DnsAnswer, type: number): Buffer[] {
  if (typeof said === "string") return [];
  if (Array.isArray(said)) return type === TXT ? said.map(stringsOf) : [];
  return said.addresses.flatMap((address) => {
    const parsed = ipaddr.parse(address);
    return ADDRESS_TYPES[parsed.kind()] === type ? [Buffer.from(parsed.toByteArray())] : [];
  });
}

/** A text in strings of at most 255 bytes. */
function stringsOf(text: string): Buffer {
  const bytes = Buffer.from(text, "latin1");
  const strings: Buffer[] = [];
  for (let at = 0; at === 0 || at < bytes.length; at += 255) {
    const part = bytes.subarray(at, at + 255);
    strings.push(Buffer.from([part.length]), part);
  }
  return Buffer.concat(strings);
}

/** A record of the name that was asked for. */
function record(type: number, data: Buffer): Buffer {
  const head = Buffer.from([0xc0, 0x0c, 0, type, 0, 1, 0, 0, 0, 1, 0, 0]);
  head.writeUInt16BE(data.length, 10);
  return Buffer.concat([head, data]);
}
