import { verify } from "@node-rs/argon2";
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { verifyPassword } from "@/lib/auth/passwords";
import { readSession } from "@/lib/auth/session-row";
import { type SignInTry, signIn } from "@/lib/auth/sign-in";
import { SIGN_IN_WORDS } from "@/lib/auth/sign-in-words";
import { forgetGuesses } from "@/lib/auth/throttle";
import { changePassword } from "@/lib/credentials/change-password";
import type { User } from "@/lib/generated/prisma/client";
import { statusOf } from "@/lib/users/status";
import { adminQuery } from "@/tests/support/product-database";
import {
  eventsOf,
  givePassword,
  makeOrganization,
  makeUser,
  personOf,
  type TestOrganization,
  unwrap,
} from "@/tests/support/product-people";

vi.mock("@node-rs/argon2", async (importOriginal) => {
  const original = await importOriginal<typeof import("@node-rs/argon2")>();
  return { ...original, verify: vi.fn(original.verify) };
});

const actual = await vi.importActual<typeof import("@node-rs/argon2")>("@node-rs/argon2");

const PASSWORD = "correct horse battery staple";
const WRONG = {
  ok: false,
  error: { code: "unauthenticated", message: SIGN_IN_WORDS.unauthenticated },
};
const HOUR_MS = 3_600_000;
const past = new Date(Date.now() - HOUR_MS);
const future = new Date(Date.now() + HOUR_MS);

let organization: TestOrganization;
let networks = 0;

const attempt = (username: string, given: Partial<SignInTry> = {}) => {
  networks += 1;
  return signIn({ username, password: PASSWORD, ip: `network ${networks}`, userAgent: null, ...given });
};

async function makeSignIn(fields: Parameters<typeof makeUser>[1] = {}): Promise<User> {
  const user = await makeUser(organization, fields);
  await givePassword(user, PASSWORD);
  return user;
}

const hashed = () => vi.mocked(verify).mock.calls.length;

beforeAll(async () => {
  organization = await makeOrganization();
});
beforeEach(() => {
  vi.mocked(verify).mockClear();
});

describe("the right password", () => {
  test("starts a session that says who it is, and is in the audit log", async () => {
    const user = await makeSignIn({ firstName: "Maria", lastName: "Miller", role: "viewer" });
    const session = unwrap(await attempt(user.username, { ip: "192.0.2.7", userAgent: "Firefox" }));
    expect(session.organizationId).toBe(organization.id);
    expect(await readSession(organization.id, session.sessionId, "192.0.2.8")).toEqual({
      userId: user.id,
      organizationId: organization.id,
      sessionId: session.sessionId,
      name: "Maria Miller",
      username: user.username,
      role: "viewer",
      accessProfile: null,
      extra: [],
      ip: "192.0.2.8",
      mustChangePassword: false,
      passwordExpired: false,
      exportAllowed: true,
      secondStepDue: null,
      home: { id: organization.id, slug: organization.slug, name: organization.name, managing: false },
    });
    expect(await eventsOf(session.sessionId)).toMatchObject([
      { action: "session.started", actor_user_id: user.id, actor_name: "Maria Miller" },
    ]);
  });

  test.each([
    ["capitals", (username: string) => username.toUpperCase()],
    ["white space around it", (username: string) => ` ${username}\n`],
    ["a NUL", (username: string) => `\0${username}\0`],
  ])("counts with %s in the username", async (_, change) => {
    const user = await makeSignIn();
    expect((await attempt(change(user.username))).ok).toBe(true);
  });

  test("counts in whatever form its letters are composed", async () => {
    const user = await makeUser(organization);
    await givePassword(user, "Zoë’s quiet garden gate".normalize("NFC"));
    const password = "Zoë’s quiet garden gate".normalize("NFD");
    expect((await attempt(user.username, { password })).ok).toBe(true);
  });

  test("forgets the wrong tries before it", async () => {
    const user = await makeSignIn();
    for (let round = 0; round < 2; round += 1) {
      await Promise.all(Array.from({ length: 9 }, () => attempt(user.username, { password: "wrong" })));
      expect((await attempt(user.username)).ok).toBe(true);
    }
    const [row] = await adminQuery("SELECT failed_sign_ins, locked_until FROM users WHERE id = $1", [
      user.id,
    ]);
    expect(row).toEqual({ failed_sign_ins: 0, locked_until: null });
  });
});

describe("the same answer after one hash for", () => {
  const accounts: [string, () => Promise<string>][] = [
    ["a name that nobody has", async () => `nobody@${organization.domain}`],
    ["a domain that nobody has", async () => "nobody@nowhere.example"],
    ["a name without a domain", async () => "nobody"],
    ["no name", async () => ""],
    ["a name that is code", async () => "'; DROP TABLE users; --@x' OR 1=1"],
    ["a name with lost characters", async () => "\ud800\0@\udfff"],
    ["an account without a password", async () => (await makeUser(organization)).username],
    ["a suspended account", async () => (await makeSignIn({ suspendedAt: past })).username],
    ["a removed account", async () => (await makeSignIn({ removedAt: past })).username],
    ["a pending account", async () => (await makeSignIn({ activatedAt: null })).username],
    ["an account whose time has ended", async () => (await makeSignIn({ accessEndsAt: past })).username],
    ["a locked account", async () => (await makeSignIn({ lockedUntil: future })).username],
    ["a blocked account", async () => (await makeSignIn({ legacyStatus: "blocked" })).username],
    ["a disabled account", async () => (await makeSignIn({ legacyStatus: "disabled" })).username],
  ];

  test.each(accounts)("%s", async (_, makeAccount) => {
    const username = await makeAccount();
    const begun = new Date();
    expect(await attempt(username)).toEqual(WRONG);
    expect(hashed()).toBe(1);
    expect(await adminQuery("SELECT FROM sessions WHERE created_at > $1", [begun])).toEqual([]);
  });

  test("a wrong password", async () => {
    const user = await makeSignIn();
    expect(await attempt(user.username, { password: `${PASSWORD}.` })).toEqual(WRONG);
    expect(await attempt(user.username, { password: "" })).toEqual(WRONG);
    expect(hashed()).toBe(2);
  });

  test("an account of a suspended organization", async () => {
    const other = await makeOrganization();
    const user = await makeUser(other);
    await givePassword(user, PASSWORD);
    const { sessionId } = unwrap(await attempt(user.username));
    await adminQuery("UPDATE organizations SET suspended_at = now() WHERE id = $1", [other.id]);
    expect(await attempt(user.username)).toEqual(WRONG);
    expect(await readSession(other.id, sessionId, "")).toBeNull();
  });

  test("an endless password, without hashing it", async () => {
    const user = await makeSignIn();
    for (const username of [user.username, `nobody@${organization.domain}`]) {
      expect(await attempt(username, { password: "x".repeat(1_000_000) })).toEqual(WRONG);
    }
    expect(hashed()).toBe(0);
  });
});

// The counters go by this process's clock, and time itself goes on for everything else.
function passAMinute(): void {
  const later = Date.now() + 61_000;
  vi.useFakeTimers({ toFake: ["Date"], now: later });
}
afterEach(() => vi.useRealTimers());

describe("the throttle", () => {
  const guess = (username: string, count: number) =>
    Promise.all(
      Array.from({ length: count }, (_, index) => attempt(username, { password: `guess ${index}` })),
    );
  const codes = (results: { ok: boolean; error?: { code: string } }[]) => {
    const counts: Record<string, number> = {};
    for (const { error } of results) counts[error?.code ?? "ok"] = (counts[error?.code ?? "ok"] ?? 0) + 1;
    return counts;
  };

  test("lets 10 of 1,000 parallel guesses from one network be hashed, and shuts nobody else out", async () => {
    const user = await makeSignIn();
    const neighbours = Array.from({ length: 1000 }, (_, index) =>
      attempt(user.username, { password: `guess ${index}`, ip: `2001:db8:0:1::${index.toString(16)}` }),
    );
    const results = await Promise.all(neighbours);
    expect(hashed()).toBeLessThanOrEqual(10);
    expect(codes(results)).toEqual({ throttled: 990, unauthenticated: 10 });
    expect(codes([await attempt(user.username, { ip: "2001:db8:0:1::ffff" })])).toEqual({ throttled: 1 });
    passAMinute();
    expect((await attempt(user.username, { ip: "2001:db8:0:2::1" })).ok).toBe(true);
    expect(await eventsOf(user.id)).toEqual([]);
  });

  test("lets 100 wrong passwords in a row be tried, from however many networks, and then one a day", async () => {
    const user = await makeSignIn();
    const pass = async () => {
      await forgetGuesses(user.username);
      await adminQuery(
        "UPDATE users SET locked_until = now() WHERE id = $1 AND locked_until < now() + interval '5 h'",
        [user.id],
      );
    };
    const facts = async () =>
      (
        await adminQuery<{ failed: number; minutes: number }>(
          `SELECT failed_sign_ins AS failed, extract(epoch FROM locked_until - now())::float8 / 60 AS minutes
           FROM users WHERE id = $1`,
          [user.id],
        )
      )[0];
    vi.mocked(verify).mockImplementation(async () => false);
    for (let round = 0; round < 20; round += 1) {
      await pass();
      await guess(user.username, 10);
    }
    vi.mocked(verify).mockImplementation(actual.verify);
    expect(await facts()).toMatchObject({ failed: 100, minutes: expect.closeTo(24 * 60, -1) });
    expect((await attempt(user.username)).ok).toBe(false);
  });

  test("lets 10 of 1,000 parallel guesses at one account be hashed, from however many networks", async () => {
    const user = await makeSignIn();
    const results = await guess(user.username, 1000);
    expect(hashed()).toBeLessThanOrEqual(10);
    expect(codes(results)).toEqual({ throttled: 990, unauthenticated: 10 });
    passAMinute();
    expect((await attempt(user.username)).ok).toBe(true);
  });

  test("lets 50 guesses at one account be hashed in a quarter of an hour, and locks it", async () => {
    const user = await makeSignIn();
    const results = [];
    for (let minute = 0; minute < 6; minute += 1) {
      passAMinute();
      results.push(...(await guess(user.username, 20)));
    }
    expect(hashed()).toBe(50);
    expect(codes(results)).toEqual({ throttled: 70, unauthenticated: 50 });
    const [row] = await adminQuery<{ locked_until: Date }>("SELECT locked_until FROM users WHERE id = $1", [
      user.id,
    ]);
    expect(row?.locked_until.getTime()).toBeGreaterThan(Date.now() + 13 * 60_000);
    const locked = { ...user, lockedUntil: row?.locked_until ?? null };
    expect(statusOf(locked, new Date())).toBe("locked");
    expect(await eventsOf(user.id)).toMatchObject([
      { action: "user.locked", actor_kind: "anonymous", subject_name: user.username },
    ]);
    expect((await attempt(user.username)).ok).toBe(false);
  });

  test("answers alike whether the account exists or not", async () => {
    const user = await makeSignIn();
    const nobody = `nobody.at.all@${organization.domain}`;
    for (const username of [user.username, nobody]) await guess(username, 20);
    vi.mocked(verify).mockClear();
    const answers = [await attempt(user.username), await attempt(nobody)];
    expect(answers[0]).toEqual({
      ok: false,
      error: { code: "throttled", message: SIGN_IN_WORDS.throttled },
    });
    expect(answers[1]).toEqual(answers[0]);
    expect(hashed()).toBe(0);
  });

  test("lets at most 300 tries from one network through, whatever the names", async () => {
    vi.mocked(verify).mockImplementation(async () => false);
    const ip = "198.51.100.1";
    const results = [];
    for (let index = 0; index < 320; index += 80) {
      const names = Array.from({ length: 80 }, (_, step) => `spray${index + step}@nowhere.example`);
      results.push(...(await Promise.all(names.map((username) => attempt(username, { ip })))));
    }
    expect(codes(results)).toEqual({ throttled: 20, unauthenticated: 300 });
    expect(hashed()).toBe(300);
    expect(await attempt(`else@${organization.domain}`, { ip: "198.51.100.2" })).toEqual(WRONG);
    vi.mocked(verify).mockImplementation(actual.verify);
  });

  test("keeps neither names nor networks in clear", async () => {
    const rows = await adminQuery<{ key: string }>("SELECT key FROM throttles");
    expect(rows.length).toBeGreaterThan(0);
    expect(
      rows.filter(({ key }) => !/^sign-in-(here|at-once|username|network):[0-9a-f]{64}$/.test(key)),
    ).toEqual([]);
  });
});

test("when too many wait for a hash, whoever comes is told to try again in a moment", async () => {
  const user = await makeSignIn();
  let open: (isRight: boolean) => void = () => undefined;
  const gate = new Promise<boolean>((resolve) => {
    open = resolve;
  });
  vi.mocked(verify).mockImplementation(() => gate);
  const waiting = Array.from({ length: 202 }, () => verifyPassword("guess", "hash"));
  const busy = { ok: false, error: { code: "busy", message: SIGN_IN_WORDS.busy } };
  expect(await attempt(user.username)).toEqual(busy);
  const passwords = { current: PASSWORD, next: "another horse battery staple" };
  expect(await changePassword(personOf(user), organization, passwords)).toEqual(busy);
  open(false);
  expect(await Promise.all(waiting)).toEqual(waiting.map(() => false));
  vi.mocked(verify).mockImplementation(actual.verify);
  expect((await attempt(user.username)).ok).toBe(true);
});

test("a lock opens by itself when its time is over", async () => {
  const user = await makeSignIn({ lockedUntil: past, failedSignIns: 3 });
  expect((await attempt(user.username)).ok).toBe(true);
  const [row] = await adminQuery("SELECT failed_sign_ins, locked_until FROM users WHERE id = $1", [user.id]);
  expect(row).toEqual({ failed_sign_ins: 0, locked_until: null });
});

test("a database that restarts takes no process with it", async () => {
  const user = await makeSignIn();
  await attempt(user.username);
  const uncaught: unknown[] = [];
  const note = (error: unknown) => void uncaught.push(error);
  process.on("uncaughtException", note);
  await adminQuery(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE datname = current_database() AND usename LIKE '%_app' AND state = 'idle'`,
  );
  await new Promise((resolve) => setTimeout(resolve, 200));
  process.off("uncaughtException", note);
  expect(uncaught).toEqual([]);
  expect((await attempt(user.username)).ok).toBe(true);
});
