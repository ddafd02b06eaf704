import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { twilioTransport } from "@/lib/messages/transport/twilio";

type Asked = { path: string | undefined; authorization: string | undefined; fields: Record<string, string> };
let asked: Asked[] = [];
let answer = { status: 201, body: { sid: "SM1", status: "queued" } as object, headers: {} };
const server = createServer((request, response) => {
  let body = "";
  request.on("data", (chunk) => {
    body += chunk;
  });
  request.on("end", () => {
    const { url: path, headers } = request;
    asked.push({
      path,
      authorization: headers.authorization,
      fields: Object.fromEntries(new URLSearchParams(body)),
    });
    response.writeHead(answer.status, { "content-type": "application/json", ...answer.headers });
    response.end(JSON.stringify(answer.body));
  });
});
let baseUrl = "";
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

const SMS = { id: "m1", organizationId: "o1", to: "+4915112345678", text: "Grüße & more" };
const send = (from = "+4915100000000") => {
  asked = [];
  return twilioTransport({ accountSid: "AC1", authToken: "t", from, baseUrl }).send([SMS], "m1");
};

test("an SMS is sent, and says where its status goes", async () => {
  expect(await send()).toEqual([{ ok: true, providerId: "SM1" }]);
  expect(asked).toEqual([
    {
      path: "/2010-04-01/Accounts/AC1/Messages.json",
      authorization: `Basic ${Buffer.from("AC1:t").toString("base64")}`,
      fields: {
        To: SMS.to,
        From: "+4915100000000",
        Body: SMS.text,
        StatusCallback: "http://rollcall.example/api/webhooks/twilio?organization=o1&message=m1",
      },
    },
  ]);
  await send("MG1");
  expect(asked[0]?.fields).toMatchObject({ MessagingServiceSid: "MG1" });
});

test.each([
  [400, 21211, { again: false, isBounce: true }],
  [400, 21606, { again: false, isBounce: false }],
  [401, 20003, { again: false }],
  [503, 0, { again: true }],
])("an answer of %i with the code %i is %j", async (status, code, expected) => {
  answer = { status, body: { code, message: "No." }, headers: {} };
  expect(await send()).toMatchObject([{ ok: false, ...expected }]);
});

test("too many at once is waited for", async () => {
  answer = { status: 429, body: { code: 20429 }, headers: { "retry-after": "3" } };
  expect(await send()).toMatchObject([{ ok: false, again: true, afterMs: 3000 }]);
});
