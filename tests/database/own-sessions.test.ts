import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface, type Interface } from "node:readline";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { readSession } from "@/lib/auth/session-row";
import { signIn } from "@/lib/auth/sign-in";
import type { User } from "@/lib/generated/prisma/client";
import { newId } from "@/lib/ids";
import { type Actor, actorIn } from "@/lib/permissions/actor";
import { endOtherSessions, endOwnSession } from "@/lib/sessions/commands";
import { whyRefused } from "@/lib/sessions/end";
import { listOwnSessions } from "@/lib/sessions/queries";
import { projectDir } from "@/scripts/shared/project";
import { say, trySay } from "@/tests/support/policies";
import { adminQuery, snapshot } from "@/tests/support/product-database";
import {
  codeOf,
  eventsOf,
  givePassword,
  makeActor,
  makeOrganization,
  makeUser,
  personOf,
  type TestOrganization,
  unwrap,
} from "@/tests/support/product-people";

const PASSWORD = "correct horse battery staple";
const FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0";
const IPHONE =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1";

let organization: TestOrganization;
let user: User;
beforeEach(async () => {
  organization = await makeOrganization();
  user = await makeUser(organization);
  await givePassword(user, PASSWORD);
});

let networks = 0;
async function startSession(userAgent: string | null = FIREFOX, ip?: string, who = user): Promise<string> {
  networks += 1;
  const from = { ip: ip ?? `2001:db8:${networks.toString(16)}::1`, userAgent };
  const { username } = who;
  return unwrap(await signIn({ username, password: PASSWORD, ...from })).sessionId;
}

/** The person at work by one of their sessions. */
function at(sessionId: string, ip = "203.0.113.7", who = user): Actor {
  const actor = actorIn({ ...personOf(who, sessionId), ip }, organization);
  if (!actor) throw new Error("Everybody may act at home.");
  return actor;
}

const isLive = async (id: string) => (await readSession(organization.id, id, "203.0.113.7")) !== null;

const move = (id: string, column: string, minutes: number) =>
  adminQuery(`UPDATE sessions SET ${column} = now() - make_interval(mins => $2) WHERE id = $1`, [
    id,
    minutes,
  ]);

let child: ChildProcess | undefined;
let answers: Interface | undefined;
afterAll(() => {
  child?.kill();
});

/** What another process says of a session. */
async function elsewhere(sessionId: string): Promise<string> {
  if (!child) {
    const serverOnly = new URL("../../scripts/children/server-only.mjs", import.meta.url).href;
    const args = ["--import", serverOnly, "--import", "tsx", "tests/support/session-reader.ts"];
    child = spawn(process.execPath, args, {
      cwd: projectDir,
      env: process.env,
      stdio: ["pipe", "pipe", "inherit"],
    });
    if (!child.stdout) throw new Error("The other process says nothing.");
    answers = createInterface({ input: child.stdout });
  }
  if (!answers) throw new Error("The other process says nothing.");
  const answer = once(answers, "line") as Promise<[string]>;
  child.stdin?.write(`${JSON.stringify([organization.id, sessionId, "203.0.113.7"])}\n`);
  return (await answer)[0];
}

describe("one's own sessions", () => {
  test("are listed with device and place, this one first, and nobody else's", async () => {
    const phone = await startSession(IPHONE, "203.0.113.200");
    const here = await startSession(FIREFOX, "203.0.113.7");
    const away = await startSession(null, "198.51.100.1");
    const other = await makeUser(organization);
    await givePassword(other, PASSWORD);
    const theirs = await startSession(FIREFOX, "203.0.113.7", other);
    const over = await startSession(FIREFOX, "203.0.113.9");
    unwrap(await endOwnSession(at(here), over));
    const { live, recent } = await listOwnSessions(at(here));
    expect(live[0]).toMatchObject({
      id: here,
      device: "Firefox on Windows",
      isHere: true,
      isThisNetwork: true,
      network: "203.0.113.0/24",
    });
    expect(live.find(({ id }) => id === phone)).toMatchObject({
      device: "Safari on iOS",
      isHere: false,
      isThisNetwork: true,
    });
    expect(live.find(({ id }) => id === away)).toMatchObject({
      device: "Unknown device",
      isThisNetwork: false,
    });
    expect(live.map(({ id }) => id)).not.toContain(over);
    expect(recent.map(({ id }) => id)).toContain(over);
    expect([...live, ...recent].map(({ id }) => id)).not.toContain(theirs);
  });

  test("are listed no longer than they last", async () => {
    const here = await startSession();
    const old = await startSession();
    await move(old, "last_seen_at", 61);
    expect((await listOwnSessions(at(here))).live.map(({ id }) => id)).toEqual([here]);
  });

  test("end one by one, for every process and at the next request", async () => {
    const here = await startSession();
    const there = await startSession();
    expect([await isLive(there), await elsewhere(there)]).toEqual([true, "let in"]);
    expect(unwrap(await endOwnSession(at(here), there))).toEqual({ ended: 1 });
    expect([await isLive(there), await elsewhere(there)]).toEqual([false, "refused"]);
    expect([await isLive(here), await elsewhere(here)]).toEqual([true, "let in"]);
    expect(unwrap(await endOwnSession(at(here), there))).toEqual({ ended: 0 });
    expect((await eventsOf(there)).map(({ action }) => action)).toEqual(["session.started", "session.ended"]);
  });

  test("end everywhere else at once, for every process", async () => {
    const here = await startSession();
    const others = [await startSession(), await startSession(), await startSession()];
    expect(unwrap(await endOtherSessions(at(here)))).toEqual({ ended: 3 });
    for (const id of others) expect([await isLive(id), await elsewhere(id)]).toEqual([false, "refused"]);
    expect([await isLive(here), await elsewhere(here)]).toEqual([true, "let in"]);
    expect(unwrap(await endOtherSessions(at(here)))).toEqual({ ended: 0 });
    expect(await eventsOf(user.id)).toMatchObject([
      { action: "session.othersEnded", changes: { after: { count: 3 } } },
    ]);
  });

  test("a sign-in that is under way meanwhile is either ended or begins afterwards", async () => {
    const here = await startSession();
    const results = await Promise.all([
      ...Array.from({ length: 8 }, () => startSession()),
      ...Array.from({ length: 4 }, () => endOtherSessions(at(here)).then(() => "")),
    ]);
    unwrap(await endOtherSessions(at(here)));
    for (const id of results.filter(Boolean)) expect(await isLive(id)).toBe(false);
  });

  test.each([
    ["of a colleague", async () => makeUser(organization)],
    ["of another organization", async () => makeUser(await makeOrganization())],
  ])("are nobody's business: one %s stays", async (_, make) => {
    const here = await startSession();
    const victim = await make();
    await givePassword(victim, PASSWORD);
    const theirs = await startSession(FIREFOX, undefined, victim);
    const before = await snapshot();
    for (const id of [theirs, newId(), "", "x", `${theirs}'`, "others"])
      expect(unwrap(await endOwnSession(at(here), id))).toEqual({ ended: 0 });
    expect(await snapshot()).toEqual(before);
    unwrap(await endOtherSessions(at(here)));
    expect(await readSession(victim.organizationId, theirs, "203.0.113.7")).not.toBeNull();
  });

  test("are not for whoever manages from elsewhere to end", async () => {
    const managing = await makeOrganization({ managing: true });
    const managed = await makeOrganization({ managedBy: managing.id });
    const manager = await makeUser(managing, { role: "admin" });
    const actor = actorIn(personOf(manager), managed);
    if (!actor) throw new Error("A manager has something to do there.");
    expect(codeOf(await endOtherSessions(actor))).toBe("forbidden");
    expect(codeOf(await endOwnSession(actor, newId()))).toBe("forbidden");
  });
});

describe("how long sessions last", () => {
  const policy = async (idleMinutes: number, hours: number) => {
    const admin = await makeActor(organization, "admin");
    const length = [
      () => say(admin, "sessionIdleMinutes", idleMinutes),
      () => say(admin, "sessionHours", hours),
    ];
    // A session lasts no longer without a request than in all, at every moment.
    for (const part of idleMinutes > 60 ? length.toReversed() : length) await part();
  };
  const why = (id: string) => whyRefused(organization.id, id, "203.0.113.7");

  test("is an hour without a request and twelve in all, unless the organization says otherwise", async () => {
    const [row] = await adminQuery(
      "SELECT session_idle_minutes, session_hours FROM organizations WHERE id = $1",
      [organization.id],
    );
    expect(row).toEqual({ session_idle_minutes: 60, session_hours: 12 });
  });

  test("is shortened at once, for sessions that there are", async () => {
    const id = await startSession();
    await move(id, "last_seen_at", 6);
    expect(await isLive(id)).toBe(true);
    await move(id, "last_seen_at", 6);
    await policy(5, 12);
    expect([await isLive(id), await elsewhere(id), await why(id)]).toEqual([false, "refused", "idle"]);
    const other = await startSession();
    await move(other, "created_at", 61);
    expect(await isLive(other)).toBe(true);
    await policy(5, 1);
    expect([await isLive(other), await why(other)]).toEqual([false, "expired"]);
  });

  test("is lengthened for what begins afterwards, up to a day and thirty days", async () => {
    await policy(1440, 720);
    const id = await startSession();
    await move(id, "created_at", 29 * 1440);
    await move(id, "last_seen_at", 1439);
    expect(await isLive(id)).toBe(true);
    await move(id, "last_seen_at", 1441);
    expect([await isLive(id), await why(id)]).toEqual([false, "idle"]);
    const [row] = await adminQuery<{ hours: number }>(
      "SELECT extract(epoch FROM expires_at - now())::float8 / 3600 AS hours FROM sessions WHERE id = $1",
      [id],
    );
    expect(row?.hours).toBeCloseTo(720, 1);
  });

  test("says why it is over", async () => {
    const here = await startSession();
    const there = await startSession();
    unwrap(await endOwnSession(at(here), there));
    expect(await why(there)).toBe("ended");
    expect(await why(newId())).toBe("ended");
    await move(here, "expires_at", 1);
    expect(await why(here)).toBe("expired");
  });

  test.each([
    [4, 12],
    [1441, 720],
    [60, 0],
    [60, 721],
    [61, 1],
  ])("is never %i minutes and %i hours, whoever writes it", async (minutes, hours) => {
    await expect(
      adminQuery("UPDATE organizations SET session_idle_minutes = $2, session_hours = $3 WHERE id = $1", [
        organization.id,
        minutes,
        hours,
      ]),
    ).rejects.toThrow(/check constraint/);
  });

  test.each(["viewer", "billing", "user"] as const)("is not for a %s to say", async (role) => {
    const actor = await makeActor(organization, role);
    expect(codeOf(await trySay(actor, "sessionIdleMinutes", 5))).toBe("forbidden");
  });

  test("is one organization's alone, with an event of what differs", async () => {
    const other = await makeOrganization();
    await policy(30, 8);
    await policy(30, 8);
    expect(await eventsOf(organization.id)).toMatchObject([
      { action: "organization.created" },
      {
        action: "organization.updated",
        changes: { before: { sessionIdleMinutes: 60 }, after: { sessionIdleMinutes: 30 } },
      },
      {
        action: "organization.updated",
        changes: { before: { sessionHours: 12 }, after: { sessionHours: 8 } },
      },
    ]);
    const [row] = await adminQuery("SELECT session_hours FROM organizations WHERE id = $1", [other.id]);
    expect(row).toEqual({ session_hours: 12 });
  });
});
