import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Random } from "@/scripts/bench/shared/random";

type PeerOptions = {
  random: Random;
  /** The share of requests that something happens to, from 0 to 1. */
  faults: number;
  /** How many requests it answers in a second before it says 429. */
  perSecond: number;
  /** For how long it keeps silent where it never answers: longer than anybody waits. */
  silentMs?: number;
};

export type Accepted = { to: string; subject: string; text: string };

/** A program that speaks Resend's HTTP API, and keeps what it has accepted. */
export type ResendPeer = {
  url: string;
  /** What was accepted, by the message that its tags name, once for each time. */
  accepted: ReadonlyMap<string, readonly Accepted[]>;
  /** What was answered, by kind, and when the first and last request came, in milliseconds. */
  answers: Record<string, number>;
  firstAt: number;
  lastAt: number;
  close(): Promise<void>;
};

type Kept = { hash: string; body: string };
type Mail = Accepted & { tags: { name: string; value: string }[] };

/** What goes wrong with a request, before it is taken or after. */
const FAULTS = ["500", "cut off", "500 after", "cut off after", "silent after"] as const;

/**
 * Starts such a program on the loopback. A request with a key that it knows is answered as before and accepted no more;
 * with the same key and another body it is refused, as Resend refuses it.
 */
export async function startResendPeer(options: PeerOptions): Promise<ResendPeer> {
  const accepted = new Map<string, Accepted[]>();
  const keys = new Map<string, Kept>();
  const limit = { second: 0, count: 0 };
  const peer = { accepted, answers: {} as Record<string, number>, firstAt: 0, lastAt: 0 };
  const note = (kind: string) => {
    peer.answers[kind] = (peer.answers[kind] ?? 0) + 1;
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await textOf(request);
    peer.lastAt = Date.now();
    peer.firstAt ||= peer.lastAt;
    const left = allowed(limit, options.perSecond);
    const headers = {
      "content-type": "application/json",
      "ratelimit-limit": String(options.perSecond),
      "ratelimit-remaining": String(Math.max(0, left)),
      "ratelimit-reset": "1",
    };
    const send = (status: number, kind: string, value: unknown, more = {}) => {
      note(kind);
      response.writeHead(status, { ...headers, ...more }).end(JSON.stringify(value));
    };
    const refuse = (statusCode: number, name: string, more = {}) =>
      send(statusCode, String(statusCode), { statusCode, name, message: `It is ${statusCode}.` }, more);
    if (left < 0) return refuse(429, "rate_limit_exceeded", { "retry-after": "1" });
    const fault =
      options.random() < options.faults ? FAULTS[Math.floor(options.random() * FAULTS.length)] : null;
    if (fault === "500") return refuse(500, "application_error");
    if (fault === "cut off") return cut(request, fault);
    const key = String(request.headers["idempotency-key"]);
    const hash = createHash("sha256").update(body).digest("hex");
    const known = keys.get(key);
    if (known && known.hash !== hash) return refuse(409, "invalid_idempotent_request");
    const answered = known?.body ?? accept(body, request.url ?? "");
    if (!known) keys.set(key, { hash, body: answered });
    if (fault === "500 after") return refuse(500, "application_error");
    if (fault === "cut off after") return cut(request, fault);
    if (fault === "silent after") {
      note(fault);
      return void setTimeout(() => request.destroy(), options.silentMs ?? 60_000).unref();
    }
    send(200, known ? "200 again" : "200", JSON.parse(answered));
  }

  function cut(request: IncomingMessage, kind: string): void {
    note(kind);
    request.socket.destroy();
  }

  function accept(body: string, path: string): string {
    const given = JSON.parse(body) as Mail | Mail[];
    const ids = [given].flat().map(({ tags, to, subject, text }) => {
      const id = tags.find(({ name }) => name === "message")?.value ?? "";
      accepted.set(id, [...(accepted.get(id) ?? []), { to, subject, text }]);
      return { id: `re_${id}` };
    });
    return JSON.stringify(path === "/emails" ? ids[0] : { data: ids });
  }

  const server = createServer(
    (request, response) => void answer(request, response).catch(() => response.destroy()),
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return Object.assign(peer, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  });
}

/** How many more are allowed in this second, after this one; below zero when it is too many. */
function allowed(limit: { second: number; count: number }, perSecond: number): number {
  const second = Math.floor(Date.now() / 1000);
  if (limit.second !== second) Object.assign(limit, { second, count: 0 });
  limit.count += 1;
  return perSecond - limit.count;
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}
