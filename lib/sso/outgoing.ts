import "server-only";
import { lookup as dnsLookup } from "node:dns";
import { type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import { env } from "@/lib/env";
import { isLoopback, isPublicAddress } from "@/lib/sso/addresses";

/** More than a provider's metadata, keys or tokens are. */
export const ANSWER_BYTES_MAX = 512 * 1024;
export const ANSWER_MS_MAX = 8_000;

/** Thrown where an address is not asked, or does not answer as it should. The words are for an admin. */
export class OutgoingRefused extends Error {}

type Asked = { method?: string; headers?: Headers | Record<string, string>; body?: unknown };

/**
 * Asks an address that an admin wrote, or that a provider named: by https, at public addresses alone (looked at where the
 * connection is made, so that a name cannot mean another one later), with no redirects and an answer of bounded size and
 * time. It has the shape of `fetch`.
 * @throws OutgoingRefused
 */
export async function outgoingFetch(address: string | URL, asked: Asked = {}): Promise<Response> {
  const url = new URL(address);
  const refusal = refusalOfUrl(url);
  if (refusal) throw new OutgoingRefused(refusal);
  const body = bodyOf(asked.body);
  const headers = Object.fromEntries(new Headers(asked.headers));
  const request = url.protocol === "https:" ? requestHttps : requestHttp;
  const signal = AbortSignal.timeout(ANSWER_MS_MAX);
  return new Promise((resolve, reject) => {
    const refuse = (error: unknown) => {
      if (error instanceof OutgoingRefused) return reject(error);
      const words = signal.aborted ? "did not answer in time" : `could not be reached (${codeOf(error)})`;
      reject(new OutgoingRefused(`${url.host} ${words}.`));
    };
    const sent = request(
      url,
      {
        method: asked.method ?? "GET",
        // No compressed answers: what is small on the way may be large here.
        headers: {
          ...headers,
          "accept-encoding": "identity",
          ...(body ? { "content-length": body.length } : {}),
        },
        lookup: publicLookup,
        signal,
        agent: false,
      },
      (answer) => void readAnswer(url, answer).then(resolve, refuse),
    );
    sent.on("error", refuse);
    sent.end(body ?? undefined);
  });
}

/** Why an address is not asked, by its text alone; null where it may be. */
export function refusalOfUrl(url: URL): string | null {
  const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
  if (url.username || url.password) return "An address may hold no username and no password.";
  if (mayAskLoopback() && (host === "localhost" || isLoopback(host))) return null;
  if (url.protocol !== "https:") return `${url.host} is asked by https alone.`;
  if (isIP(host) > 0 && !isPublicAddress(host)) return insideWords(host);
  return null;
}

/** Why no browser is sent to an address; null where it may be. It may stand inside an organization's network, which a browser may reach. */
export const refusalOfWay = ({ protocol, host }: URL): string | null =>
  protocol === "https:" || (protocol === "http:" && mayAskLoopback())
    ? null
    : `People are sent to ${host || "a provider"} by https alone.`;

const mayAskLoopback = () => env().ROLLCALL_SSO_LOOPBACK === "allowed";

const insideWords = (host: string) => `${host} is no address of the public Internet.`;

/** Names as the connection means them: one private address among them, and none is asked. */
const publicLookup: LookupFunction = (host, options, done) => {
  dnsLookup(host, { ...options, all: true }, (error, found) => {
    if (error) return done(error, []);
    const isAllowed = ({ address }: { address: string }) =>
      isPublicAddress(address) || (mayAskLoopback() && isLoopback(address));
    if (found.length === 0 || !found.every(isAllowed))
      return done(new OutgoingRefused(insideWords(host)), []);
    if (options.all) return done(null, found);
    const [first] = found;
    done(null, first?.address ?? "", first?.family);
  });
};

async function readAnswer(url: URL, answer: IncomingMessage): Promise<Response> {
  const { statusCode = 0 } = answer;
  if (statusCode >= 300 && statusCode < 400) {
    answer.destroy();
    throw new OutgoingRefused(
      `${url.host} leads elsewhere, which is not followed. Give the address it leads to.`,
    );
  }
  if (answer.headers["content-encoding"] && answer.headers["content-encoding"] !== "identity") {
    answer.destroy();
    throw new OutgoingRefused(`${url.host} sent a compressed answer that was not asked for.`);
  }
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of answer as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > ANSWER_BYTES_MAX) {
      answer.destroy();
      throw new OutgoingRefused(`${url.host} sent more than ${ANSWER_BYTES_MAX / 1024} kB.`);
    }
    parts.push(part);
  }
  const headers = new Headers();
  for (const [name, value] of Object.entries(answer.headers))
    for (const each of [value ?? []].flat()) headers.append(name, each);
  const isBare = [204, 205, 304].includes(statusCode);
  const made = new Response(isBare ? null : Buffer.concat(parts), { status: statusCode, headers });
  Object.defineProperty(made, "url", { value: url.href });
  return made;
}

function bodyOf(body: unknown): Buffer | null {
  if (body === undefined || body === null) return null;
  if (typeof body === "string" || body instanceof URLSearchParams) return Buffer.from(body.toString());
  throw new OutgoingRefused("Only texts are sent.");
}

const codeOf = (error: unknown) => (error as { code?: string }).code ?? "no reason given";
