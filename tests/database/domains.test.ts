import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { signIn } from "@/lib/auth/sign-in";
import { withOrganization } from "@/lib/db";
import { addDomain, checkDomain, DOMAIN_CHECKS, DOMAINS_MAX, makePrimary } from "@/lib/domains/commands";
import type { TxtAnswer } from "@/lib/domains/proof";
import { type DomainListed, listDomains } from "@/lib/domains/queries";
import { removeDomain } from "@/lib/domains/removal";
import { resolveTxt } from "@/lib/domains/resolver";
import { newId } from "@/lib/ids";
import type { Actor } from "@/lib/permissions/actor";
import { createUser, updateUser } from "@/lib/users/commands";
import { userFormChoices } from "@/lib/users/user-form-queries";
import { sentOf } from "@/tests/database/mfa-support";
import { type DnsAnswer, type DnsServer, startDnsServer } from "@/tests/support/dns-server";
import { adminQuery, asApplication, snapshot } from "@/tests/support/product-database";
import {
  codeOf,
  eventsOf,
  givePassword,
  inputFor,
  inputOf,
  makeActor,
  makeHome,
  makeUser,
  setUser,
  type TestOrganization,
  unwrap,
} from "@/tests/support/product-people";

const PASSWORD = "correct horse battery staple";

let ours: TestOrganization;
let admin: Actor;
let theirs: TestOrganization;
let stranger: Actor;
beforeAll(async () => {
  ({ organization: ours, admin } = await makeHome());
  ({ organization: theirs, admin: stranger } = await makeHome());
});

let names = 0;
function newName(): string {
  names += 1;
  return `domain-${names}.example`;
}

const add = async (actor: Actor, name = newName()) => {
  const { id } = unwrap(await addDomain(actor, name));
  return domainOf(actor, id);
};
async function domainOf(actor: Actor, id: string): Promise<DomainListed> {
  const found = (await listDomains(actor)).find((domain) => domain.id === id);
  if (!found) throw new Error("The domain is not there.");
  return found;
}
const says =
  (...texts: string[]) =>
  async (): Promise<TxtAnswer> => ({ found: "texts", texts });
const prove = (actor: Actor, { id, proof }: DomainListed) => checkDomain(actor, id, says(proof?.value ?? ""));
const proven = async (actor: Actor, name = newName()) => {
  const domain = await add(actor, name);
  expect(unwrap(await prove(actor, domain)).isProven).toBe(true);
  return domain;
};
const holderOf = async (name: string) =>
  (
    await adminQuery<{ id: string }>("SELECT organization_id AS id FROM domain_claims WHERE name = $1", [
      name,
    ])
  )[0]?.id;
const actionsOf = async (id: string) => (await eventsOf(id)).map(({ action }) => action);
let networks = 0;
const trySignIn = async (username: string) => {
  networks += 1;
  return codeOf(await signIn({ username, password: PASSWORD, ip: `network ${networks}`, userAgent: null }));
};

describe("a domain that is added", () => {
  test("does nothing until it is proven: no username, no sign-in, no place among the choices", async () => {
    const { id, name, proof } = await add(admin);
    expect(proof).toEqual({
      name: `_rollcall-challenge.${name}`,
      value: expect.stringMatching(/^rollcall-domain=[0-9a-f]{40}$/),
    });
    expect(await holderOf(name)).toBeUndefined();
    expect((await userFormChoices(admin)).domains).toEqual([ours.domain]);
    const input = inputFor(ours, { domain: name });
    expect(codeOf(await createUser(admin, input))).toBe("invalid");
    const user = await makeUser(ours);
    expect(codeOf(await updateUser(admin, user.id, 1, inputOf(user, { domain: name })))).toBe("invalid");
    expect(codeOf(await makePrimary(admin, id))).toBe("conflict");
    // Even a row that got there by another way opens nothing.
    const placed = await makeUser(ours, { username: `una@${name}`, domainId: id });
    await givePassword(placed, PASSWORD);
    expect(await trySignIn(`una@${name}`)).toBe("unauthenticated");
    expect(await actionsOf(id)).toEqual(["domain.added"]);
  });

  test("is proven by the value at its name alone, once, with an event", async () => {
    const { id, name, proof } = await add(admin);
    const asked: string[] = [];
    for (const texts of [[], ["rollcall-domain="], [`${proof?.value}0`]]) {
      const checked = await checkDomain(admin, id, async (at, domain) => {
        asked.push(at, domain);
        return { found: "texts", texts };
      });
      expect(unwrap(checked).isProven).toBe(false);
    }
    expect(new Set(asked)).toEqual(new Set([proof?.name, name]));
    expect((await domainOf(admin, id)).provenAt).toBeNull();
    for (let time = 0; time < 2; time += 1)
      expect(unwrap(await checkDomain(admin, id, says("other", proof?.value ?? ""))).isProven).toBe(true);
    expect(await holderOf(name)).toBe(ours.id);
    expect(await actionsOf(id)).toEqual(["domain.added", "domain.proven"]);
    expect((await userFormChoices(admin)).domains).toContain(name);
    const { id: userId } = unwrap(await createUser(admin, inputFor(ours, { domain: name })));
    expect(userId).toBeTruthy();
  });

  test("is there once, and not without end", async () => {
    const { organization, admin: other } = await makeHome();
    expect(codeOf(await addDomain(other, organization.domain))).toBe("invalid");
    await adminQuery(
      `INSERT INTO domains (organization_id, id, name, challenge)
       SELECT $1, gen_random_uuid(), 'many-' || n || '.example', 'x' FROM generate_series(2, ${DOMAINS_MAX}) n`,
      [organization.id],
    );
    expect(codeOf(await addDomain(other, newName()))).toBe("conflict");
  });

  test("is checked only so often", async () => {
    const { admin: eager } = await makeHome();
    const { id } = await add(eager);
    let asked = 0;
    const check = () =>
      checkDomain(eager, id, async () => {
        asked += 1;
        return { found: "timeout" };
      });
    for (let time = 0; time < DOMAIN_CHECKS.points; time += 1) expect(codeOf(await check())).toBe("ok");
    expect(codeOf(await check())).toBe("throttled");
    expect(asked).toBe(DOMAIN_CHECKS.points);
  });
});

describe("between tenants", () => {
  test("adding tells nobody who has a domain: the answers are the same, whoever has it and whether it is proven", async () => {
    const name = newName();
    await proven(stranger, name);
    const [taken, free] = [await addDomain(admin, name), await addDomain(admin, newName())];
    expect([codeOf(taken), codeOf(free)]).toEqual(["ok", "ok"]);
    for (const added of [taken, free]) {
      const checked = await checkDomain(admin, unwrap(added).id, async () => ({
        found: "nothing",
        domainExists: true,
      }));
      expect(unwrap(checked)).toMatchObject({
        isProven: false,
        words: expect.stringMatching(/^There is no TXT/),
      });
    }
  });

  test("a stranger's claim that is not proven is in nobody's way", async () => {
    const name = newName();
    await add(stranger, name);
    await proven(admin, name);
    expect(await holderOf(name)).toBe(ours.id);
  });

  test("each has a value of its own, and another's proves nothing", async () => {
    const name = newName();
    const [mine, other] = [await add(admin, name), await add(stranger, name)];
    expect(mine.proof?.value).not.toBe(other.proof?.value);
    const checked = await checkDomain(stranger, other.id, says(mine.proof?.value ?? ""));
    expect(unwrap(checked).isProven).toBe(false);
  });

  test("a domain that another has is not taken from it, and only who proves it is told", async () => {
    const name = newName();
    await proven(admin, name);
    const late = await add(stranger, name);
    expect(await prove(stranger, late)).toMatchObject({
      ok: false,
      error: { code: "conflict", message: expect.stringContaining("another organization here has it") },
    });
    expect(await holderOf(name)).toBe(ours.id);
    expect((await domainOf(stranger, late.id)).provenAt).toBeNull();
    // It goes without taking the other's claim along.
    unwrap(await removeDomain(stranger, { id: late.id, moveTo: null, expected: 0 }));
    expect(await holderOf(name)).toBe(ours.id);
  });

  test("of two who prove one at the same moment, one has it", async () => {
    for (let round = 0; round < 5; round += 1) {
      const name = newName();
      const both = [await add(admin, name), await add(stranger, name)] as const;
      const codes = await Promise.all([prove(admin, both[0]), prove(stranger, both[1])]);
      expect(codes.map(codeOf).toSorted()).toEqual(["conflict", "ok"]);
      const rows = await adminQuery("SELECT FROM domains WHERE name = $1 AND proven_at IS NOT NULL", [name]);
      expect(rows).toHaveLength(1);
    }
  });

  test("another's domain is none of one's own, by any command", async () => {
    const domain = await add(stranger);
    const before = await snapshot();
    expect(codeOf(await checkDomain(admin, domain.id, says(domain.proof?.value ?? "")))).toBe("notFound");
    expect(codeOf(await makePrimary(admin, domain.id))).toBe("notFound");
    expect(codeOf(await removeDomain(admin, { id: domain.id, moveTo: null, expected: 0 }))).toBe("notFound");
    expect(await snapshot()).toEqual(before);
  });

  test("the database lets nobody prove, give away or steal a domain past the functions", async () => {
    const domain = await add(stranger);
    const attempt = (organizationId: string | null, sql: string, values: unknown[]) =>
      asApplication(organizationId, async (client) =>
        client.query(sql, values).then(
          ({ rows }) => rows[0] ?? null,
          (error) => (error as { code?: string }).code,
        ),
      );
    const id = domain.id;
    expect(await attempt(ours.id, "SELECT prove_domain($1) AS is", [id])).toEqual({ is: null });
    expect(await attempt(null, "SELECT prove_domain($1) AS is", [id])).toEqual({ is: null });
    expect(await attempt(ours.id, "SELECT remove_domain($1) AS is", [theirs.domainId])).toEqual({
      is: false,
    });
    expect(await attempt(ours.id, "SELECT prove_domain($1) AS is", [theirs.domainId])).toEqual({ is: null });
    for (const sql of [
      "UPDATE domains SET proven_at = now() WHERE id = $1",
      "UPDATE domains SET name = 'stolen.example' WHERE id = $1",
      "DELETE FROM domains WHERE id = $1",
    ])
      expect(await attempt(theirs.id, sql, [id])).toBe("42501");
    const insert = `INSERT INTO domains (organization_id, id, name, is_primary, challenge) VALUES ($1, $2, 'x.example', true, 'x')`;
    expect(await attempt(theirs.id, insert, [theirs.id, randomUUID()])).toBe("23514");
    const proof =
      "INSERT INTO domains (organization_id, id, name, proven_at) VALUES ($1, $2, 'x.example', now())";
    expect(await attempt(theirs.id, proof, [theirs.id, randomUUID()])).toBe("42501");
    expect(await attempt(theirs.id, "UPDATE domains SET is_primary = true WHERE id = $1", [id])).toBe(
      "23514",
    );
  });
});

test("those who may not change settings change no domain, and look on where they may", async () => {
  const { organization, admin: owner } = await makeHome();
  const domain = await add(owner);
  const viewer = await makeActor(organization, "viewer");
  expect(await listDomains(viewer)).toHaveLength(2);
  const manager = await makeActor(organization, "user", "userManagementAdmin");
  await expect(async () => listDomains(manager)).rejects.toThrow(/^A query was made without/);
  for (const actor of [viewer, manager, await makeActor(organization, "billing")]) {
    const before = await snapshot();
    expect(codeOf(await addDomain(actor, newName()))).toBe("forbidden");
    expect(codeOf(await prove(actor, domain))).toBe("forbidden");
    expect(codeOf(await makePrimary(actor, organization.domainId))).toBe("forbidden");
    expect(codeOf(await removeDomain(actor, { id: domain.id, moveTo: null, expected: 0 }))).toBe("forbidden");
    expect(await snapshot()).toEqual(before);
  }
});

test("the primary domain is one of the proven ones, always exactly one, and stays when others go", async () => {
  const { organization, admin: owner } = await makeHome();
  const second = await proven(owner);
  unwrap(await makePrimary(owner, second.id));
  unwrap(await makePrimary(owner, second.id));
  expect((await userFormChoices(owner)).primaryDomain).toBe(second.name);
  expect((await listDomains(owner)).filter(({ isPrimary }) => isPrimary)).toHaveLength(1);
  expect(await eventsOf(second.id)).toMatchObject([
    { action: "domain.added" },
    { action: "domain.proven" },
    {
      action: "domain.primary",
      changes: { before: { domain: organization.domain }, after: { domain: second.name } },
    },
  ]);
  expect(codeOf(await removeDomain(owner, { id: second.id, moveTo: null, expected: 0 }))).toBe("conflict");
  const both = await Promise.all([
    makePrimary(owner, organization.domainId),
    makePrimary(owner, second.id),
    makePrimary(owner, organization.domainId),
  ]);
  expect(both.map(codeOf)).toEqual(["ok", "ok", "ok"]);
  expect((await listDomains(owner)).filter(({ isPrimary }) => isPrimary)).toHaveLength(1);
});

describe("removing a domain", () => {
  test("says who has a name that somebody is given at the same moment", async () => {
    const { organization, admin: owner } = await makeHome();
    const { id, name } = await proven(owner);
    await makeUser(organization, { username: `una@${name}`, domainId: id });
    let removed: ReturnType<typeof removeDomain> | undefined;
    await withOrganization(organization.id, async (tx) => {
      const username = `una@${organization.domain}`;
      const person = { firstName: "Una", lastName: "Other", username, accessEmail: username };
      const { id: organizationId, domainId } = organization;
      await tx.user.create({ data: { organizationId, id: newId(), domainId, ...person } });
      removed = removeDomain(owner, { id, moveTo: domainId, expected: 1 });
      removed.catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, 500));
    });
    expect(codeOf(await (removed as ReturnType<typeof removeDomain>))).toBe("conflict");
  });

  test("that nobody has a username in gives it free for whoever proves it next", async () => {
    const name = newName();
    const { id } = await proven(admin, name);
    expect(unwrap(await removeDomain(admin, { id, moveTo: null, expected: 0 }))).toEqual({ moved: 0 });
    expect(await holderOf(name)).toBeUndefined();
    await proven(stranger, name);
    expect(await holderOf(name)).toBe(theirs.id);
    expect(await actionsOf(id)).toEqual(["domain.added", "domain.proven", "domain.removed"]);
  });

  test("says whom it strands, moves them with an event each, and they sign in by the new name alone", async () => {
    const { organization, admin: owner } = await makeHome();
    const { id, name } = await proven(owner);
    const people = [];
    for (const local of ["una", "ula", "gone"])
      people.push(await makeUser(organization, { username: `${local}@${name}`, domainId: id }));
    const [una, , gone] = people;
    if (!una || !gone) throw new Error("Nobody was made.");
    await setUser(gone, { removedAt: new Date() });
    await givePassword(una, PASSWORD);
    expect(await trySignIn(`una@${name}`)).toBe("ok");
    expect(await domainOf(owner, id)).toMatchObject({ people: 2, removed: 1 });

    const to = organization.domainId;
    for (const [moveTo, expected, code] of [
      [null, 2, "invalid"],
      [id, 2, "invalid"],
      [theirs.domainId, 2, "invalid"],
      [(await add(owner)).id, 2, "invalid"],
      [to, 0, "conflict"],
      [to, 3, "conflict"],
    ] as const)
      expect(codeOf(await removeDomain(owner, { id, moveTo, expected }))).toBe(code);

    expect(unwrap(await removeDomain(owner, { id, moveTo: to, expected: 2 }))).toEqual({ moved: 2 });
    expect(await trySignIn(`una@${name}`)).toBe("unauthenticated");
    expect(await trySignIn(`una@${organization.domain}`)).toBe("ok");
    expect(await eventsOf(una.id)).toMatchObject([
      {
        action: "user.updated",
        actor_user_id: owner.userId,
        changes: {
          before: { username: `una@${name}` },
          after: { username: `una@${organization.domain}` },
        },
      },
    ]);
    const left = await adminQuery("SELECT FROM users WHERE organization_id = $1 AND domain_id = $2", [
      organization.id,
      id,
    ]);
    expect(left).toEqual([]);
    expect((await eventsOf(id)).at(-1)).toMatchObject({
      action: "domain.removed",
      changes: { before: { count: 2 } },
    });
  });

  test("tells those who may sign in their new username, where that is wished, and nobody else", async () => {
    const { organization, admin: owner } = await makeHome();
    const { id, name } = await proven(owner);
    const make = (local: string, fields = {}) =>
      makeUser(organization, {
        username: `${local}@${name}`,
        domainId: id,
        accessEmail: `${local}@mail.example`,
        ...fields,
      });
    const una = await make("una");
    const invited = await make("invited", {
      activatedAt: null,
      credentialExpiresAt: new Date(Date.now() + 3_600_000),
    });
    await make("untold", { activatedAt: null });
    await make("gone", { removedAt: new Date() });
    await make("out", { suspendedAt: new Date() });
    await make("over", { accessEndsAt: new Date(Date.now() - 1000) });
    unwrap(await removeDomain(owner, { id, moveTo: organization.domainId, expected: 5, tell: true }));
    const messages = await adminQuery(
      "SELECT user_id, kind, filled FROM messages WHERE organization_id = $1 ORDER BY user_id",
      [organization.id],
    );
    expect(messages).toEqual([
      { user_id: una.id, kind: "usernameChanged", filled: { earlierUsername: `una@${name}` } },
      { user_id: invited.id, kind: "usernameChanged", filled: { earlierUsername: `invited@${name}` } },
    ]);
    const sent = await sentOf(organization);
    const [first] = sent.filter(({ to }) => to === "una@mail.example");
    expect(first?.text).toContain(`una@${organization.domain}`);
    expect(first?.text).toContain(`una@${name}`);
    const again = await proven(owner);
    await makeUser(organization, { username: `ulf@${again.name}`, domainId: again.id });
    const quiet = { id: again.id, moveTo: organization.domainId, expected: 1, tell: false };
    unwrap(await removeDomain(owner, quiet));
    expect(await sentOf(organization)).toEqual([]);
  });

  test("is refused while somebody has one of the names already, and nothing is written", async () => {
    const { organization, admin: owner } = await makeHome();
    const { id, name } = await proven(owner);
    await makeUser(organization, { username: `una@${name}`, domainId: id });
    await makeUser(organization, { username: `una@${organization.domain}` });
    const before = await snapshot();
    expect(await removeDomain(owner, { id, moveTo: organization.domainId, expected: 1 })).toMatchObject({
      ok: false,
      error: { code: "conflict", message: expect.stringContaining(`una@${organization.domain}`) },
    });
    expect(await snapshot()).toEqual(before);
  });

  test("renames nobody whom the one who removes it could not edit", async () => {
    const { organization, admin: owner } = await makeHome();
    const { id, name } = await proven(owner);
    await makeUser(organization, { username: `boss@${name}`, domainId: id, role: "admin" });
    const clerk = await makeActor(organization, "user");
    const limited = { ...clerk, permissions: new Set(["settings.read", "settings.update"] as const) };
    const removal = { id, moveTo: organization.domainId, expected: 1 };
    expect(codeOf(await removeDomain(limited, removal))).toBe("forbidden");
    const editing = { ...clerk, permissions: new Set(["settings.update", "users.update"] as const) };
    expect(codeOf(await removeDomain(editing, removal))).toBe("forbidden");
    expect(codeOf(await removeDomain(owner, removal))).toBe("ok");
  });

  test("and adding a person to it at the same moment leave no person without a domain", async () => {
    const { organization, admin: owner } = await makeHome();
    for (let round = 0; round < 10; round += 1) {
      const { id, name } = await proven(owner);
      const codes = await Promise.all([
        removeDomain(owner, { id, moveTo: null, expected: 0 }),
        createUser(owner, inputFor(organization, { domain: name })),
      ]);
      expect([
        ["ok", "invalid"],
        ["conflict", "ok"],
      ]).toContainEqual(codes.map(codeOf));
    }
    const stranded = await adminQuery(
      `SELECT FROM users u LEFT JOIN domains d ON d.organization_id = u.organization_id AND d.id = u.domain_id
       WHERE u.organization_id = $1 AND d.id IS NULL`,
      [organization.id],
    );
    expect(stranded).toEqual([]);
  });
});

test("a person who gets another username keeps history, password and session, and the old name opens nothing", async () => {
  const { organization, admin: owner } = await makeHome();
  const second = await proven(owner);
  const user = await makeUser(organization);
  await givePassword(user, PASSWORD);
  expect(await trySignIn(user.username)).toBe("ok");
  const input = inputOf(user, { usernameLocal: "una.upton", domain: second.name });
  unwrap(await updateUser(owner, user.id, 1, input));
  expect(await trySignIn(user.username)).toBe("unauthenticated");
  expect(await trySignIn(`una.upton@${second.name}`)).toBe("ok");
  expect(await eventsOf(user.id)).toMatchObject([
    {
      action: "user.updated",
      changes: { before: { username: user.username }, after: { username: `una.upton@${second.name}` } },
    },
  ]);
  const sessions = await adminQuery("SELECT ended_at FROM sessions WHERE user_id = $1", [user.id]);
  expect(sessions).toEqual([{ ended_at: null }, { ended_at: null }]);
});

describe("the resolver asks a real server", () => {
  const zone: Record<string, DnsAnswer> = {
    "_rollcall-challenge.there.example": ["v=spf1 -all", `rollcall-domain=${"a".repeat(300)}`],
    "_rollcall-challenge.empty.example": "nothing",
    "_rollcall-challenge.new.example": "noName",
    "new.example": "nothing",
    "_rollcall-challenge.broken.example": "error",
  };
  let server: DnsServer;
  beforeAll(async () => {
    server = await startDnsServer((name) =>
      name.endsWith("silent.example") ? "silence" : (zone[name] ?? "noName"),
    );
  });
  afterAll(() => server.close());
  const ask = (domain: string) =>
    resolveTxt(`_rollcall-challenge.${domain}`, domain, [`127.0.0.1:${server.port}`]);

  test("and tells what is there from what is not", async () => {
    expect(await ask("there.example")).toEqual({
      found: "texts",
      texts: zone["_rollcall-challenge.there.example"],
    });
    expect(await ask("empty.example")).toEqual({ found: "nothing", domainExists: true });
    expect(await ask("new.example")).toEqual({ found: "nothing", domainExists: true });
    expect(await ask("unknown.example")).toEqual({ found: "nothing", domainExists: false });
    expect(await ask("broken.example")).toEqual({ found: "failure" });
  });

  test("and does not wait for one that is silent", async () => {
    const began = Date.now();
    expect(await ask("silent.example")).toEqual({ found: "timeout" });
    expect(Date.now() - began).toBeLessThan(15_000);
  });
});
