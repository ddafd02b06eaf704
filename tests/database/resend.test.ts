import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { resendTransport } from "@/lib/messages/transport/resend";
import type { Outgoing } from "@/lib/messages/transport/transport";

type Asked = {
  path: string | undefined;
  key: string | undefined;
  validation: string | undefined;
  authorization: string | undefined;
  body: unknown;
  at: number;
};
type Answer = { status: number; body: unknown; headers?: Record<string, string> };

let asked: Asked[] = [];
let answers: Answer[] = [];
const taken = (count: number): Answer => ({
  status: 200,
  body: { data: Array.from({ length: count }, (_, index) => ({ id: `r${index}` })) },
});
const refusal = (status: number, name: string, headers = {}): Answer => ({
  status,
  body: { statusCode: status, name, message: "No." },
  headers,
});

const server = createServer(async (request, response) => {
  const { headers, url: path } = request;
  const header = (name: string) => headers[name] as string | undefined;
  asked.push({
    path,
    key: header("idempotency-key"),
    validation: header("x-batch-validation"),
    authorization: headers.authorization,
    body: JSON.parse(await textOf(request)),
    at: performance.now(),
  });
  const { status, body, headers: more = {} } = answers.shift() ?? taken(1);
  response.writeHead(status, { "content-type": "application/json", ...more });
  response.end(JSON.stringify(body));
});

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

let baseUrl = "";
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());
beforeEach(() => {
  asked = [];
  answers = [];
});

const MAIL = { from: "us@x.example", subject: "S", html: "<p>T</p>", inline: [] };
const message = (id: string): Outgoing => ({
  id,
  organizationId: "o1",
  to: `${id}@x.example`,
  text: "T",
  mail: MAIL,
});
const send = (...ids: string[]) => resendTransport("re_test", baseUrl).send(ids.map(message), "the-key");

test("many go by one request, each with tags to know it by, and one alone by another", async () => {
  answers = [taken(2), { status: 200, body: { id: "r9" } }];
  expect(await send("a", "b")).toEqual([
    { ok: true, providerId: "r0" },
    { ok: true, providerId: "r1" },
  ]);
  expect(asked[0]).toMatchObject({
    path: "/emails/batch",
    key: "the-key",
    validation: "permissive",
    authorization: "Bearer re_test",
    body: [{ to: "a@x.example", subject: "S", text: "T", html: "<p>T</p>" }, { to: "b@x.example" }],
  });
  expect(asked[0]?.body).toMatchObject([
    {
      tags: [
        { name: "organization", value: "o1" },
        { name: "message", value: "a" },
      ],
    },
    {},
  ]);
  expect(await send("c")).toEqual([{ ok: true, providerId: "r9" }]);
  expect(asked[1]).toMatchObject({ path: "/emails", key: "the-key" });
});

test("an image goes along with the mail that shows it", async () => {
  const inline = [
    { contentId: "qr", fileName: "qr.png", type: "image/png", bytes: new Uint8Array([1, 2, 3]) },
  ];
  await resendTransport("re_test", baseUrl).send([{ ...message("a"), mail: { ...MAIL, inline } }], "k");
  expect(asked[0]?.body).toMatchObject({
    attachments: [{ content: "AQID", filename: "qr.png", content_type: "image/png", content_id: "qr" }],
  });
});

test("of a batch, those that are wrong fail and the others go", async () => {
  answers = [
    {
      status: 200,
      body: { data: [{ id: "r0" }, { id: "r2" }], errors: [{ index: 1, message: "Bad address." }] },
    },
  ];
  expect(await send("a", "b", "c")).toEqual([
    { ok: true, providerId: "r0" },
    { ok: false, again: false, error: "Bad address." },
    { ok: true, providerId: "r2" },
  ]);
});

test.each([
  [500, true],
  [503, true],
  [403, false],
  [422, false],
])("an answer of %i is tried again: %s", async (status, again) => {
  answers = [refusal(status, "an_error")];
  expect(await send("a", "b")).toMatchObject([
    { ok: false, again },
    { ok: false, again },
  ]);
});

test("too many at once is no try, and is waited for as long as the service says", async () => {
  answers = [refusal(429, "rate_limit_exceeded", { "retry-after": "1" }), taken(1)];
  const transport = resendTransport("re_test", baseUrl);
  expect(await transport.send([message("a")], "k")).toMatchObject([
    { ok: false, again: true, afterMs: 1000 },
  ]);
  await transport.send([message("a")], "k");
  expect((asked[1]?.at ?? 0) - (asked[0]?.at ?? 0)).toBeGreaterThan(950);
});

test("the last request that is allowed makes the next one wait", async () => {
  answers = [{ ...taken(1), headers: { "ratelimit-remaining": "0", "ratelimit-reset": "1" } }, taken(1)];
  const transport = resendTransport("re_test", baseUrl);
  await transport.send([message("a")], "k1");
  await transport.send([message("b")], "k2");
  expect((asked[1]?.at ?? 0) - (asked[0]?.at ?? 0)).toBeGreaterThan(950);
});

test("a key that got through with other words before is sent, and one under way is tried again", async () => {
  answers = [refusal(409, "invalid_idempotent_request"), refusal(409, "concurrent_idempotent_requests")];
  expect(await send("a", "b")).toEqual([{ ok: true }, { ok: true }]);
  expect(await send("a", "b")).toMatchObject([{ again: true }, { again: true }]);
});

test("a service that is not there is tried again", async () => {
  const transport = resendTransport("re_test", "http://127.0.0.1:1");
  expect(await transport.send([message("a")], "k")).toMatchObject([{ ok: false, again: true }]);
});
