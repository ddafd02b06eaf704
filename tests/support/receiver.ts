import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";

export type Received = { path: string; headers: IncomingHttpHeaders; body: string; at: number };
export type Answer = {
  status?: number;
  headers?: Record<string, string>;
  body?: string | Buffer;
  afterMs?: number;
};

/** Whatever would receive webhooks, on loopback: notes what comes and answers as it is told. */
export async function startReceiver(answer: (received: Received, number: number) => Answer = () => ({})) {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on("data", (piece: Buffer) => pieces.push(piece));
    request.on("end", () => {
      const came = {
        path: request.url ?? "",
        headers: request.headers,
        body: Buffer.concat(pieces).toString("utf8"),
        at: Date.now(),
      };
      received.push(came);
      const { status = 200, headers = {}, body = "taken", afterMs = 0 } = answer(came, received.length);
      setTimeout(() => response.writeHead(status, headers).end(body), afterMs);
    });
  });
  server.listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    received,
    port,
    url: `http://127.0.0.1:${port}/hook`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Where tests may send to: here, and by plain http. */
export const LOOPBACK = { networks: ["127.0.0.0/8"], http: true, dnsServers: [], ports: [] };
