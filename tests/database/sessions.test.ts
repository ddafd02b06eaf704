import { beforeAll, describe, expect, test } from "vitest";
import { endSession, readSession, type SignedIn } from "@/lib/auth/session-row";
import { signIn } from "@/lib/auth/sign-in";
import type { User } from "@/lib/generated/prisma/client";
import { newId } from "@/lib/ids";
import type { Actor } from "@/lib/permissions/actor";
import {
  changeRoles,
  reactivateUsers,
  removeUsers,
  restoreUsers,
  suspendUsers,
} from "@/lib/users/bulk-commands";
import { adminQuery, snapshot } from "@/tests/support/product-database";
import {
  eventsOf,
  givePassword,
  makeActor,
  makeOrganization,
  makeUser,
  setUser,
  type TestOrganization,
  unwrap,
} from "@/tests/support/product-people";

const PASSWORD = "correct horse battery staple";
const MINUTE_MS = 60_000;

let organization: TestOrganization;
let admin: Actor;
beforeAll(async () => {
  organization = await makeOrganization();
  admin = await makeActor(organization, "admin");
});

async function startSession(fields: Parameters<typeof makeUser>[1] = {}) {
  const user = await makeUser(organization, fields);
  await givePassword(user, PASSWORD);
  return { user, ...(await signInAgain(user)) };
}

async function signInAgain(user: User) {
  const { username } = user;
  const { sessionId } = unwrap(await signIn({ username, password: PASSWORD, ip: username, userAgent: null }));
  return {
    sessionId,
    read: (): Promise<SignedIn | null> => readSession(organization.id, sessionId, "192.0.2.1"),
  };
}

const setSession = (id: string, column: string, minutesFromNow: number) =>
  adminQuery(`UPDATE sessions SET ${column} = now() + make_interval(mins => $2) WHERE id = $1`, [
    id,
    minutesFromNow,
  ]);

describe("a session ends", () => {
  test("with the person's suspension, and does not come back with them", async () => {
    const { user, read } = await startSession();
    expect(await read()).not.toBeNull();
    unwrap(await suspendUsers(admin, { ids: [user.id] }));
    expect(await read()).toBeNull();
    unwrap(await reactivateUsers(admin, { ids: [user.id] }));
    expect(await read()).toBeNull();
    expect(await (await signInAgain(user)).read()).not.toBeNull();
  });

  test("with the person's removal, and does not come back with them", async () => {
    const { user, read } = await startSession();
    unwrap(await removeUsers(admin, { ids: [user.id] }));
    expect(await read()).toBeNull();
    unwrap(await restoreUsers(admin, { ids: [user.id] }));
    expect(await read()).toBeNull();
  });

  test.each([
    ["access ended", { accessEndsAt: new Date(Date.now() - 1000) }],
    ["account was blocked", { legacyStatus: "blocked" }],
    ["account was disabled", { legacyStatus: "disabled" }],
    ["activation was taken back", { activatedAt: null }],
    ["suspension went round the commands", { suspendedAt: new Date() }],
    ["removal went round the commands", { removedAt: new Date() }],
  ])("when the person's %s", async (_, fields) => {
    const { user, read } = await startSession();
    await setUser(user, fields);
    expect(await read()).toBeNull();
  });

  test("after an hour without a request, and not before", async () => {
    const { sessionId, read } = await startSession();
    await setSession(sessionId, "last_seen_at", -59);
    expect(await read()).not.toBeNull();
    await setSession(sessionId, "last_seen_at", -61);
    expect(await read()).toBeNull();
  });

  test("twelve hours after it began, however busy", async () => {
    const { sessionId, read } = await startSession();
    const [row] = await adminQuery<{ hours: number }>(
      "SELECT extract(epoch FROM expires_at - created_at)::float8 / 3600 AS hours FROM sessions WHERE id = $1",
      [sessionId],
    );
    expect(row?.hours).toBeCloseTo(12, 2);
    await setSession(sessionId, "expires_at", -1);
    expect(await read()).toBeNull();
  });

  test("when the person signs out, once, with an event", async () => {
    const { user, sessionId, read } = await startSession();
    const other = await signInAgain(user);
    await endSession(organization.id, sessionId);
    await endSession(organization.id, sessionId);
    expect(await read()).toBeNull();
    expect(await other.read()).not.toBeNull();
    expect((await eventsOf(sessionId)).map(({ action }) => action)).toEqual([
      "session.started",
      "session.ended",
    ]);
  });
});

test("a role is read anew with every request", async () => {
  const { user, read } = await startSession();
  expect(await read()).toMatchObject({ role: "user" });
  unwrap(await changeRoles(admin, { ids: [user.id] }, "billing"));
  expect(await read()).toMatchObject({ role: "billing" });
});

test("a request makes the session live on, at most once a minute", async () => {
  const { sessionId, read } = await startSession();
  const lastSeen = async () => {
    const [row] = await adminQuery<{ at: Date }>("SELECT last_seen_at AS at FROM sessions WHERE id = $1", [
      sessionId,
    ]);
    return row?.at.getTime() ?? 0;
  };
  const first = await lastSeen();
  await read();
  expect(await lastSeen()).toBe(first);
  await setSession(sessionId, "last_seen_at", -2);
  await read();
  expect(await lastSeen()).toBeGreaterThan(Date.now() - MINUTE_MS);
});

test("a made-up session is nobody's, and nothing is written for it", async () => {
  const { sessionId } = await startSession();
  const other = await makeOrganization();
  const before = await snapshot();
  for (const [organizationId, id] of [
    [organization.id, newId()],
    [other.id, sessionId],
    [organization.id, ""],
    ["", sessionId],
    [organization.id, `${sessionId}'`],
    ["not an id", "nor this"],
  ] as const) {
    expect(await readSession(organizationId, id, "192.0.2.1")).toBeNull();
    await endSession(organizationId, id);
  }
  expect(await snapshot()).toEqual(before);
});

test("whoever must change their password is told so", async () => {
  const { user, read } = await startSession();
  await adminQuery("UPDATE passwords SET must_change = true WHERE user_id = $1", [user.id]);
  expect(await read()).toMatchObject({ mustChangePassword: true });
});
