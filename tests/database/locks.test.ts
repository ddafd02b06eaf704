import { beforeEach, describe, expect, test } from "vitest";
import { signIn } from "@/lib/auth/sign-in";
import { requestReset, resetPassword } from "@/lib/credentials/resets";
import type { User } from "@/lib/generated/prisma/client";
import { newId } from "@/lib/ids";
import type { Actor } from "@/lib/permissions/actor";
import { statusOf } from "@/lib/users/status";
import { unlockUser } from "@/lib/users/unlock";
import { mailSink, tokenIn } from "@/tests/support/mail-sink";
import { say, trySay } from "@/tests/support/policies";
import { adminQuery, snapshot } from "@/tests/support/product-database";
import {
  actorOf,
  codeOf,
  eventsOf,
  givePassword,
  makeActor,
  makeOrganization,
  makeUser,
  readUser,
  setUser,
  type TestOrganization,
  unwrap,
} from "@/tests/support/product-people";

const PASSWORD = "correct horse battery staple";
const OTHER = "seven purple lanterns at noon";
const MINUTE_MS = 60_000;

let organization: TestOrganization;
let admin: Actor;
let user: User;
let networks = 0;
beforeEach(async () => {
  organization = await makeOrganization();
  admin = await makeActor(organization, "admin");
  user = await makeUser(organization);
  await givePassword(user, PASSWORD);
});

/** Everybody comes from another network. */
function here(): { ip: string; userAgent: null } {
  networks += 1;
  return { ip: `2001:db8:${networks.toString(16)}::1`, userAgent: null };
}

const tryIn = (password: string) => signIn({ username: user.username, password, ...here() });
async function guess(times: number): Promise<void> {
  for (let time = 0; time < times; time += 1) expect((await tryIn(`guess ${time}`)).ok).toBe(false);
}
const lockedUntil = async () => (await readUser(user.id))?.locked_until as Date | null;
const lock = async () => {
  user = await setUser(user, { lockedUntil: new Date(Date.now() + 60 * MINUTE_MS), failedSignIns: 50 });
};

describe("an account is locked", () => {
  test("after as many wrong passwords and for as long as its organization says", async () => {
    await say(admin, "lockAttempts", 5);
    await say(admin, "lockMinutes", 30);
    await guess(4);
    expect(await lockedUntil()).toBeNull();
    await guess(1);
    const minutes = ((await lockedUntil())?.getTime() ?? 0) - Date.now();
    expect(minutes / MINUTE_MS).toBeGreaterThan(29);
    expect(minutes / MINUTE_MS).toBeLessThanOrEqual(30);
    expect((await tryIn(PASSWORD)).ok).toBe(false);
    expect((await eventsOf(user.id)).map(({ action }) => action)).toEqual(["user.locked"]);
  });

  test("not so soon in another organization", async () => {
    const other = await makeOrganization();
    await say(await makeActor(other, "admin"), "lockAttempts", 5);
    await guess(6);
    expect(await lockedUntil()).toBeNull();
    expect((await tryIn(PASSWORD)).ok).toBe(true);
  });

  test.each([
    ["lockAttempts", 4],
    ["lockAttempts", 101],
    ["lockMinutes", 0],
    ["lockMinutes", 1441],
  ] as const)("never with a %s of %i, whoever writes it", async (key, value) => {
    expect(codeOf(await trySay(admin, key, value))).toBe("invalid");
    const column = { lockAttempts: "lock_attempts", lockMinutes: "lock_minutes" }[key];
    await expect(
      adminQuery(`UPDATE organizations SET ${column} = $2 WHERE id = $1`, [organization.id, value]),
    ).rejects.toThrow(/check constraint/);
  });

  test("and opened by its own person with a new password", async () => {
    await lock();
    const sink = mailSink();
    unwrap(await requestReset({ name: user.username, ip: here().ip }));
    await sink.deliver(organization.id);
    const token = tokenIn(sink.to(user.accessEmail).at(-1));
    unwrap(await resetPassword(token, OTHER, here()));
    expect(await lockedUntil()).toBeNull();
    expect((await tryIn(OTHER)).ok).toBe(true);
  });
});

describe("an admin's unlock", () => {
  test("opens the account at once, with an event", async () => {
    await say(admin, "lockAttempts", 5);
    await guess(5);
    expect(unwrap(await unlockUser(admin, user.id))).toEqual({ unlocked: true });
    const row = await readUser(user.id);
    expect(row).toMatchObject({ locked_until: null, failed_sign_ins: 0 });
    expect((await tryIn(PASSWORD)).ok).toBe(true);
    expect((await eventsOf(user.id)).at(-1)).toMatchObject({
      action: "user.unlocked",
      actor_user_id: admin.userId,
      changes: { after: { lockedUntil: null } },
    });
  });

  test("of fifty at the same moment happens once", async () => {
    await lock();
    const results = await Promise.all(Array.from({ length: 50 }, () => unlockUser(admin, user.id)));
    expect(results.map(unwrap).filter(({ unlocked }) => unlocked)).toHaveLength(1);
    expect((await eventsOf(user.id)).map(({ action }) => action)).toEqual(["user.unlocked"]);
    expect((await readUser(user.id))?.version).toBe(user.version + 1);
  });

  test("opens a suspended person's lock and nothing more", async () => {
    await lock();
    await setUser(user, { suspendedAt: new Date() });
    unwrap(await unlockUser(admin, user.id));
    expect((await readUser(user.id))?.suspended_at).not.toBeNull();
  });

  test("changes nothing where nothing is locked", async () => {
    await setUser(user, { lockedUntil: new Date(Date.now() - 1), failedSignIns: 3 });
    const before = await snapshot();
    expect(unwrap(await unlockUser(admin, user.id))).toEqual({ unlocked: false });
    expect(await snapshot()).toEqual(before);
  });

  test.each([
    ["a viewer", () => makeActor(organization, "viewer"), "forbidden"],
    ["somebody with billing", () => makeActor(organization, "billing"), "forbidden"],
    ["a user", () => makeActor(organization, "user"), "forbidden"],
    [
      "whoever may only see people",
      () => makeActor(organization, "user", "userManagementViewer"),
      "forbidden",
    ],
    [
      "an admin of another organization",
      async () => makeActor(await makeOrganization(), "admin"),
      "notFound",
    ],
  ])("is not for %s", async (_, make, code) => {
    await lock();
    const actor = await make();
    const before = await snapshot();
    expect(codeOf(await unlockUser(actor, user.id))).toBe(code);
    expect(await snapshot()).toEqual(before);
  });

  test("reaches nobody who may do more than whoever unlocks", async () => {
    const lesser = await makeActor(organization, "user", "userManagementAdmin");
    await lock();
    await setUser(user, { role: "admin" });
    expect(codeOf(await unlockUser(lesser, user.id))).toBe("forbidden");
    await setUser(user, { role: "user" });
    expect(codeOf(await unlockUser(lesser, user.id))).toBe("ok");
  });

  test("is for whoever manages the organization, too", async () => {
    const managing = await makeOrganization({ managing: true });
    const managed = await makeOrganization({ managedBy: managing.id });
    const manager = await makeUser(managing, { role: "admin" });
    const theirs = await makeUser(managed, { lockedUntil: new Date(Date.now() + MINUTE_MS) });
    expect(unwrap(await unlockUser(actorOf(manager, managed), theirs.id))).toEqual({ unlocked: true });
  });

  test.each([newId(), "", "x", "'"])("finds nobody by %j", async (id) => {
    expect(codeOf(await unlockUser(admin, id))).toBe("notFound");
  });

  test("finds nobody who was removed", async () => {
    await lock();
    await setUser(user, { removedAt: new Date() });
    expect(codeOf(await unlockUser(admin, user.id))).toBe("notFound");
    expect(statusOf(user, new Date())).toBe("locked");
  });
});
