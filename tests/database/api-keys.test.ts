import { randomUUID } from "node:crypto";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { authenticate } from "@/lib/api-keys/authenticate";
import { createApiKey, revokeApiKey, rotateApiKey } from "@/lib/api-keys/commands";
import { ENDED_KEYS_MAX, listApiKeys } from "@/lib/api-keys/queries";
import { answerByKey } from "@/lib/api-keys/route";
import type { ApiScope } from "@/lib/api-keys/scopes";
import { hashSecret, newSecret } from "@/lib/api-keys/secret";
import { warnOfKeys } from "@/lib/api-keys/warn";
import { reviveActor } from "@/lib/auth/revive";
import { storeActor } from "@/lib/auth/stored-actor";
import { WRONG_KEYS_MAX } from "@/lib/auth/throttle";
import type { User } from "@/lib/generated/prisma/client";
import { NETWORK_HEADER } from "@/lib/network";
import type { Actor } from "@/lib/permissions/actor";
import type { Permission } from "@/lib/permissions/permissions";
import { ACCESS_PROFILES, ROLES } from "@/lib/permissions/roles";
import { createKeyFor } from "@/lib/setup/api-keys";
import { makeApiKey } from "@/tests/support/api";
import { adminQuery, asApplication, ownerClient, snapshot } from "@/tests/support/product-database";
import {
  actorOf,
  codeOf,
  eventsOf,
  makeActor,
  makeOrganization,
  makeUser,
  setUser,
  type TestOrganization,
  unwrap,
} from "@/tests/support/product-people";

const GIVEN = { name: "Nightly", scopes: ["imports.write" as const], expiresInDays: 30 };

let organization: TestOrganization;
let maker: User;
let admin: Actor;
beforeAll(async () => {
  organization = await makeOrganization();
});
beforeEach(async () => {
  maker = await makeUser(organization, { role: "admin" });
  admin = actorOf(maker, organization);
});

const headersOf = (secret: string | null, network: string = randomUUID()) =>
  new Headers({ [NETWORK_HEADER]: network, ...(secret ? { authorization: `Bearer ${secret}` } : {}) });
const authenticateWith = (secret: string | null) => authenticate(headersOf(secret));
const actorWith = async (secret: string) => unwrap(await authenticateWith(secret)).actor;

describe("making a key", () => {
  test("keeps its hash and its beginning, and says so in the log", async () => {
    const { id, secret } = unwrap(await createApiKey(admin, GIVEN));
    const [row] = await adminQuery("SELECT * FROM api_keys WHERE id = $1", [id]);
    expect(row).toMatchObject({
      organization_id: organization.id,
      name: "Nightly",
      prefix: secret.slice(0, 15),
      scopes: ["imports.write"],
      revoked_at: null,
      last_used_at: null,
    });
    expect(row?.secret_hash).toEqual(Buffer.from(hashSecret(secret)));
    const events = await eventsOf(id);
    expect(events).toMatchObject([
      { action: "apiKey.created", actor_user_id: maker.id, subject_name: "Nightly" },
    ]);
    expect(JSON.stringify([row, events])).not.toContain(secret);
    expect(JSON.stringify(await listApiKeys(admin))).not.toContain(secret.slice(15));
  });

  const others = ROLES.flatMap((role) =>
    [null, ...ACCESS_PROFILES].map((profile) => [role, profile] as const),
  );
  test.each(others.filter(([role]) => role !== "admin"))("is not for %s with %s", async (role, profile) => {
    const { id } = await makeApiKey(admin);
    const actor = await makeActor(organization, role, profile);
    const before = await snapshot();
    expect(codeOf(await createApiKey(actor, GIVEN))).toBe("forbidden");
    expect(codeOf(await revokeApiKey(actor, id))).toBe("forbidden");
    if (role !== "viewer") await expect(listApiKeys(actor)).rejects.toThrow("apiKeys.read");
    expect(await snapshot()).toEqual(before);
  });

  test("gives nobody a scope that goes beyond their rights", async () => {
    const limited = { ...admin, permissions: new Set(["apiKeys.update", "users.import.read"] as const) };
    expect(codeOf(await createApiKey(limited, GIVEN))).toBe("forbidden");
    expect(codeOf(await createApiKey(limited, { ...GIVEN, scopes: ["imports.read"] }))).toBe("ok");
  });
});

describe("a good key", () => {
  test("acts as its maker, by its name, with what its scopes leave", async () => {
    const { id, secret } = await makeApiKey(admin);
    const actor = await actorWith(secret);
    expect(actor).toMatchObject({
      userId: maker.id,
      organization: { id: organization.id },
      name: `${admin.name} (API key Nightly)`,
      apiKeyId: id,
    });
    expect([...actor.permissions].toSorted()).toEqual([
      "services.assign",
      "telephony.update",
      "users.credentials.issue",
      "users.groups.update",
      "users.import.commit",
      "users.import.prepare",
      "users.import.read",
      "users.read",
      "users.remove",
      "users.role.update",
      "users.update",
    ]);
    const [row] = await adminQuery<{ last_used_at: Date | null }>(
      "SELECT last_used_at FROM api_keys WHERE id = $1",
      [id],
    );
    expect(row?.last_used_at).not.toBeNull();
  });

  test("stays within its scopes in a job that it started", async () => {
    const { id, secret } = await makeApiKey(admin);
    const stored = storeActor(await actorWith(secret));
    const revived = await reviveActor(JSON.parse(JSON.stringify(stored)), organization.id);
    expect(revived?.permissions.has("users.import.commit")).toBe(true);
    expect(revived?.permissions.has("users.create")).toBe(false);
    unwrap(await revokeApiKey(admin, id));
    expect(await reviveActor(stored, organization.id)).toBeNull();
  });

  test("of a maker with fewer rights by now has fewer, and none of what the scopes do not name", async () => {
    const { secret } = await makeApiKey(admin, ["imports.read", "imports.write"]);
    await setUser(maker, { role: "viewer" });
    expect([...(await actorWith(secret)).permissions].toSorted()).toEqual([
      "users.import.read",
      "users.read",
    ]);
    await setUser(maker, { role: "user" });
    expect([...(await actorWith(secret)).permissions]).toEqual([]);
  });

  test("of an organization that a managing one made for it acts there alone", async () => {
    const managing = await makeOrganization({ managing: true });
    const managed = await makeOrganization({ managedBy: managing.id });
    const manager = await makeUser(managing, { role: "admin" });
    const { secret } = await makeApiKey(actorOf(manager, managed));
    expect((await actorWith(secret)).organization.id).toBe(managed.id);
    await adminQuery("UPDATE organizations SET suspended_at = now() WHERE id = $1", [managing.id]);
    expect(codeOf(await authenticateWith(secret))).toBe("unauthenticated");
  });
});

describe("the same refusal, and nothing of another tenant, for a key that", () => {
  const REFUSAL = {
    ok: false,
    error: { code: "unauthenticated", message: "Send a valid API key as a bearer token." },
  };

  test("nobody made, or is none", async () => {
    for (const secret of [newSecret(), "rollcall_short", "x", null])
      expect(await authenticateWith(secret)).toEqual(REFUSAL);
  });

  test.each<[string, (keyId: string) => Promise<unknown>]>([
    ["was revoked", (id) => revokeApiKey(admin, id)],
    ["has expired", (id) => adminQuery("UPDATE api_keys SET expires_at = now() WHERE id = $1", [id])],
    ["a suspended person made", () => setUser(maker, { suspendedAt: new Date() })],
    ["a removed person made", () => setUser(maker, { removedAt: new Date() })],
    ["a person whose access has ended made", () => setUser(maker, { accessEndsAt: new Date() })],
    ["a blocked person made", () => setUser(maker, { legacyStatus: "blocked" })],
  ])("%s", async (_, end) => {
    const { id, secret } = await makeApiKey(admin);
    expect(codeOf(await authenticateWith(secret))).toBe("ok");
    await end(id);
    expect(await authenticateWith(secret)).toEqual(REFUSAL);
  });

  test("belongs to a suspended organization", async () => {
    const other = await makeOrganization();
    const { secret } = await makeApiKey(await makeActor(other, "admin"));
    await adminQuery("UPDATE organizations SET suspended_at = now() WHERE id = $1", [other.id]);
    expect(await authenticateWith(secret)).toEqual(REFUSAL);
  });
});

test("keys that are good stand first, however many have ended, and a list that was cut says so", async () => {
  const other = await makeActor(await makeOrganization(), "admin");
  const { id } = await makeApiKey(other);
  await adminQuery(
    `INSERT INTO api_keys (organization_id, id, name, prefix, secret_hash, scopes, maker, expires_at, revoked_at)
     SELECT organization_id, uuid7(), 'Old ' || n, prefix, sha256(n::text::bytea), scopes, maker, expires_at, now()
     FROM api_keys, generate_series(1, $2::int) AS n WHERE id = $1`,
    [id, ENDED_KEYS_MAX],
  );
  const all = await listApiKeys(other);
  expect([all.keys[0]?.id, all.keys.length, all.isCut]).toEqual([id, ENDED_KEYS_MAX + 1, false]);
  const { id: another } = await makeApiKey(other);
  await revokeApiKey(other, another);
  const cut = await listApiKeys(other);
  expect(cut.keys.slice(0, 2).map((key) => key.id)).toEqual([id, another]);
  expect([cut.keys.length, cut.isCut]).toEqual([ENDED_KEYS_MAX + 1, true]);
});

describe("another tenant", () => {
  test("neither sees nor revokes a key", async () => {
    const { id, secret } = await makeApiKey(admin);
    const stranger = await makeActor(await makeOrganization(), "admin");
    expect((await listApiKeys(stranger)).keys.map((key) => key.id)).not.toContain(id);
    expect(codeOf(await revokeApiKey(stranger, id))).toBe("notFound");
    expect(codeOf(await revokeApiKey(stranger, randomUUID()))).toBe("notFound");
    expect(codeOf(await revokeApiKey(stranger, "x"))).toBe("notFound");
    expect(codeOf(await authenticateWith(secret))).toBe("ok");
  });

  test("learns from the look-up only which organization a whole key is of", async () => {
    const { secret } = await makeApiKey(admin);
    const ask = (hash: Uint8Array) =>
      asApplication(null, (client) =>
        client.query("SELECT organization_of_api_key($1) AS id", [Buffer.from(hash)]),
      );
    expect((await ask(hashSecret(secret))).rows).toEqual([{ id: organization.id }]);
    expect((await ask(hashSecret(newSecret()))).rows).toEqual([{ id: null }]);
    expect((await ask(hashSecret(secret).slice(0, 16))).rows).toEqual([{ id: null }]);
  });
});

describe("a route is answered", () => {
  const ask = async (secret: string, scope: ApiScope, permission: Permission) => {
    const request = new Request("http://rollcall.example/", { headers: headersOf(secret) });
    return (await answerByKey(request, { scope, permission }, async () => new Response())).status;
  };

  test("where the scope and the right are both there, and not with either alone", async () => {
    const reading = await makeApiKey(admin, ["imports.read"]);
    expect(await ask(reading.secret, "imports.read", "users.import.read")).toBe(200);
    expect(await ask(reading.secret, "imports.write", "users.import.read")).toBe(403);
    const writing = await makeApiKey(admin, ["imports.write"]);
    expect(await ask(writing.secret, "imports.write", "users.import.commit")).toBe(200);
    await setUser(maker, { role: "viewer" });
    expect(await ask(writing.secret, "imports.write", "users.import.commit")).toBe(403);
  });

  test("with a problem document that gives nothing away when it fails", async () => {
    const { secret } = await makeApiKey(admin);
    const request = new Request("http://rollcall.example/", { headers: headersOf(secret) });
    const demand = { scope: "imports.read", permission: "users.import.read" } as const;
    const response = await answerByKey(request, demand, async () => {
      throw new Error("SELECT secret FROM somewhere");
    });
    expect([response.status, response.headers.get("content-type")]).toEqual([
      500,
      "application/problem+json",
    ]);
    expect(await response.text()).not.toContain("SELECT");
  });
});

test("revoking twice is one event", async () => {
  const { id } = await makeApiKey(admin);
  unwrap(await revokeApiKey(admin, id));
  unwrap(await revokeApiKey(admin, id));
  expect((await eventsOf(id)).map(({ action }) => action)).toEqual(["apiKey.created", "apiKey.revoked"]);
});

test("too many wrong keys from one network are told to wait, and right ones go on", async () => {
  const { secret } = await makeApiKey(admin);
  const here = "a network that guesses";
  for (let count = 0; count < WRONG_KEYS_MAX; count += 1)
    expect(codeOf(await authenticate(headersOf(newSecret(), here)))).toBe("unauthenticated");
  expect(codeOf(await authenticate(headersOf(newSecret(), here)))).toBe("throttled");
  expect(codeOf(await authenticate(headersOf(secret, here)))).toBe("ok");
  expect(codeOf(await authenticate(headersOf(newSecret(), "another network")))).toBe("unauthenticated");
});

describe("the command line", () => {
  const make = (fields: Partial<Parameters<typeof createKeyFor>[1]> = {}) =>
    ownerClient().$transaction((tx) =>
      createKeyFor(tx, { ...GIVEN, organization: organization.slug, ...fields }),
    );

  test("makes a key in the name of an admin", async () => {
    const made = unwrap(await make({ username: maker.username }));
    expect(made.maker).toBe(maker.username);
    expect(await actorWith(made.secret)).toMatchObject({ userId: maker.id });
    expect((await make()).ok).toBe(true);
    const [local = ""] = maker.username.split("@");
    expect(unwrap(await make({ username: ` ${local.toUpperCase()} ` })).maker).toBe(maker.username);
  });

  test("refuses what it cannot make", async () => {
    const user = await makeUser(organization);
    const before = await snapshot();
    expect(codeOf(await make({ organization: "absent" }))).toBe("notFound");
    expect(codeOf(await make({ username: user.username }))).toBe("notFound");
    expect(codeOf(await make({ scopes: ["everything"] }))).toBe("invalid");
    expect(codeOf(await make({ expiresInDays: 0 }))).toBe("invalid");
    expect(await snapshot()).toEqual(before);
  });
});

describe("replacing a key", () => {
  const replace = (id: string, overlapDays: number, actor = admin) =>
    rotateApiKey(actor, id, { overlapDays, expiresInDays: 90 });
  const rowOf = async (id: string) => (await adminQuery("SELECT * FROM api_keys WHERE id = $1", [id]))[0];

  test("leaves the old one good for some days, with the same name and scopes", async () => {
    const old = await makeApiKey(admin, ["imports.read"]);
    const made = unwrap(await replace(old.id, 7));
    expect((await actorWith(old.secret)).apiKeyId).toBe(old.id);
    expect((await actorWith(made.secret)).apiKeyId).toBe(made.id);
    expect(await rowOf(made.id)).toMatchObject({
      name: "Nightly",
      scopes: ["imports.read"],
      replaces_id: old.id,
    });
    const { keys } = await listApiKeys(admin);
    expect(keys.find(({ id }) => id === old.id)?.isReplaced).toBe(true);
    expect(keys.find(({ id }) => id === made.id)?.isReplaced).toBe(false);
    expect((await eventsOf(old.id)).map(({ action }) => action)).toEqual([
      "apiKey.created",
      "apiKey.replaced",
    ]);
    await adminQuery("UPDATE api_keys SET expires_at = expires_at - interval '7 days' WHERE id = $1", [
      old.id,
    ]);
    expect(codeOf(await authenticateWith(old.secret))).toBe("unauthenticated");
    expect(codeOf(await authenticateWith(made.secret))).toBe("ok");
  });

  test("can end the old one at once, and never prolongs it", async () => {
    const [leaked, short] = [await makeApiKey(admin), await makeApiKey(admin)];
    unwrap(await replace(leaked.id, 0));
    expect(codeOf(await authenticateWith(leaked.secret))).toBe("unauthenticated");
    await adminQuery("UPDATE api_keys SET expires_at = now() + interval '1 day' WHERE id = $1", [short.id]);
    const before = (await rowOf(short.id))?.expires_at;
    unwrap(await replace(short.id, 30));
    expect((await rowOf(short.id))?.expires_at).toEqual(before);
  });

  test("is done once, of a good key, by those who may do what it may", async () => {
    const [one, gone, strong] = [await makeApiKey(admin), await makeApiKey(admin), await makeApiKey(admin)];
    const both = await Promise.all([replace(one.id, 7), replace(one.id, 7)]);
    expect(both.map(codeOf).toSorted()).toEqual(["conflict", "ok"]);
    unwrap(await revokeApiKey(admin, gone.id));
    expect(codeOf(await replace(gone.id, 7))).toBe("conflict");
    const limited = { ...admin, permissions: new Set(["apiKeys.update", "users.import.read"] as const) };
    expect(codeOf(await replace(strong.id, 7, limited))).toBe("forbidden");
    const elsewhere = await makeActor(await makeOrganization(), "admin");
    expect(codeOf(await replace(strong.id, 7, elsewhere))).toBe("notFound");
    expect(codeOf(await replace(strong.id, 7, await makeActor(organization, "viewer")))).toBe("forbidden");
  });
});

test("a key keeps from where it was used last", async () => {
  const { id, secret } = await makeApiKey(admin);
  for (const network of ["192.0.2.1", "192.0.2.2"]) {
    unwrap(await authenticate(headersOf(secret, network)));
    const key = (await listApiKeys(admin)).keys.find((each) => each.id === id);
    expect(key?.lastUsedFrom).toBe(network);
  }
});

describe("a key that ends within 14 days", () => {
  const endsIn = (id: string, days: number) =>
    adminQuery("UPDATE api_keys SET expires_at = now() + make_interval(days => $2) WHERE id = $1", [
      id,
      days,
    ]);
  const told = (userId: string) =>
    adminQuery<{ kind: string; filled: Record<string, string> }>(
      "SELECT kind, filled FROM messages WHERE user_id = $1 AND kind = 'connectionNotice'",
      [userId],
    );

  test("is told of once, to its maker", async () => {
    const [soon, late] = [await makeApiKey(admin), await makeApiKey(admin)];
    await endsIn(soon.id, 13);
    await endsIn(late.id, 15);
    await warnOfKeys();
    await warnOfKeys();
    expect(await told(maker.id)).toMatchObject([
      {
        filled: {
          noticeAbout: "The API key “Nightly” ends soon",
          noticeLink: expect.stringContaining("/api-keys"),
        },
      },
    ]);
  });

  test("is told of to the admins, where its maker is gone, and to nobody, where it was replaced or revoked", async () => {
    const home = await makeOrganization();
    const chief = await makeUser(home, { role: "admin" });
    const leaver = await makeUser(home, { role: "admin" });
    const of = actorOf(leaver, home);
    const [alone, replaced, revoked] = [await makeApiKey(of), await makeApiKey(of), await makeApiKey(of)];
    unwrap(await rotateApiKey(of, replaced.id, { overlapDays: 7, expiresInDays: 90 }));
    unwrap(await revokeApiKey(of, revoked.id));
    for (const { id } of [alone, revoked]) await endsIn(id, 3);
    await setUser(leaver, { suspendedAt: new Date() });
    await warnOfKeys();
    expect(await told(leaver.id)).toEqual([]);
    expect(await told(chief.id)).toHaveLength(1);
  });
});
