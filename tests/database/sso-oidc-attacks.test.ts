import { generateKeyPairSync, sign } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { withOrganization } from "@/lib/db";
import type { SignOnProvider } from "@/lib/generated/prisma/client";
import { begin, finish, makeProvider } from "@/tests/database/sso-support";
import {
  type FalseOpenId,
  type Lies,
  signedByPublicKey,
  startFalseOpenId,
} from "@/tests/support/false-openid";
import { adminQuery } from "@/tests/support/product-database";
import { eventsOf, makeOrganization, makeUser, type TestOrganization } from "@/tests/support/product-people";

let openId: FalseOpenId;
let organization: TestOrganization;
let provider: SignOnProvider;
beforeAll(async () => {
  openId = await startFalseOpenId();
  organization = await makeOrganization();
  provider = await makeProvider(organization, openId);
});
beforeEach(() => {
  openId.lies = {};
});
afterAll(() => openId.stop());

const isLinked = async (userId: string) =>
  (await withOrganization(organization.id, (tx) =>
    tx.signOnLink.count({ where: { organizationId: organization.id, userId } }),
  )) > 0;

async function comeBack(claims: object = {}, more: Record<string, string> = {}) {
  const user = await makeUser(organization);
  const way = await begin(provider);
  const said = { sub: user.id, email: user.username, email_verified: true, ...claims };
  return { user, way, back: openId.backFrom(way.url, said, more) };
}

const claim = (changes: Record<string, unknown>): Lies => ({
  token: ({ header, claims }) => ({ header, claims: { ...claims, ...changes } }),
});
const header = (changes: Record<string, unknown>): Lies => ({
  token: (token) => ({ ...token, header: { ...token.header, ...changes } }),
});
const { privateKey: stranger } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const ago = Math.floor(Date.now() / 1000) - 3600;

test("the provider signs in as long as it does not lie", async () => {
  const { user, way, back } = await comeBack();
  expect(await finish(way, back)).toMatchObject({ is: "in" });
  expect(await isLinked(user.id)).toBe(true);
});

describe("a token is refused", () => {
  const LIES: [string, Lies][] = [
    ["of another audience", claim({ aud: "another" })],
    ["of ours among others, authorized for another", claim({ aud: ["another", "rollcall"], azp: "another" })],
    ["of another issuer", claim({ iss: "https://evil.example" })],
    ["with another nonce", claim({ nonce: "another" })],
    ["without a nonce", claim({ nonce: undefined })],
    ["that has expired", claim({ exp: ago, iat: ago - 60 })],
    ["without a subject", claim({ sub: undefined })],
    ["with an empty subject", claim({ sub: "" })],
    ["that nothing signed, by alg none", { ...header({ alg: "none" }), signature: () => Buffer.alloc(0) }],
    ["by alg None in other letters", { ...header({ alg: "NonE" }), signature: () => Buffer.alloc(0) }],
    [
      "with the public key for a shared secret",
      { ...header({ alg: "HS256" }), signature: signedByPublicKey },
    ],
    ["by a stranger's key", { signature: (input) => sign("sha256", Buffer.from(input), stranger) }],
    [
      "by a stranger's key, which it brings along",
      {
        ...header({
          jwk: generateKeyPairSync("rsa", { modulusLength: 2048 }).publicKey.export({ format: "jwk" }),
        }),
        signature: (input) => sign("sha256", Buffer.from(input), stranger),
      },
    ],
    ["without a signature", { signature: () => Buffer.alloc(0) }],
    ["by a key that the provider has not", header({ kid: "another" })],
  ];

  test.each(LIES)("%s", async (_, lies) => {
    const { user, way, back } = await comeBack();
    openId.lies = lies;
    expect(await finish(way, back)).toMatchObject({ is: "out", code: "signOn" });
    expect(await isLinked(user.id)).toBe(false);
  });
});

describe("an answer is refused", () => {
  test("of another issuer by its address, and of none where the provider always says it (RFC 9207)", async () => {
    for (const change of [
      (url: URL) => url.searchParams.set("iss", "https://evil.example"),
      (url: URL) => url.searchParams.delete("iss"),
    ]) {
      const { user, way, back } = await comeBack();
      change(back);
      expect(await finish(way, back)).toMatchObject({ is: "out", code: "signOn" });
      expect(await isLinked(user.id)).toBe(false);
    }
  });

  test("without its state, with another one, and with that of another browser's request", async () => {
    const { user, way, back } = await comeBack();
    const other = (await comeBack()).back.searchParams.get("state") ?? "";
    const own = back.searchParams.get("state") ?? "";
    for (const state of ["", "x", `${own.slice(0, -1)}${own.endsWith("A") ? "B" : "A"}`, other]) {
      const changed = new URL(back);
      changed.searchParams.set("state", state);
      expect(await finish(way, changed)).toEqual({ is: "out", code: "signOnOver" });
    }
    expect(await isLinked(user.id)).toBe(false);
    // Nobody else's answer has used the request up.
    expect(await finish(way, back)).toMatchObject({ is: "in" });
  });

  test("in a browser that did not begin: nobody is signed in as somebody else (login CSRF)", async () => {
    for (const token of [null, "", "another"]) {
      const { user, way, back } = await comeBack();
      expect(await finish(way, back, { token })).toEqual({ is: "out", code: "signOnOver" });
      expect(await isLinked(user.id)).toBe(false);
    }
  });

  test("a second time, and of many at once one is taken", async () => {
    const { way, back } = await comeBack();
    const all = await Promise.all(Array.from({ length: 8 }, () => finish(way, back)));
    expect(all.filter(({ is }) => is === "in")).toHaveLength(1);
    expect(await finish(way, back)).toEqual({ is: "out", code: "signOnOver" });
  });

  test("with the code of another browser's request", async () => {
    const mine = await comeBack();
    const theirs = await comeBack();
    mine.back.searchParams.set("code", theirs.back.searchParams.get("code") ?? "");
    expect(await finish(mine.way, mine.back)).toMatchObject({ is: "out", code: "signOn" });
    expect(await isLinked(theirs.user.id)).toBe(false);
  });

  test("at another provider of the organization (mix-up)", async () => {
    const other = await makeProvider(organization, { ...openId, issuer: "https://honest.example" });
    const { user, way, back } = await comeBack();
    expect(await finish({ ...way, providerId: other.id }, back)).toEqual({ is: "out", code: "signOnOver" });
    expect(await isLinked(user.id)).toBe(false);
  });

  test("when its time is over, and when the provider is no longer in use", async () => {
    const late = await comeBack();
    await adminQuery("UPDATE sign_on_requests SET expires_at = now() WHERE id = $1", [late.way.requestId]);
    expect(await finish(late.way, late.back)).toEqual({ is: "out", code: "signOnOver" });
    const off = await comeBack();
    await adminQuery("UPDATE sign_on_providers SET state = 'draft' WHERE id = $1", [provider.id]);
    expect(await finish(off.way, off.back)).toEqual({ is: "out", code: "signOnOver" });
    await adminQuery("UPDATE sign_on_providers SET state = 'offered' WHERE id = $1", [provider.id]);
  });

  test("the code is of no use without what only the browser knows (RFC 7636)", async () => {
    const { way } = await comeBack();
    const { searchParams } = new URL(way.url);
    expect(searchParams.get("code_challenge_method")).toBe("S256");
    expect(searchParams.get("code_challenge")).toMatch(/^[\w-]{43}$/);
    const [row] = await adminQuery<{ text: string }>(
      "SELECT string_agg(r::text, ' ') AS text FROM sign_on_requests r",
    );
    for (const secret of [way.browserToken, searchParams.get("nonce") ?? "", searchParams.get("state") ?? ""])
      expect(row?.text).not.toContain(secret);
  });
});

describe("whose people a provider speaks for", () => {
  test("another organization's provider means nobody of ours, and makes no account with our domain", async () => {
    const other = await makeOrganization();
    const theirs = await makeProvider(other, openId, { newPeople: "create" });
    const user = await makeUser(organization);
    const way = await begin(theirs);
    const said = { sub: "theirs", email: user.username, email_verified: true };
    expect(await finish(way, openId.backFrom(way.url, said))).toMatchObject({ is: "out", code: "signOn" });
    expect(await isLinked(user.id)).toBe(false);
    const reasons = (await eventsOf(theirs.id)).map(({ changes }) => JSON.stringify(changes));
    expect(reasons.join()).toContain("proven domains");
    expect(
      await adminQuery("SELECT id FROM users WHERE organization_id = $1 AND username = $2", [
        other.id,
        user.username,
      ]),
    ).toEqual([]);
  });

  test("a domain that the organization added and has not proven is nobody's", async () => {
    await adminQuery(
      "INSERT INTO domains (organization_id, id, name, challenge) VALUES ($1, gen_random_uuid(), 'claimed.example', 'x')",
      [organization.id],
    );
    const user = await makeUser(organization, { accessEmail: "ceo@claimed.example" });
    const { way, back } = await comeBack({ sub: "claimed", email: "ceo@claimed.example" });
    expect(await finish(way, back)).toMatchObject({ is: "out" });
    expect(await isLinked(user.id)).toBe(false);
  });

  test.each([
    [{ email_verified: false }],
    [{ email: undefined }],
    [{ email: "no address" }],
    [{ email: ["a@b.example"] }],
  ])("an address like %j links nobody", async (claims) => {
    const { user, way, back } = await comeBack(claims);
    expect(await finish(way, back)).toMatchObject({ is: "out" });
    expect(await isLinked(user.id)).toBe(false);
  });

  test("a second identity does not come by the account of a first one that has the same address", async () => {
    const first = await comeBack();
    expect(await finish(first.way, first.back)).toMatchObject({ is: "in" });
    const second = await comeBack({ sub: "second", email: first.user.username });
    expect(await finish(second.way, second.back)).toMatchObject({ is: "out" });
    const again = await comeBack({ sub: first.user.id, email: "moved@elsewhere.example" });
    expect(await finish(again.way, again.back)).toMatchObject({ is: "in" });
  });
});

test.each([
  "https://evil.example/",
  "//evil.example",
  "/\\evil.example",
  "/%2fevil.example/..//evil.example",
  "javascript:alert(1)",
  "/api/auth/signout",
])("after the sign-in nobody is led to %s", async (target) => {
  const user = await makeUser(organization);
  const way = await begin(provider, target);
  const outcome = await finish(way, openId.backFrom(way.url, { sub: user.id, email: user.username }));
  expect(outcome.is).toBe("in");
  if (outcome.is === "in") expect(new URL(outcome.target, "http://here.example").host).toBe("here.example");
  if (outcome.is === "in") expect(outcome.target).not.toContain("/api/auth");
});

describe("what is asked of a provider", () => {
  const LIES: [string, Lies["answer"]][] = [
    ["leads elsewhere", () => ({ status: 302, headers: { location: "http://169.254.169.254/" } })],
    [
      "is long",
      () => ({
        status: 200,
        headers: { "content-type": "application/json" },
        body: Buffer.alloc(2_000_000, 32),
      }),
    ],
    [
      "is compressed",
      () => ({
        status: 200,
        headers: { "content-type": "application/json", "content-encoding": "gzip" },
        body: "x",
      }),
    ],
    ["is no JSON", () => ({ status: 200, headers: { "content-type": "application/json" }, body: "x" })],
  ];
  test.each(LIES)("is refused where the answer %s", async (_, answer) => {
    for (const path of ["/.well-known/openid-configuration", "/keys", "/token"]) {
      const { user, way, back } = await comeBack();
      openId.lies = { answer: (asked) => (asked === path ? (answer?.(asked) ?? null) : null) };
      expect(await finish(way, back)).toMatchObject({ is: "out", code: "signOn" });
      expect(await isLinked(user.id)).toBe(false);
      openId.lies = {};
    }
  });

  test.each([
    ["the name of another issuer", { issuer: "https://evil.example" }],
    ["keys inside", { jwks_uri: "http://10.0.0.1/keys" }],
    ["tokens inside", { token_endpoint: "https://169.254.169.254/token" }],
    ["nothing but shared secrets", { id_token_signing_alg_values_supported: ["HS256", "none"] }],
  ])("is not taken where it says %s", async (_, changes) => {
    const { user, way, back } = await comeBack();
    openId.lies = { metadata: (usual) => ({ ...usual, ...changes }) };
    expect(await finish(way, back)).toMatchObject({ is: "out", code: "signOn" });
    expect(await isLinked(user.id)).toBe(false);
  });
});
