import { beforeAll, expect, test } from "vitest";
import { POST } from "@/app/api/v1/activations/route";
import { AUTH_BODY_BYTES_MAX } from "@/lib/auth/body";
import { activate } from "@/lib/credentials/activation";
import { issuePin } from "@/lib/credentials/pins/commands";
import { PIN_WORDS } from "@/lib/credentials/pins/redeem";
import { publicUrl } from "@/lib/env";
import { NETWORK_HEADER } from "@/lib/network";
import type { Actor } from "@/lib/permissions/actor";
import {
  codeOf,
  makeActor,
  makeOrganization,
  makeUser,
  type TestOrganization,
  unwrap,
} from "@/tests/support/product-people";

let organization: TestOrganization;
let admin: Actor;
beforeAll(async () => {
  organization = await makeOrganization();
  admin = await makeActor(organization, "admin");
});

const ask = (body: unknown, network = "192.0.2.8", headers: Record<string, string> = {}) =>
  POST(
    new Request("http://poisoned.example/api/v1/activations", {
      method: "POST",
      headers: { "content-type": "application/json", [NETWORK_HEADER]: network, ...headers },
      body: typeof body === "string" ? body : JSON.stringify(body),
    }),
  );

async function issue() {
  const user = await makeUser(organization, { activatedAt: null, firstName: "Maria", lastName: "Miller" });
  const { pin } = unwrap(await issuePin(admin, user.id, { digits: "482917", uses: 1, hours: 1 }));
  return { user, pin };
}

test("an app gets whose PIN it was, and a link that is good once", async () => {
  const { user, pin } = await issue();
  const poisoned = { host: "poisoned.example", "x-forwarded-host": "poisoned.example" };
  const answer = await ask({ username: user.username, pin }, "192.0.2.8", poisoned);
  expect(answer.status).toBe(201);
  expect(answer.headers.get("cache-control")).toBe("no-store");
  const { token, expiresAt, ...rest } = (await answer.json()) as { token: string; expiresAt: string };
  expect(rest).toEqual({
    user: { id: user.id, username: user.username, firstName: "Maria", lastName: "Miller" },
    organization: { slug: organization.slug, name: organization.name },
    activationUrl: `${publicUrl()}/activate/${token}`,
    policies: { offlineDays: 14, copyPaste: true, screenshots: true, appVersionMin: null },
  });
  expect(Date.parse(expiresAt) - Date.now()).toBeGreaterThan(29 * 60_000);
  expect(codeOf(await activate(token, "lavender submarine clockwork", { ip: "", userAgent: null }))).toBe(
    "ok",
  );
});

test("whatever is wrong with a PIN or a name, the answer is one and the same problem document", async () => {
  const { user, pin } = await issue();
  const answers = await Promise.all([
    ask({ username: user.username, pin: "730465" }, "192.0.2.9"),
    ask({ username: "nobody@nowhere.example", pin }, "192.0.2.10"),
    ask({ username: `nobody@${organization.domain}`, pin }, "192.0.2.11"),
  ]);
  for (const answer of answers) {
    expect(answer.status).toBe(401);
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    expect(await answer.json()).toEqual({
      type: "about:blank",
      title: PIN_WORDS.wrong,
      status: 401,
      code: "unauthenticated",
    });
  }
});

test("too many tries are 429", async () => {
  const { user } = await issue();
  const answers = [];
  for (let index = 0; index < 6; index += 1)
    answers.push(await ask({ username: user.username, pin: "730465" }, "192.0.2.12"));
  expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401, 429]);
});

test.each([
  ["no JSON", "pin=482917", 400],
  ["no object", "[]", 400],
  ["nothing", {}, 400],
  ["a PIN of other letters", { username: "a@b.example", pin: "abcdef" }, 400],
  ["more than it asks for", { username: "a@b.example", pin: "482917", admin: true }, 400],
  ["numbers", { username: 1, pin: 482917 }, 400],
  ["a character that cannot be kept", { username: "a\0@b.example", pin: "482917" }, 400],
  ["too much", "x".repeat(AUTH_BODY_BYTES_MAX + 1), 413],
])("%s is refused", async (_, body, status) => {
  const answer = await ask(body);
  expect(answer.status).toBe(status);
  expect(await answer.json()).toMatchObject({ code: "invalid", status });
});
