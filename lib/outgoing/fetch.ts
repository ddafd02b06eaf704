import "server-only";
import http from "node:http";
import https from "node:https";
import { isIP } from "node:net";
import { type OutgoingPolicy, outgoingPolicy } from "@/lib/outgoing/policy";
import { resolveTarget } from "@/lib/outgoing/resolve";
import { readTarget, type Target } from "@/lib/outgoing/target";
import { within } from "@/lib/within";

export type OutgoingRequest = {
  url: string;
  method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  headers?: Record<string, string>;
  body?: string;
  /** For all of it: the DNS, the connection and the whole answer. */
  timeoutMs?: number;
  /** So much of an answer is read; what comes behind is left. */
  sizeBytesMax?: number;
};

export type OutgoingAnswer = {
  status: number;
  headers: http.IncomingHttpHeaders;
  /** As it came: an answer that is compressed is not decoded. */
  body: Buffer;
  isCut: boolean;
};

/** An answer of any status, or why there is none: `refused` when the request may not be made, in words for its author. */
export type Outgone =
  | { ok: true; answer: OutgoingAnswer }
  | { ok: false; isRefused: boolean; message: string };

const TIMEOUT_MS = 10_000;
const SIZE_BYTES_MAX = 1_048_576;

/**
 * Makes a request that somebody's typed address leads to. The name is looked up here, every address is checked, and the
 * connection goes to one of those very addresses, so that what the DNS says a moment later makes no difference.
 * Redirects are answers like others.
 */
export async function fetchOutgoing(
  request: OutgoingRequest,
  policy: OutgoingPolicy = outgoingPolicy(),
): Promise<Outgone> {
  const read = readTarget(request.url, policy);
  if ("refused" in read) return { ok: false, isRefused: true, message: read.refused };
  try {
    return await within(request.timeoutMs ?? TIMEOUT_MS, (signal) =>
      ask(request, read.target, policy, signal),
    );
  } catch (error) {
    return { ok: false, isRefused: false, message: inWords(error) };
  }
}

/** Why a typed address is refused where a request would be made to it now; null where it is not. */
export async function refusalOf(
  address: string,
  policy: OutgoingPolicy = outgoingPolicy(),
): Promise<string | null> {
  const read = readTarget(address, policy);
  if ("refused" in read) return read.refused;
  const found = await resolveTarget(read.target, policy);
  if ("refused" in found) return found.refused;
  return "failed" in found ? found.failed : null;
}

async function ask(
  request: OutgoingRequest,
  target: Target,
  policy: OutgoingPolicy,
  signal: AbortSignal,
): Promise<Outgone> {
  const found = await resolveTarget(target, policy);
  if ("refused" in found) return { ok: false, isRefused: true, message: found.refused };
  if ("failed" in found) return { ok: false, isRefused: false, message: found.failed };
  let last: unknown;
  for (const address of found.addresses) {
    try {
      return { ok: true, answer: await send(request, target, address, signal) };
    } catch (error) {
      last = error;
      if (signal.aborted || !UNREACHED.includes(codeOf(error) ?? "")) break;
    }
  }
  throw last;
}

// Nothing was sent yet: the next address may do.
const UNREACHED = ["ECONNREFUSED", "ENETUNREACH", "EHOSTUNREACH", "EADDRNOTAVAIL"];

const agents = {
  "http:": new http.Agent({ keepAlive: true, maxFreeSockets: 8 }),
  "https:": new https.Agent({ keepAlive: true, maxFreeSockets: 8 }),
};

function send(
  { method = "GET", headers = {}, body, sizeBytesMax = SIZE_BYTES_MAX }: OutgoingRequest,
  { url, host, port }: Target,
  address: string,
  signal: AbortSignal,
): Promise<OutgoingAnswer> {
  const isTls = url.protocol === "https:";
  return new Promise((resolve, reject) => {
    const sent = (isTls ? https : http).request({
      agent: agents[isTls ? "https:" : "http:"],
      host: address,
      port,
      path: `${url.pathname}${url.search}`,
      method,
      setHost: false,
      headers: { ...headers, host: url.host, "accept-encoding": "identity", ...lengthOf(body) },
      signal,
      ...(isTls && isIP(host) === 0 ? { servername: host.replace(/\.$/, "") } : {}),
    });
    sent.on("error", reject);
    sent.on("response", (answer) => {
      readUpTo(answer, sizeBytesMax).then(({ body: read, isCut }) => {
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: read, isCut });
      }, reject);
    });
    sent.end(body);
  });
}

const lengthOf = (body: string | undefined) =>
  body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) };

async function readUpTo(
  answer: http.IncomingMessage,
  max: number,
): Promise<{ body: Buffer; isCut: boolean }> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of answer as AsyncIterable<Buffer>) {
    pieces.push(piece);
    size += piece.length;
    // Leaving the loop ends the connection.
    if (size > max) break;
  }
  return { body: Buffer.concat(pieces).subarray(0, max), isCut: size > max };
}

const codeOf = (error: unknown) => (error as { code?: string } | null)?.code;

const WORDS: Record<string, string> = {
  ECONNREFUSED: "Nothing listens there.",
  ECONNRESET: "The connection was broken off.",
  ENETUNREACH: "That network cannot be reached.",
  EHOSTUNREACH: "That machine cannot be reached.",
  ETIMEDOUT: "Nobody answered.",
  CERT_HAS_EXPIRED: "The certificate has expired.",
  DEPTH_ZERO_SELF_SIGNED_CERT: "The certificate is signed by itself.",
  SELF_SIGNED_CERT_IN_CHAIN: "The certificate is signed by somebody unknown.",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "The certificate is signed by somebody unknown.",
  ERR_TLS_CERT_ALTNAME_INVALID: "The certificate is for another name.",
};

function inWords(error: unknown): string {
  const code = codeOf(error) ?? "";
  if (WORDS[code]) return WORDS[code];
  if (error instanceof Error && error.message.startsWith("No answer within")) return error.message;
  return code.startsWith("HPE_") ? "The answer is no HTTP." : "There was no answer.";
}
