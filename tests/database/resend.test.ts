import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Mail } from "@/lib/messages/mime";

type Asked = { key: string | undefined; authorization: string | undefined; body: Record<string, unknown> };

const asked: Asked[] = [];
let status = 200;
const server = createServer(async (request, response) => {
  const { headers } = request;
  asked.push({
    key: headers["idempotency-key"] as string | undefined,
    authorization: headers.authorization,
    body: JSON.parse(await textOf(request)) as Record<string, unknown>,
  });
  response.writeHead(status, { "content-type": "application/json" });
  response.end(
    JSON.stringify(status === 200 ? { id: "r1" } : { statusCode: status, name: "an_error", message: "No." }),
  );
});

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  process.env.RESEND_BASE_URL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  delete process.env.RESEND_BASE_URL;
  server.close();
});

const MAIL: Mail = {
  id: "0199",
  from: "us@x.example",
  to: "ada@x.example",
  subject: "S",
  text: "T",
  html: "<p>T</p>",
};

async function send() {
  const { resendTransport } = await import("@/lib/messages/transport-resend");
  return resendTransport("re_test").send(MAIL);
}

test("a message is sent with its id as the key, so that it goes out once", async () => {
  expect(await send()).toEqual({ ok: true });
  const { id: key, ...body } = MAIL;
  expect(asked.at(-1)).toMatchObject({ key, body, authorization: "Bearer re_test" });
});

test.each([
  [429, true],
  [500, true],
  [503, true],
  [403, false],
  [422, false],
])("an answer of %i is tried again: %s", async (code, again) => {
  status = code;
  expect(await send()).toMatchObject({ ok: false, again });
});

test("a service that is not there is tried again", async () => {
  const { resendTransport } = await import("@/lib/messages/transport-resend");
  process.env.RESEND_BASE_URL = "http://127.0.0.1:1";
  const delivery = await resendTransport("re_test")
    .send(MAIL)
    .catch(() => ({ ok: false, again: true }));
  expect(delivery).toMatchObject({ ok: false, again: true });
});
