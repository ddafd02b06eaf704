import { beforeEach, describe, expect, test } from "vitest";
import { withOrganization } from "@/lib/db";
import { createGroup, updateGroup } from "@/lib/groups/commands";
import { newId } from "@/lib/ids";
import { commitImport } from "@/lib/imports/commands/commit";
import { carryOutImport } from "@/lib/imports/jobs/commit";
import { type Actor, actorIn } from "@/lib/permissions/actor";
import { endOwnSession } from "@/lib/sessions/commands";
import { changeRoles, reactivateUsers, restoreUsers } from "@/lib/users/bulk-commands";
import { createUser, updateUser } from "@/lib/users/commands";
import type { PersonRow } from "@/lib/users/person-row";
import { detailsOf, jobOf, prepareRun } from "@/tests/support/import-runs";
import { adminQuery } from "@/tests/support/product-database";
import {
  actorOf,
  codeOf,
  inputFor,
  makeActor,
  makeOrganization,
  makeSession,
  makeUser,
  personOf,
  readUser,
  setUser,
  type TestOrganization,
  unwrap,
} from "@/tests/support/product-people";
import { whileWaiting } from "@/tests/support/waiting";

// Rights are read when a request begins. What somebody loses while it waits is lost to it.

let organization: TestOrganization;
let user: PersonRow;
let actor: Actor;
beforeEach(async () => {
  organization = await makeOrganization();
  await makeActor(organization, "admin");
  user = await makeUser(organization, { role: "admin" });
  actor = actorOf(user, organization);
});

type Answer = Parameters<typeof codeOf>[0];

/** What becomes of something that waits for a lock while something is taken from whoever asked for it. */
async function waiting(lock: string, ask: () => Promise<Answer>, loss: () => Promise<unknown>) {
  let answer: Promise<Answer> | undefined;
  await whileWaiting(organization.id, lock, () => (answer = ask()), loss);
  if (!answer) throw new Error("Nothing was asked.");
  return codeOf(await answer);
}

const admins = () => `admins:${organization.id}`;

const signedIn = async () => {
  const sessionId = await makeSession(user);
  const inSession = actorIn(personOf(user, sessionId), organization);
  if (!inSession) throw new Error("They have nothing to do there.");
  return { sessionId, inSession };
};

const endSession = (id: string) =>
  withOrganization(organization.id, (tx) =>
    tx.session.updateMany({ where: { organizationId: organization.id, id }, data: { endedAt: new Date() } }),
  );

describe("whoever waits for the lock of admins takes nothing back", () => {
  const self = () => ({ ids: [user.id] });

  test("when they are demoted", async () => {
    const demote = () => setUser(user, { role: "viewer" });
    expect(await waiting(admins(), () => changeRoles(actor, self(), "admin"), demote)).toBe("forbidden");
    expect(await readUser(user.id)).toMatchObject({ role: "viewer" });
  });

  test("when they are suspended", async () => {
    const suspend = () => setUser(user, { suspendedAt: new Date() });
    expect(await waiting(admins(), () => reactivateUsers(actor, self()), suspend)).toBe("unauthenticated");
    expect((await readUser(user.id))?.suspended_at).not.toBeNull();
  });

  test("when they are removed", async () => {
    const remove = () => setUser(user, { removedAt: new Date() });
    expect(await waiting(admins(), () => restoreUsers(actor, self()), remove)).toBe("unauthenticated");
    expect((await readUser(user.id))?.removed_at).not.toBeNull();
  });

  test("when their session is ended", async () => {
    const other = await makeUser(organization);
    const { sessionId, inSession } = await signedIn();
    const ask = () => changeRoles(inSession, { ids: [other.id] }, "admin");
    expect(await waiting(admins(), ask, () => endSession(sessionId))).toBe("unauthenticated");
    expect(await readUser(other.id)).toMatchObject({ role: "user" });
  });

  test("when it is one person whom they edit", async () => {
    const other = await makeUser(organization);
    const input = inputFor(organization, { role: "admin" });
    const ask = () => updateUser(actor, other.id, other.version, input);
    expect(await waiting(admins(), ask, () => setUser(user, { role: "user" }))).toBe("forbidden");
    expect(await readUser(other.id)).toMatchObject({ role: "user" });
  });

  test("when they act by a key that is revoked", async () => {
    const [other, id] = [await makeUser(organization), newId()];
    await withOrganization(organization.id, (tx) =>
      tx.apiKey.create({
        data: {
          organizationId: organization.id,
          id,
          name: "Sync",
          prefix: "rc",
          secretHash: new TextEncoder().encode(id),
          scopes: ["imports.write"],
          maker: {},
          expiresAt: new Date(Date.now() + 60_000),
        },
      }),
    );
    const ask = () => changeRoles({ ...actor, apiKeyId: id }, { ids: [other.id] }, "admin");
    const revoke = () => adminQuery("UPDATE api_keys SET revoked_at = now() WHERE id = $1", [id]);
    expect(await waiting(admins(), ask, revoke)).toBe("unauthenticated");
    expect(unwrap(await changeRoles(actor, { ids: [other.id] }, "viewer")).changed).toBe(1);
  });

  test("when it is in an organization that theirs manages, and they lose what they have at home", async () => {
    const managing = await makeOrganization({ managing: true });
    organization = await makeOrganization({ managedBy: managing.id });
    const other = await makeUser(organization);
    const manager = await makeUser(managing, { role: "admin" });
    const there = actorOf(manager, organization);
    expect(unwrap(await changeRoles(there, { ids: [other.id] }, "viewer")).changed).toBe(1);
    const ask = () => changeRoles(there, { ids: [other.id] }, "admin");
    expect(await waiting(admins(), ask, () => setUser(manager, { role: "viewer" }))).toBe("forbidden");
    const suspend = () => setUser(manager, { suspendedAt: new Date() });
    await setUser(manager, { role: "admin" });
    expect(await waiting(admins(), ask, suspend)).toBe("unauthenticated");
    expect(await readUser(other.id)).toMatchObject({ role: "viewer" });
  });
});

test("whoever waits for the lock of groups and loses what a group gave them gives nothing", async () => {
  const clerk = await makeUser(organization, {
    extraPermissions: ["groups.read", "groups.update", "audit.read"],
  });
  const group = { name: "Desk", description: "", permissions: [] };
  const { id } = unwrap(await createGroup(actor, group));
  const ask = () =>
    updateGroup(actorOf(clerk, organization), id, 1, { ...group, permissions: ["audit.read"] });
  const lose = () => setUser(clerk, { extraPermissions: ["groups.read", "groups.update"] });
  expect(await waiting(`groups ${organization.id}`, ask, lose)).toBe("forbidden");
});

test("whoever waits for anything else has written nothing", async () => {
  const input = inputFor(organization, { role: "admin" });
  const username = `${input.usernameLocal}@${input.domain}`;
  const lock = `username:${organization.id}:${username}`;
  const demote = () => setUser(user, { role: "user" });
  expect(await waiting(lock, () => createUser(actor, input), demote)).toBe("forbidden");
  expect(await adminQuery("SELECT 1 FROM users WHERE username = $1", [username])).toEqual([]);
});

test("a command whose actor has less by then does not begin", async () => {
  await setUser(user, { role: "viewer" });
  expect(codeOf(await createUser(actor, inputFor(organization)))).toBe("forbidden");
});

test("an import makes nobody an admin whose importer is demoted meanwhile", async () => {
  const text = `First name,Last name,Username,Access email,Role\nMal,Ory,mal@${organization.domain},mal@mail.example,Organization admin`;
  const { id, planVersion } = await prepareRun(actor, text, {
    matching: ["firstName", "lastName", "username", "accessEmail", "role"],
  });
  unwrap(await commitImport(actor, id, { planVersion, onError: "skip" }));
  const start = () => carryOutImport(jobOf(actor, id));
  const demote = () => setUser(user, { role: "user" });
  await whileWaiting(organization.id, `properties:${organization.id}`, start, demote);
  expect(await adminQuery("SELECT 1 FROM users WHERE username = $1", [`mal@${organization.domain}`])).toEqual(
    [],
  );
  expect(await detailsOf(actor, id)).toMatchObject({ state: "review", refusal: { code: "not_allowed" } });
});

test("what they take from themselves they may", async () => {
  const { sessionId, inSession } = await signedIn();
  expect(unwrap(await endOwnSession(inSession, sessionId)).ended).toBe(1);
  expect(unwrap(await changeRoles(actor, { ids: [user.id] }, "user")).changed).toBe(1);
  expect(await readUser(user.id)).toMatchObject({ role: "user" });
});
