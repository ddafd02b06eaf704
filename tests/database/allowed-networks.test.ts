import { verify } from "@node-rs/argon2";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { authenticate } from "@/lib/api-keys/authenticate";
import { answerByKey } from "@/lib/api-keys/route";
import { newSecret } from "@/lib/api-keys/secret";
import { findActor, requireActor, requireReach, requireSignedIn } from "@/lib/auth/guard";
import { endSession, readSession } from "@/lib/auth/session-row";
import { signIn } from "@/lib/auth/sign-in";
import { SIGN_IN_WORDS } from "@/lib/auth/sign-in-words";
import { activate } from "@/lib/credentials/activation";
import { issueInvitation } from "@/lib/credentials/invitations";
import { issuePin } from "@/lib/credentials/pins/commands";
import { redeemPin } from "@/lib/credentials/pins/redeem";
import type { User } from "@/lib/generated/prisma/client";
import { NETWORK_HEADER, networkOf } from "@/lib/network";
import type { Actor } from "@/lib/permissions/actor";
import { clearAllowlist } from "@/lib/setup/allowlist";
import { makeApiKey } from "@/tests/support/api";
import { say, sayOf, trySay } from "@/tests/support/policies";
import { adminQuery, ownerClient, snapshot } from "@/tests/support/product-database";
import {
  actorOf,
  codeOf,
  eventsOf,
  givePassword,
  makeActor,
  makeOrganization,
  makeUser,
  type TestOrganization,
  unwrap,
} from "@/tests/support/product-people";

vi.mock("@node-rs/argon2", async (importOriginal) => {
  const original = await importOriginal<typeof import("@node-rs/argon2")>();
  return { ...original, verify: vi.fn(original.verify) };
});

const request = vi.hoisted(() => ({
  session: null as { oid: string; sid: string } | null,
  headers: {} as Record<string, string>,
  proxies: 0,
}));
vi.mock("@/lib/auth/cookie", () => ({ sessionInCookie: async () => request.session }));
vi.mock("next/headers", () => ({
  headers: async () => new Headers(request.headers),
  cookies: async () => new Map(),
}));
vi.mock("next/navigation", () => {
  const leave = (where: string) => {
    throw new Error(where);
  };
  return {
    redirect: (to: string) => leave(`to ${to}`),
    forbidden: () => leave("forbidden"),
    notFound: () => leave("not found"),
  };
});
vi.mock("@/lib/env", async (importOriginal) => {
  const original = await importOriginal<typeof import("@/lib/env")>();
  return { ...original, env: () => ({ ...original.env(), ROLLCALL_TRUSTED_PROXIES: request.proxies }) };
});

const PASSWORD = "correct horse battery staple";
const NETWORKS = ["203.0.113.0/24", "2001:db8::/32"];
const INSIDE = "203.0.113.7";
const OUTSIDE = "198.51.100.7";

let organization: TestOrganization;
let user: User;
let admin: Actor;
beforeEach(async () => {
  organization = await makeOrganization();
  user = await makeUser(organization, { role: "admin" });
  await givePassword(user, PASSWORD);
  admin = { ...actorOf(user, organization), ip: INSIDE };
  request.session = null;
  request.headers = {};
  request.proxies = 0;
  vi.mocked(verify).mockClear();
});

const tryIn = (ip: string, password = PASSWORD, username = user.username) =>
  signIn({ username, password, ip, userAgent: null });
const storedNetworks = async (id = organization.id) =>
  (
    await adminQuery<{ it: string[] }>("SELECT allowed_networks AS it FROM organizations WHERE id = $1", [id])
  )[0]?.it;

describe("the networks of an organization", () => {
  test("are saved with an event, and nobody else's are touched", async () => {
    const other = await makeOrganization();
    await say(admin, "allowedNetworks", NETWORKS);
    await say(admin, "allowedNetworks", NETWORKS);
    expect(await storedNetworks()).toEqual(NETWORKS);
    expect(await storedNetworks(other.id)).toEqual([]);
    expect((await eventsOf(organization.id)).at(-1)).toMatchObject({
      action: "organization.updated",
      changes: { before: { allowedNetworks: "" }, after: { allowedNetworks: NETWORKS.join(", ") } },
    });
    expect(await eventsOf(organization.id)).toHaveLength(2);
    await say(admin, "allowedNetworks", []);
    expect(await storedNetworks()).toEqual([]);
  });

  test.each([
    ["another network", OUTSIDE],
    ["an address that looks like one of them", "203.0.113.7.example"],
    ["nowhere", null],
    ["a proxy that says nothing", "unknown"],
  ])("are not saved by whoever they would shut out: somebody from %s", async (_, ip) => {
    const before = await snapshot();
    const refused = await trySay({ ...admin, ip }, "allowedNetworks", NETWORKS);
    expect(refused).toMatchObject({
      ok: false,
      error: { issues: [{ path: "value", message: expect.stringContaining("shut yourself out") }] },
    });
    expect(await snapshot()).toEqual(before);
  });

  test("may name one's own as IPv4 mapped into IPv6", async () => {
    await say({ ...admin, ip: "::ffff:203.0.113.7" }, "allowedNetworks", NETWORKS);
  });

  test.each(["viewer", "billing", "user"] as const)("are not for a %s to say", async (role) => {
    const actor = { ...(await makeActor(organization, role)), ip: INSIDE };
    expect(codeOf(await trySay(actor, "allowedNetworks", NETWORKS))).toBe("forbidden");
    expect(await storedNetworks()).toEqual([]);
  });

  test("are a hundred at most, whoever writes them", async () => {
    await expect(
      adminQuery("UPDATE organizations SET allowed_networks = array_fill('10.0.0.0/8'::text, ARRAY[101])"),
    ).rejects.toThrow(/check constraint/);
  });
});

describe("from elsewhere", () => {
  test("nobody signs in, and nothing tells which names and passwords are right", async () => {
    await say(admin, "allowedNetworks", NETWORKS);
    const refusal = { ok: false, error: { code: "network", message: SIGN_IN_WORDS.network } };
    const { throttles: _, ...before } = await snapshot();
    for (const [username, password] of [
      [user.username, PASSWORD],
      [user.username, "wrong"],
      [`nobody@${organization.domain}`, PASSWORD],
    ] as const)
      expect(await tryIn(OUTSIDE, password, username)).toEqual(refusal);
    expect(vi.mocked(verify)).not.toHaveBeenCalled();
    const { throttles: __, ...after } = await snapshot();
    expect(after).toEqual(before);
    expect((await tryIn("::ffff:203.0.113.8")).ok).toBe(true);
    expect((await tryIn("2001:db8:1::1")).ok).toBe(true);
  });

  test("a session is refused at its next request, goes on from inside, and is not kept alive", async () => {
    const { sessionId } = unwrap(await tryIn(OUTSIDE));
    const read = (ip: string) => readSession(organization.id, sessionId, ip);
    expect(await read(OUTSIDE)).not.toBeNull();
    await say(admin, "allowedNetworks", NETWORKS);
    await adminQuery("UPDATE sessions SET last_seen_at = now() - interval '5 minutes' WHERE id = $1", [
      sessionId,
    ]);
    const before = await snapshot();
    for (const ip of [OUTSIDE, "", "unknown", "::ffff:198.51.100.7", "203.0.113.7, 198.51.100.7"])
      expect(await read(ip)).toBeNull();
    expect(await snapshot()).toEqual(before);
    expect(await read(INSIDE)).not.toBeNull();
    await endSession(organization.id, sessionId);
    expect(await read(INSIDE)).toBeNull();
  });

  test("a page says why and where to go on", async () => {
    const { sessionId } = unwrap(await tryIn(INSIDE));
    await say(admin, "allowedNetworks", NETWORKS);
    request.session = { oid: organization.id, sid: sessionId };
    request.headers = { [NETWORK_HEADER]: OUTSIDE, "x-rollcall-path": "/account" };
    await expect(requireSignedIn()).rejects.toThrow("to /sign-in?callbackUrl=%2Faccount&ended=network");
    expect(await findActor(organization.slug)).toBeNull();
    request.headers = { [NETWORK_HEADER]: INSIDE };
    expect((await requireSignedIn()).username).toBe(user.username);
  });

  test("a program is refused by a 403, and let in from inside", async () => {
    const { secret } = await makeApiKey(admin);
    await say(admin, "allowedNetworks", NETWORKS);
    const headers = (ip: string, key = secret) =>
      new Headers({ [NETWORK_HEADER]: ip, authorization: `Bearer ${key}` });
    expect(codeOf(await authenticate(headers(OUTSIDE)))).toBe("network");
    expect(codeOf(await authenticate(headers(INSIDE)))).toBe("ok");
    expect(codeOf(await authenticate(headers(OUTSIDE, newSecret())))).toBe("unauthenticated");
    const call = new Request("http://rollcall.example/api/v1/imports", { headers: headers(OUTSIDE) });
    const answer = await answerByKey(
      call,
      { scope: "imports.read", permission: "users.import.read" },
      async () => Response.json({}),
    );
    expect(answer.status).toBe(403);
    expect(await answer.json()).toMatchObject({ code: "network", title: /own networks only/ });
  });
});

describe("a forwarding header that somebody made up", () => {
  const seen = (proxies: number, headers: Record<string, string>) => {
    request.proxies = proxies;
    return networkOf(new Headers({ [NETWORK_HEADER]: OUTSIDE, ...headers }));
  };

  test.each([
    [0, { "x-forwarded-for": INSIDE }, false],
    [0, { "x-forwarded-for": INSIDE, "x-real-ip": INSIDE, forwarded: `for=${INSIDE}` }, false],
    [1, { "x-forwarded-for": `${INSIDE}, ${OUTSIDE}` }, false],
    [1, { "x-forwarded-for": `${INSIDE},${INSIDE}, ${OUTSIDE}` }, false],
    [1, { "x-real-ip": INSIDE, forwarded: `for=${INSIDE}` }, false],
    [1, { "x-forwarded-for": "" }, false],
    [2, { "x-forwarded-for": `${INSIDE}, ${OUTSIDE}, 10.0.0.1` }, false],
    [1, { "x-forwarded-for": `${OUTSIDE}, ${INSIDE}` }, true],
    [2, { "x-forwarded-for": `${OUTSIDE}, ${INSIDE}, 10.0.0.1` }, true],
  ])("behind %i proxies, %j: let in %s", async (proxies, headers, letIn) => {
    const { sessionId } = unwrap(await tryIn(INSIDE));
    await say(admin, "allowedNetworks", NETWORKS);
    const ip = seen(proxies, headers);
    expect((await readSession(organization.id, sessionId, ip)) !== null).toBe(letIn);
    expect((await tryIn(ip)).ok).toBe(letIn);
    const { secret } = await makeApiKey(admin);
    const call = new Headers({
      [NETWORK_HEADER]: OUTSIDE,
      ...headers,
      authorization: `Bearer ${secret}`,
    });
    expect(codeOf(await authenticate(call))).toBe(letIn ? "ok" : "network");
  });
});

describe("whoever manages the organization from another one", () => {
  async function manage() {
    const managing = await makeOrganization({ managing: true });
    const managed = await makeOrganization({ managedBy: managing.id });
    const manager = await makeUser(managing, { role: "admin" });
    await givePassword(manager, PASSWORD);
    const { sessionId } = unwrap(await tryIn(OUTSIDE, PASSWORD, manager.username));
    request.session = { oid: managing.id, sid: sessionId };
    request.headers = { [NETWORK_HEADER]: OUTSIDE };
    return { managing, managed, manager };
  }

  test("is held to its networks there, and not at home", async () => {
    const { managing, managed } = await manage();
    expect((await requireActor(managed.slug, "users.read")).organization.slug).toBe(managed.slug);
    const inside = { ...(await makeActor(managed, "admin")), ip: INSIDE };
    await say(inside, "allowedNetworks", NETWORKS);
    const refused = `to /organizations?refused=${managed.slug}`;
    await expect(requireActor(managed.slug, "users.read")).rejects.toThrow(refused);
    await expect(requireReach(managed.slug)).rejects.toThrow(refused);
    expect(await findActor(managed.slug)).toBeNull();
    expect((await requireActor(managing.slug, "users.read")).organization.slug).toBe(managing.slug);
    request.headers = { [NETWORK_HEADER]: INSIDE };
    expect((await findActor(managed.slug))?.organization.slug).toBe(managed.slug);
  });

  test("does not shut themselves out of it either", async () => {
    const { managed, manager } = await manage();
    const actor = { ...actorOf(manager, managed), ip: OUTSIDE };
    expect(codeOf(await trySay(actor, "allowedNetworks", NETWORKS))).toBe("invalid");
    await say(actor, "allowedNetworks", [...NETWORKS, "198.51.100.0/24"]);
  });

  test("finds no organization that is none of theirs, whatever its networks", async () => {
    await manage();
    await say(admin, "allowedNetworks", NETWORKS);
    await expect(requireReach(organization.slug)).rejects.toThrow("not found");
  });
});

describe("clear-allowlist", () => {
  const clear = (slug: string) => ownerClient().$transaction((tx) => clearAllowlist(tx, slug));

  test("lets people in from any network again, once, with an event", async () => {
    const other = { ...(await makeActor(await makeOrganization(), "admin")), ip: INSIDE };
    await say(other, "allowedNetworks", NETWORKS);
    await say(admin, "allowedNetworks", NETWORKS);
    expect(unwrap(await clear(organization.slug))).toEqual({
      name: organization.name,
      networks: 2,
      people: 0,
    });
    expect(unwrap(await clear(organization.slug))).toEqual({
      name: organization.name,
      networks: 0,
      people: 0,
    });
    expect((await tryIn(OUTSIDE)).ok).toBe(true);
    expect(await storedNetworks(other.organizationId)).toEqual(NETWORKS);
    expect((await eventsOf(organization.id)).slice(2)).toMatchObject([
      { action: "organization.updated", actor_kind: "operator", changes: { after: { allowedNetworks: "" } } },
    ]);
  });

  test("lets those in, too, for whom networks or hours were otherwise, at any hour", async () => {
    const closed = { days: [1], from: "03:00", until: "03:01", zone: "UTC" };
    await sayOf(admin, user, "allowedNetworks", NETWORKS);
    await adminQuery(
      "UPDATE organizations SET policies = jsonb_build_object('signInHours', $2::jsonb) WHERE id = $1",
      [organization.id, JSON.stringify(closed)],
    );
    expect((await tryIn(OUTSIDE)).ok).toBe(false);
    expect(unwrap(await clear(organization.slug))).toMatchObject({ networks: 0, people: 1 });
    expect((await tryIn(OUTSIDE)).ok).toBe(true);
    expect((await eventsOf(user.id)).at(-1)).toMatchObject({
      action: "user.policiesChanged",
      actor_kind: "operator",
    });
    expect(unwrap(await clear(organization.slug))).toMatchObject({ networks: 0, people: 0 });
  });

  test("knows no organization of another name", async () => {
    expect(codeOf(await clear("nothing-of-the-kind"))).toBe("notFound");
  });
});

test("from elsewhere nobody learns which PINs are right, and no link sets a password", async () => {
  const pending = await makeUser(organization, { activatedAt: null });
  const { pin } = unwrap(await issuePin(admin, pending.id, { digits: null, uses: 1, hours: 1 }));
  const { token } = unwrap(await issueInvitation(admin, pending.id));
  await say(admin, "allowedNetworks", NETWORKS);
  const { username } = pending;
  const wrong = pin === "482917" ? "482918" : "482917";
  for (const tried of [pin, wrong])
    expect(codeOf(await redeemPin({ username, pin: tried, ip: OUTSIDE }))).toBe("network");
  expect(codeOf(await activate(token, PASSWORD, { ip: OUTSIDE, userAgent: null }))).toBe("network");
  expect((await redeemPin({ username, pin, ip: INSIDE })).ok).toBe(true);
  expect((await activate(token, PASSWORD, { ip: INSIDE, userAgent: null })).ok).toBe(true);
});
