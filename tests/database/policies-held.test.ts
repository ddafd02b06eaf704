import { beforeEach, describe, expect, test, vi } from "vitest";
import { GET as readOwnPolicies } from "@/app/api/v1/me/policies/route";
import { GET as readPolicies } from "@/app/api/v1/users/[userId]/policies/route";
import { changeOwnDetails, ownDetails } from "@/lib/account/details";
import { findActor, requireSignedIn } from "@/lib/auth/guard";
import { readSession } from "@/lib/auth/session-row";
import { signIn } from "@/lib/auth/sign-in";
import { activate, readActivation } from "@/lib/credentials/activation";
import { changePassword } from "@/lib/credentials/change-password";
import { issueInvitation } from "@/lib/credentials/invitations";
import { issuePin } from "@/lib/credentials/pins/commands";
import { redeemPin } from "@/lib/credentials/pins/redeem";
import { issueQr } from "@/lib/credentials/qr-commands";
import { withOrganization } from "@/lib/db";
import type { User } from "@/lib/generated/prisma/client";
import type { ColumnField } from "@/lib/imports/columns/column-field";
import { errorsDownload } from "@/lib/imports/errors-download";
import { eachRow } from "@/lib/imports/row-queries";
import { isSecondStepAsked } from "@/lib/mfa/asked";
import type { Actor } from "@/lib/permissions/actor";
import type { SignInHours } from "@/lib/policies/hours";
import { whyRefused } from "@/lib/sessions/end";
import { listOwnSessions } from "@/lib/sessions/queries";
import { recordExport } from "@/lib/users/export-commands";
import { exportBatches } from "@/lib/users/export-queries";
import { PASSWORD, selfOf, setUpApp } from "@/tests/database/mfa-support";
import { apiRequest, makeApiKey } from "@/tests/support/api";
import { commitRun, prepareRun } from "@/tests/support/import-runs";
import { freshNetwork } from "@/tests/support/networks";
import { say, sayOf, userPolicyOf } from "@/tests/support/policies";
import { adminQuery } from "@/tests/support/product-database";
import {
  actorOf,
  codeOf,
  givePassword,
  makeActor,
  makeOrganization,
  makeUser,
  setUser,
  type TestOrganization,
  unwrap,
} from "@/tests/support/product-people";

const request = vi.hoisted(() => ({ path: "/", session: null as { oid: string; sid: string } | null }));
vi.mock("@/lib/auth/cookie", () => ({ sessionInCookie: async () => request.session }));
vi.mock("next/headers", () => ({
  headers: async () => new Headers({ "x-rollcall-path": request.path }),
  cookies: async () => new Map(),
}));
vi.mock("next/navigation", () => {
  const leave = (where: string) => () => {
    throw new Error(where);
  };
  return {
    redirect: (to: string) => leave(`to ${to}`)(),
    forbidden: leave("forbidden"),
    notFound: leave("not found"),
  };
});

const DAY_MS = 86_400_000;
const NETWORKS = ["203.0.113.0/24"];
const INSIDE = "203.0.113.7";

let organization: TestOrganization;
let admin: Actor;
let user: User;
/** Somebody for whom nothing is otherwise. */
let other: User;
beforeEach(async () => {
  organization = await makeOrganization();
  admin = { ...(await makeActor(organization, "admin")), ip: INSIDE };
  user = await makeUser(organization);
  other = await makeUser(organization);
  for (const each of [user, other]) await givePassword(each, PASSWORD);
});

const tryIn = ({ username }: { username: string }, given: { ip?: string; password?: string } = {}) =>
  signIn({ username, password: PASSWORD, ip: freshNetwork(), userAgent: null, ...given });
const sessionOf = async (whose: User, ip?: string) => {
  const { sessionId } = unwrap(await tryIn(whose, ip === undefined ? {} : { ip }));
  return sessionId;
};
const read = (sessionId: string, ip = "192.0.2.1") => readSession(organization.id, sessionId, ip);
const why = (sessionId: string, ip = "192.0.2.1") => whyRefused(organization.id, sessionId, ip);
const age = (sessionId: string, interval: string) =>
  adminQuery(
    `UPDATE sessions SET created_at = created_at - interval '${interval}', last_seen_at = last_seen_at - interval '${interval}' WHERE id = $1`,
    [sessionId],
  );
const days = (from: Date, until: Date) => Math.round((until.getTime() - from.getTime()) / DAY_MS);

describe("the password's length", () => {
  test("is a person's own, where they choose one", async () => {
    await sayOf(admin, user, "passwordLengthMin", 30);
    const next = "lavender submarine clockwork";
    const change = async (whose: User) => {
      const { person, home } = await selfOf(whose, organization);
      return codeOf(await changePassword(person, home, { current: PASSWORD, next }));
    };
    expect(await change(user)).toBe("invalid");
    expect(await change(other)).toBe("ok");
  });

  test("is a person's own, at a link", async () => {
    const invited = await makeUser(organization, { activatedAt: null });
    await sayOf(admin, invited, "passwordLengthMin", 30);
    const { token } = unwrap(await issueInvitation(admin, invited.id));
    expect(unwrap(await readActivation(token)).lengthMin).toBe(30);
    const from = { ip: "192.0.2.1", userAgent: null };
    expect(codeOf(await activate(token, "lavender submarine clockwork", from))).toBe("invalid");
    expect(codeOf(await activate(token, "lavender submarine clockwork parade", from))).toBe("ok");
  });
});

describe("the password's expiry", () => {
  const old = (whose: User, interval: string) =>
    adminQuery(`UPDATE passwords SET set_at = now() - interval '${interval}' WHERE user_id = $1`, [whose.id]);
  const visit = async (whose: User) => {
    request.session = { oid: organization.id, sid: await sessionOf(whose) };
    request.path = "/account/password";
    return requireSignedIn();
  };

  test("is never, unless somebody says so", async () => {
    await old(user, "1000 days");
    expect(await visit(user)).toMatchObject({ mustChangePassword: false, passwordExpired: false });
  });

  test("has an older password changed after the next sign-in, before anything else", async () => {
    await say(admin, "passwordDays", 90);
    await old(user, "89 days 23 hours");
    await old(other, "90 days 1 minute");
    expect(await visit(user)).toMatchObject({ mustChangePassword: false });
    const person = await visit(other);
    expect(person).toMatchObject({ mustChangePassword: true, passwordExpired: true });
    expect(await findActor(organization.slug)).toBeNull();
    request.path = "/account";
    await expect(requireSignedIn()).rejects.toThrow("to /account/password");
    unwrap(
      await changePassword(person, person.home, { current: PASSWORD, next: "lavender submarine clockwork" }),
    );
    expect(await requireSignedIn()).toMatchObject({ mustChangePassword: false });
  });

  test("lets whoever is signed in go on", async () => {
    const sessionId = await sessionOf(user);
    await old(user, "100 days");
    await age(sessionId, "10 minutes");
    await say(admin, "passwordDays", 101);
    expect(await read(sessionId)).toMatchObject({ mustChangePassword: false });
  });

  test("is a person's own", async () => {
    await say(admin, "passwordDays", 90);
    await sayOf(admin, user, "passwordDays", 0);
    await sayOf(admin, other, "passwordDays", 10);
    await old(user, "1000 days");
    await old(other, "11 days");
    expect(await visit(user)).toMatchObject({ mustChangePassword: false });
    expect(await visit(other)).toMatchObject({ mustChangePassword: true });
  });
});

describe("PINs", () => {
  test("are made with the uses and hours that hold for their person, unless others are asked for", async () => {
    const [one, two] = [
      await makeUser(organization, { activatedAt: null }),
      await makeUser(organization, { activatedAt: null }),
    ];
    await say(admin, "pinUses", 3);
    await say(admin, "pinHours", 2);
    await sayOf(admin, two, "pinHours", 100);
    const issue = async (whose: User, given: { uses?: number; hours?: number } = {}) => {
      const { id } = unwrap(await issuePin(admin, whose.id, { digits: null, ...given }));
      const [pin] = await adminQuery(
        "SELECT uses, round(extract(epoch FROM expires_at - created_at) / 3600)::int AS hours FROM pins WHERE id = $1",
        [id],
      );
      return pin;
    };
    expect(await issue(one)).toEqual({ uses: 3, hours: 2 });
    expect(await issue(two)).toEqual({ uses: 3, hours: 100 });
    expect(await issue(two, { uses: 1, hours: 1 })).toEqual({ uses: 1, hours: 1 });
  });
});

describe("invitations", () => {
  test("are good as long as holds for their person: links, codes, and passwords that were given", async () => {
    const [one, two] = [
      await makeUser(organization, { activatedAt: null }),
      await makeUser(organization, { activatedAt: null }),
    ];
    await say(admin, "invitationDays", 5);
    await sayOf(admin, two, "invitationDays", 30);
    const goodFor = async (whose: User) => {
      const [row] = await adminQuery<{ until: Date }>(
        "SELECT credential_expires_at AS until FROM users WHERE id = $1",
        [whose.id],
      );
      return days(new Date(), row?.until ?? new Date(0));
    };
    for (const [whose, length] of [
      [one, 5],
      [two, 30],
    ] as const) {
      unwrap(await issueInvitation(admin, whose.id));
      expect(await goodFor(whose)).toBe(length);
      const { expiresAt } = unwrap(await issueQr(admin, whose.id));
      expect(days(new Date(), expiresAt)).toBe(length);
      await adminQuery("UPDATE credentials SET revoked_at = now() WHERE user_id = $1", [whose.id]);
      await givePassword(whose, PASSWORD);
      await adminQuery("UPDATE passwords SET must_change = true WHERE user_id = $1", [whose.id]);
      unwrap(await issuePin(admin, whose.id, { digits: null, hours: 1 }));
      expect(await goodFor(whose)).toBe(length);
    }
  });
});

describe("a lock", () => {
  test("comes after as many wrong passwords as hold for the person, and as long", async () => {
    await sayOf(admin, user, "lockAttempts", 5);
    await sayOf(admin, user, "lockMinutes", 120);
    for (const whose of [user, other])
      for (let count = 0; count < 5; count += 1) await tryIn(whose, { password: "wrong" });
    const [locked, open] = await Promise.all(
      [user, other].map(async ({ id }) => {
        const [row] = await adminQuery<{ until: Date | null }>(
          "SELECT locked_until AS until FROM users WHERE id = $1",
          [id],
        );
        return row?.until ?? null;
      }),
    );
    expect(open).toBeNull();
    expect(Math.round(((locked?.getTime() ?? 0) - Date.now()) / 60_000)).toBe(120);
    expect(codeOf(await tryIn(user))).toBe("unauthenticated");
    expect(codeOf(await tryIn(other))).toBe("ok");
  });
});

describe("the second step", () => {
  const due = async (whose: User) => (await read(await sessionOf(whose)))?.secondStepDue ?? null;

  test("is required of a person alone, and their days begin then", async () => {
    await setUser(user, { activatedAt: new Date("2020-01-01") });
    await sayOf(admin, user, "mfaPolicy", "required");
    expect(await due(other)).toBeNull();
    expect(days(new Date(), (await due(user))?.at ?? new Date(0))).toBe(7);
    await say(admin, "mfaGraceDays", 0);
    request.session = { oid: organization.id, sid: await sessionOf(user) };
    request.path = "/account";
    await expect(requireSignedIn()).rejects.toThrow("to /account/security");
  });

  test("is not required of a person whom it is otherwise for", async () => {
    await say(admin, "mfaPolicy", "required");
    await sayOf(admin, user, "mfaPolicy", "optional");
    expect(await due(user)).toBeNull();
    expect(await due(other)).not.toBeNull();
  });

  test("is asked of whom it is not off for, and of nobody else", async () => {
    for (const whose of [user, other]) await setUpApp(await selfOf(whose, organization));
    const asked = ({ id: userId }: User) =>
      withOrganization(organization.id, (tx) =>
        isSecondStepAsked(tx, { organizationId: organization.id, userId }, null),
      );
    await sayOf(admin, user, "mfaPolicy", "off");
    expect([await asked(user), await asked(other)]).toEqual([false, true]);
    await say(admin, "mfaPolicy", "off");
    await sayOf(admin, user, "mfaPolicy", "optional");
    expect([await asked(user), await asked(other)]).toEqual([true, false]);
  });
});

describe("the length of sessions", () => {
  test("without a request is a person's own", async () => {
    await sayOf(admin, user, "sessionIdleMinutes", 5);
    const [mine, theirs] = [await sessionOf(user), await sessionOf(other)];
    await Promise.all([age(mine, "6 minutes"), age(theirs, "6 minutes")]);
    expect(await read(mine)).toBeNull();
    expect(await why(mine)).toBe("idle");
    expect(await read(theirs)).not.toBeNull();
    expect((await listOwnSessions(actorOf(user, organization))).live).toEqual([]);
    expect((await listOwnSessions(actorOf(other, organization))).live).toHaveLength(1);
  });

  test("in all is a person's own, longer or shorter", async () => {
    await sayOf(admin, user, "sessionHours", 48);
    await sayOf(admin, user, "sessionIdleMinutes", 1440);
    const [mine, theirs] = [await sessionOf(user), await sessionOf(other)];
    for (const id of [mine, theirs])
      await adminQuery("UPDATE sessions SET created_at = now() - interval '13 hours' WHERE id = $1", [id]);
    expect(await read(mine)).not.toBeNull();
    expect(await read(theirs)).toBeNull();
    expect(await why(theirs)).toBe("expired");
    await sayOf(admin, user, "sessionIdleMinutes", 60);
    await sayOf(admin, user, "sessionHours", 1);
    expect(await read(mine)).toBeNull();
    expect(await why(mine)).toBe("expired");
  });
});

const now = new Date();
const yesterday = now.getUTCDay() === 0 ? 6 : now.getUTCDay() === 1 ? 7 : now.getUTCDay() - 1;
const CLOSED: SignInHours = { days: [yesterday], from: "01:00", until: "02:00", zone: "UTC" };

describe("sign-in networks", () => {
  test("are a person's own: stricter", async () => {
    await sayOf(admin, user, "allowedNetworks", NETWORKS);
    const sessionId = await sessionOf(user, INSIDE);
    expect(await read(sessionId, INSIDE)).not.toBeNull();
    expect(await read(sessionId, "192.0.2.1")).toBeNull();
    expect(await why(sessionId)).toBe("network");
    expect(codeOf(await tryIn(other))).toBe("ok");
  });

  test("are a person's own: laxer", async () => {
    await say(admin, "allowedNetworks", NETWORKS);
    await sayOf(admin, user, "allowedNetworks", []);
    expect(await read(await sessionOf(user))).not.toBeNull();
    expect(codeOf(await tryIn(other))).toBe("network");
  });

  test("that are otherwise for somebody tell nobody that there is such a name, or that a password is right", async () => {
    const nobody = { username: `nobody@${organization.domain}` };
    await sayOf(admin, user, "allowedNetworks", NETWORKS);
    const [unknown, wrong, right] = [
      await tryIn(nobody),
      await tryIn(user, { password: "wrong" }),
      await tryIn(user),
    ];
    expect(wrong).toEqual(unknown);
    expect(right).toEqual(unknown);
    await sayOf(admin, user, "allowedNetworks", undefined);
    await say(admin, "allowedNetworks", NETWORKS);
    await sayOf(admin, user, "allowedNetworks", []);
    const [stranger, guess] = [await tryIn(nobody), await tryIn(user, { password: "wrong" })];
    expect(guess).toEqual(stranger);
    expect(codeOf(stranger)).toBe("network");
  });

  test("hold for PINs and links too", async () => {
    const invited = await makeUser(organization, { activatedAt: null });
    await sayOf(admin, invited, "allowedNetworks", NETWORKS);
    const { pin } = unwrap(await issuePin(admin, invited.id, { digits: null, uses: 9 }));
    const { username } = invited;
    expect(codeOf(await redeemPin({ username, pin, ip: "198.51.100.1" }))).toBe("unauthenticated");
    const { token } = unwrap(await redeemPin({ username, pin, ip: INSIDE }));
    const password = "lavender submarine clockwork";
    expect(codeOf(await activate(token, password, { ip: "198.51.100.1", userAgent: null }))).toBe("network");
    expect(codeOf(await activate(token, password, { ip: INSIDE, userAgent: null }))).toBe("ok");
  });
});

describe("sign-in hours", () => {
  test("of a person let nobody sign in as them, and end what is open at its next request", async () => {
    const sessionId = await sessionOf(user);
    expect(await read(sessionId)).not.toBeNull();
    await sayOf(admin, user, "signInHours", CLOSED);
    expect(await read(sessionId)).toBeNull();
    expect(await why(sessionId)).toBe("hours");
    expect(codeOf(await tryIn(user))).toBe("unauthenticated");
    expect(codeOf(await tryIn(other))).toBe("ok");
    await sayOf(admin, user, "signInHours", undefined);
    expect(await read(sessionId)).not.toBeNull();
  });

  test("of an organization are said, whoever asks, and one person's may be otherwise", async () => {
    await sayOf(admin, { id: admin.userId }, "signInHours", null);
    await adminQuery(
      `UPDATE organizations SET policies = jsonb_build_object('signInHours', $2::jsonb) WHERE id = $1`,
      [organization.id, JSON.stringify(CLOSED)],
    );
    expect(codeOf(await tryIn(other))).toBe("hours");
    expect(codeOf(await tryIn({ username: `nobody@${organization.domain}` }))).toBe("hours");
    await sayOf(admin, user, "signInHours", null);
    expect(codeOf(await tryIn(user, { password: "wrong" }))).toBe("hours");
    expect(await read(await sessionOf(user))).not.toBeNull();
  });
});

describe("own details", () => {
  test("can be changed as far as holds for the person", async () => {
    const actor = actorOf(user, organization);
    await sayOf(admin, user, "ownFields", ["company"]);
    const { fields, version } = await ownDetails(actor);
    expect(fields.map(({ field }) => field)).toEqual(["company"]);
    expect(codeOf(await changeOwnDetails(actor, version, { mobilePhone: "+4915112345678" }))).toBe(
      "forbidden",
    );
    expect(codeOf(await changeOwnDetails(actor, version, { company: "Acme" }))).toBe("ok");
    const theirs = await ownDetails(actorOf(other, organization));
    expect(theirs.fields.map(({ field }) => field)).toEqual(["mobilePhone", "businessPhone"]);
  });
});

describe("exports", () => {
  const filter = { search: "", status: null, role: null, importId: null, groupId: null };

  test("are refused with words where a policy says so, whatever the role allows", async () => {
    const viewer = await makeActor(organization, "viewer");
    expect(codeOf(await recordExport(viewer, filter))).toBe("ok");
    await sayOf(admin, { id: viewer.userId }, "exportAllowed", false);
    expect(await recordExport(viewer, filter)).toMatchObject({
      ok: false,
      error: { code: "forbidden", message: "A policy lets you take no lists of people away." },
    });
    expect(codeOf(await recordExport(admin, filter))).toBe("ok");
    await say(admin, "exportAllowed", false);
    expect(codeOf(await recordExport(admin, filter))).toBe("forbidden");
    await sayOf(admin, { id: viewer.userId }, "exportAllowed", true);
    expect(codeOf(await recordExport(viewer, filter))).toBe("ok");
  });

  test("of an organization are refused to who manages it, too", async () => {
    const managing = await makeOrganization({ managing: true });
    const managed = await makeOrganization({ managedBy: managing.id });
    const manager = actorOf(await makeUser(managing, { role: "admin" }), managed);
    expect(codeOf(await recordExport(manager, filter))).toBe("ok");
    expect(codeOf(await recordExport({ ...manager, exportAllowed: false }, filter))).toBe("forbidden");
    await say(manager, "exportAllowed", false);
    expect(codeOf(await recordExport(manager, filter))).toBe("forbidden");
  });

  test("hold for the errors of somebody else's file, and not for those of one's own", async () => {
    const matching: ColumnField[] = ["firstName", "lastName", "accessEmail"];
    const { id } = await prepareRun(admin, "a,b,c\nNora,Nobel,nora@mail.example\n", { matching });
    const viewer = await makeActor(organization, "viewer");
    const statusFor = async (actor: Actor) => (await errorsDownload(actor, id)).status;
    expect([await statusFor(admin), await statusFor(viewer)]).toEqual([200, 200]);
    await say(admin, "exportAllowed", false);
    expect([await statusFor(admin), await statusFor(viewer)]).toEqual([200, 403]);
  });

  test("end where whoever reads them is suspended meanwhile", async () => {
    const rows = Array.from({ length: 2100 }, (_, index) => `Nora,Nobel,nora${index}@mail.example`);
    const matching: ColumnField[] = ["firstName", "lastName", "accessEmail"];
    const file = `a,b,c\n${rows.join("\n")}\n`;
    const found = await prepareRun(admin, file, { matching });
    await commitRun(admin, found);
    const viewer = await makeActor(organization, "viewer");
    const batches = exportBatches(viewer, { ...filter, sort: "name", descending: false });
    expect((await batches.next()).value).toHaveLength(1000);
    await adminQuery("UPDATE users SET suspended_at = now() WHERE id = $1", [viewer.userId]);
    await expect(batches.next()).rejects.toThrow("may not any more");
  });

  test("and so do the errors of a file, for whoever sees imports no more", async () => {
    const matching: ColumnField[] = ["firstName", "lastName", "accessEmail"];
    const { id } = await prepareRun(admin, "a,b,c\nNora,Nobel,wrong\n", { matching });
    const viewer = await makeActor(organization, "viewer");
    const rows = eachRow(viewer, id);
    expect((await rows.next()).value).toHaveLength(1);
    await adminQuery("UPDATE users SET role = 'billing' WHERE id = $1", [viewer.userId]);
    await expect(rows.next()).rejects.toThrow("may not any more");
  });
});

describe("an app", () => {
  const ask = (secret: string | null, userId: string) =>
    readPolicies(apiRequest(`/api/v1/users/${userId}/policies`, secret), {
      params: Promise.resolve({ userId }),
    });

  test("reads what holds for a person, and where it comes from", async () => {
    const { secret } = await makeApiKey(admin, ["policies.read"]);
    await say(admin, "deviceOfflineDays", 3);
    await sayOf(admin, user, "deviceScreenshots", false);
    await sayOf(admin, user, "deviceAppVersionMin", "4.2");
    const answer = await ask(secret, user.id);
    expect(answer.status).toBe(200);
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(await answer.json()).toMatchObject({
      user: { id: user.id, username: user.username },
      device: { offlineDays: 3, copyPaste: true, screenshots: false, appVersionMin: "4.2" },
      policies: {
        deviceOfflineDays: { value: 3, origin: "organization" },
        deviceScreenshots: { value: false, origin: "person" },
        deviceCopyPaste: { value: true, origin: "default" },
        passwordLengthMin: { value: 15, origin: "default" },
      },
    });
  });

  test("reads which policy makes another one stricter, and so does the person's page", async () => {
    const { secret } = await makeApiKey(admin, ["policies.read"]);
    await say(admin, "mfaPolicy", "required");
    await say(admin, "passwordLengthMin", 8);
    await sayOf(admin, user, "mfaPolicy", "optional");
    const { policies } = await (await ask(secret, user.id)).json();
    expect(policies.passwordLengthMin).toEqual({ value: 15, origin: "person", raisedBy: "mfaPolicy" });
    expect(policies.mfaPolicy).toEqual({ value: "optional", origin: "person" });
    const length = await userPolicyOf(admin, user.id, "passwordLengthMin");
    expect(length).toMatchObject({
      value: 8,
      words: "15 characters",
      origin: "organization",
      raisedBy: { key: "mfaPolicy", origin: "person", said: { by: admin.name } },
    });
    const theirs = await (await ask(secret, other.id)).json();
    expect(theirs.policies.passwordLengthMin).toEqual({ value: 8, origin: "organization" });
  });

  test("reads it of nobody elsewhere, and only with a key for it", async () => {
    const { secret } = await makeApiKey(admin, ["policies.read"]);
    const elsewhere = await makeUser(await makeOrganization());
    expect((await ask(secret, elsewhere.id)).status).toBe(404);
    expect((await ask(secret, "x")).status).toBe(404);
    expect((await ask(null, user.id)).status).toBe(401);
    const { secret: another } = await makeApiKey(admin, ["imports.write"]);
    expect((await ask(another, user.id)).status).toBe(403);
  });

  test("reads with the session of its own person what it sees to, as it holds now, and nothing else", async () => {
    await sayOf(admin, user, "deviceOfflineDays", 2);
    const device = { offlineDays: 2, copyPaste: true, screenshots: true, appVersionMin: null };
    request.session = { oid: organization.id, sid: await sessionOf(user) };
    const answer = await readOwnPolicies();
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(await answer.json()).toEqual({ user: { id: user.id, username: user.username }, device });
    request.session = { oid: organization.id, sid: await sessionOf(other) };
    expect(await (await readOwnPolicies()).json()).toMatchObject({ device: { offlineDays: 14 } });
    await sayOf(admin, other, "signInHours", CLOSED);
    expect((await readOwnPolicies()).status).toBe(401);
    request.session = null;
    expect((await readOwnPolicies()).status).toBe(401);
  });

  test("is told what it sees to when a PIN is used", async () => {
    const invited = await makeUser(organization, { activatedAt: null });
    await sayOf(admin, invited, "deviceCopyPaste", false);
    const { pin } = unwrap(await issuePin(admin, invited.id, { digits: null }));
    const { policies } = unwrap(await redeemPin({ username: invited.username, pin, ip: "198.51.100.9" }));
    expect(policies).toEqual({ offlineDays: 14, copyPaste: false, screenshots: true, appVersionMin: null });
  });
});
