import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { fetchOutgoing, refusalOf } from "@/lib/outgoing/fetch";
import { type DnsServer, startDnsServer } from "@/tests/support/dns-server";
import { INTERNAL_NAMES, internalUrls } from "@/tests/support/internal-addresses";

// What is let through by name, and stands for the world outside; everything else on this machine is the canary.
const OUTSIDE = "127.0.0.2";

let server: Server;
let dns: DnsServer;
let port = 0;
let policy = { networks: [`${OUTSIDE}/32`], http: true, dnsServers: [""], ports: [0] };
const canary: string[] = [];
const outside: string[] = [];
const asked: string[] = [];
let answer: { status: number; headers?: Record<string, string> } = { status: 200 };

beforeAll(async () => {
  server = createServer((request, response) => {
    const isOutside = request.socket.localAddress?.replace("::ffff:", "") === OUTSIDE;
    (isOutside ? outside : canary).push(`${request.socket.localAddress} ${request.headers.host}`);
    response.writeHead(answer.status, answer.headers ?? {}).end("here");
  });
  await new Promise<void>((resolve) => server.listen(0, "::", resolve));
  port = (server.address() as AddressInfo).port;
  dns = await startDnsServer((name) => {
    asked.push(name);
    if (name === "turning.example")
      return { addresses: [asked.filter((each) => each === name).length <= 2 ? OUTSIDE : "127.0.0.1"] };
    if (name === "outside.example") return { addresses: [OUTSIDE] };
    const addresses = INTERNAL_NAMES[name];
    return addresses ? { addresses } : "noName";
  });
  policy = { ...policy, dnsServers: [`127.0.0.1:${dns.port}`], ports: [port] };
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await dns.close();
});
beforeEach(() => {
  for (const list of [canary, outside, asked]) list.length = 0;
  answer = { status: 200 };
});

describe("an internal address", () => {
  test("is reached by none of 200 ways to write it", async () => {
    const urls = internalUrls(port);
    expect(urls.length).toBeGreaterThanOrEqual(200);
    const came = await Promise.all(
      urls.map(async (url) => ({ url, ...(await fetchOutgoing({ url, timeoutMs: 4_000 }, policy)) })),
    );
    expect(came.filter(({ ok }) => ok)).toEqual([]);
    expect(canary).toEqual([]);
    const refusals = await Promise.all(urls.map((url) => refusalOf(url, policy)));
    expect(urls.filter((_, index) => refusals[index] === null)).toEqual([]);
  });

  test("would be reached by a hundred of these ways, were it let through", async () => {
    const everywhere = { ...policy, networks: ["0.0.0.0/0", "::/0"] };
    const urls = internalUrls(port).filter((url) => !url.includes("@"));
    await Promise.all(urls.map((url) => fetchOutgoing({ url, timeoutMs: 1_000 }, everywhere)));
    expect(canary.length).toBeGreaterThanOrEqual(100);
  });

  test("is not reached by a redirect, which is an answer like others", async () => {
    for (const status of [301, 302, 303, 307, 308]) {
      answer = { status, headers: { location: `http://127.0.0.1:${port}/` } };
      const came = await fetchOutgoing({ url: `http://outside.example:${port}/` }, policy);
      expect(came).toMatchObject({ ok: true, answer: { status } });
    }
    expect(outside).toHaveLength(5);
    expect(canary).toEqual([]);
  });

  test("is not reached by a name that leads elsewhere a moment later", async () => {
    const url = `http://turning.example:${port}/`;
    // The name is looked up once, for both kinds of addresses, and the connection goes to what was checked.
    expect(await fetchOutgoing({ url }, policy)).toMatchObject({ ok: true });
    expect(canary).toEqual([]);
    expect(asked).toEqual(["turning.example", "turning.example"]);
    expect(outside).toEqual([`::ffff:${OUTSIDE} turning.example:${port}`]);
    expect(await fetchOutgoing({ url }, policy)).toMatchObject({ ok: false, isRefused: true });
    expect(canary).toEqual([]);
  });
});
