import { beforeAll, describe, expect, test, vi } from "vitest";
import { readSession } from "@/lib/auth/session-row";
import { activate, readActivation } from "@/lib/credentials/activation";
import { issueInvitation } from "@/lib/credentials/invitations";
import { issuePin, withdrawPin } from "@/lib/credentials/pins/commands";
import { listPins, listPinsOf } from "@/lib/credentials/pins/queries";
import { PIN_WORDS, redeemPin } from "@/lib/credentials/pins/redeem";
import { PIN_MISSES_MAX } from "@/lib/credentials/pins/shape";
import { PIN_STATES, type PinState, pinStateOf } from "@/lib/credentials/pins/state";
import type { User } from "@/lib/generated/prisma/client";
import type { Actor } from "@/lib/permissions/actor";
import { changeRoles, removeUsers, restoreUsers, suspendUsers } from "@/lib/users/bulk-commands";
import { updateUser } from "@/lib/users/commands";
import { findUser } from "@/lib/users/queries";
import { commitRun, prepareRun, undoRun } from "@/tests/support/import-runs";
import { adminQuery, dump, snapshot } from "@/tests/support/product-database";
import {
  codeOf,
  eventsOf,
  inputOf,
  makeActor,
  makeOrganization,
  makeUser,
  setUser,
  type TestOrganization,
  unwrap,
} from "@/tests/support/product-people";

const PASSWORD = "lavender submarine clockwork";
const HERE = { ip: "192.0.2.1", userAgent: null };
const WRONG = { ok: false, error: { code: "unauthenticated", message: PIN_WORDS.wrong } };

let organization: TestOrganization;
let admin: Actor;
beforeAll(async () => {
  organization = await makeOrganization();
  admin = await makeActor(organization, "admin");
});

let networks = 0;
const redeem = ({ username }: { username: string }, pin: string) => {
  networks += 1;
  return redeemPin({ username, pin, ip: `198.51.100.${networks}` });
};

type Given = { digits?: string | null; uses?: number; hours?: number };

async function issue(given: Given = {}, fields: Parameters<typeof makeUser>[1] = {}) {
  const user = await makeUser(organization, { activatedAt: null, ...fields });
  const issued = unwrap(await issuePin(admin, user.id, { digits: null, uses: 1, hours: 24, ...given }));
  return { user, ...issued };
}

const actionsOf = async (user: User) => (await eventsOf(user.id)).map(({ action }) => action);
const forget = () => adminQuery("DELETE FROM throttles");

describe("a PIN", () => {
  test("becomes a link, a password, an active account and a session", async () => {
    const { user, pin } = await issue({}, { firstName: "Maria", lastName: "Miller" });
    expect(pin).toMatch(/^\d{6}$/);
    expect((await findUser(admin, user.id))?.status).toBe("pending");
    const redeemed = unwrap(
      await redeem({ username: ` ${user.username.toUpperCase()}` }, `${pin.slice(0, 3)} ${pin.slice(3)}`),
    );
    expect(redeemed.user).toEqual({
      id: user.id,
      username: user.username,
      firstName: "Maria",
      lastName: "Miller",
    });
    expect(redeemed.organization).toEqual({ slug: organization.slug, name: organization.name });
    expect(unwrap(await readActivation(redeemed.token)).username).toBe(user.username);
    const { sessionId } = unwrap(await activate(redeemed.token, PASSWORD, HERE));
    expect(await readSession(organization.id, sessionId, "")).toMatchObject({ userId: user.id });
    expect(await actionsOf(user)).toEqual(["pin.issued", "pin.redeemed", "user.activated"]);
    expect((await findUser(admin, user.id))?.status).toBe("active");
  });

  test("of one's own digits works as well", async () => {
    const { user, pin } = await issue({ digits: "482917" });
    expect(pin).toBe("482917");
    expect(codeOf(await redeem(user, "482917"))).toBe("ok");
    const other = await makeUser(organization, { activatedAt: null });
    expect(codeOf(await issuePin(admin, other.id, { digits: "123456", uses: 1, hours: 1 }))).toBe("invalid");
  });

  test.each([1, 3, 17, 50, 100])("of %i uses works so often, at a hundred tries at once", async (uses) => {
    const { user, pin } = await issue({ uses });
    const given = { username: user.username, pin, ip: "192.0.2.77" };
    const results = await Promise.all(Array.from({ length: 100 }, () => redeemPin(given)));
    const redeemed = results.filter(({ ok }) => ok);
    expect(redeemed).toHaveLength(uses);
    expect(new Set(redeemed.map((result) => unwrap(result).token)).size).toBe(uses);
    for (const result of results.filter(({ ok }) => !ok))
      expect(["unauthenticated", "throttled"]).toContain(codeOf(result));
    const [row] = await adminQuery("SELECT uses_left FROM pins WHERE user_id = $1", [user.id]);
    expect(row?.uses_left).toBe(0);
    const links = await adminQuery("SELECT FROM credentials WHERE user_id = $1 AND kind = 'pin'", [user.id]);
    expect(links).toHaveLength(uses);
    expect((await actionsOf(user)).filter((action) => action === "pin.redeemed")).toHaveLength(uses);
    await forget();
  });

  test.each([1, 17, 50])("of %i uses works so often over four processes, too", async (uses) => {
    const { user, pin } = await issue({ uses });
    // Each has what a process keeps for itself; the database is all that they have in common.
    const processes = [];
    for (let index = 0; index < 4; index += 1) {
      vi.resetModules();
      processes.push(await import("@/lib/credentials/pins/redeem"));
    }
    const tries = processes.flatMap((each) =>
      Array.from({ length: 25 }, () => each.redeemPin({ username: user.username, pin, ip: "192.0.2.78" })),
    );
    const codes = (await Promise.all(tries)).map(codeOf);
    expect(codes.filter((code) => code === "ok")).toHaveLength(uses);
    const links = await adminQuery("SELECT FROM credentials WHERE user_id = $1 AND kind = 'pin'", [user.id]);
    expect(links).toHaveLength(uses);
    await forget();
  });

  test("of which a link is used gives no other link a chance, and is void itself", async () => {
    const { user, pin } = await issue({ uses: 3 });
    const [one, other] = [unwrap(await redeem(user, pin)), unwrap(await redeem(user, pin))];
    unwrap(await activate(one.token, PASSWORD, HERE));
    expect(codeOf(await activate(other.token, "the words of another one", HERE))).toBe("notFound");
    expect(await redeem(user, pin)).toEqual(WRONG);
    const [row] = await listPinsOf(admin, user.id);
    expect(row).toMatchObject({ state: "void", revokedBecause: "activated", usesLeft: 1, uses: 3 });
  });

  test("works until it expires, and until then the person is pending", async () => {
    const { user, pin } = await issue({ hours: 2 });
    const [row] = await adminQuery<{ hours: number }>(
      "SELECT extract(epoch FROM expires_at - now())::float8 / 3600 AS hours FROM pins WHERE user_id = $1",
      [user.id],
    );
    expect(row?.hours).toBeCloseTo(2, 2);
    const past = new Date(Date.now() - 1000);
    await adminQuery("UPDATE pins SET expires_at = $2 WHERE user_id = $1", [user.id, past]);
    await setUser(user, { credentialExpiresAt: past });
    expect(await redeem(user, pin)).toEqual(WRONG);
    expect((await findUser(admin, user.id))?.status).toBe("expired");
    expect((await listPinsOf(admin, user.id))[0]?.state).toBe("expired");
  });

  test("takes the place of the one before, whose links end with it", async () => {
    const { user, pin } = await issue({ uses: 2 });
    const { token } = unwrap(await redeem(user, pin));
    const next = unwrap(await issuePin(admin, user.id, { digits: null, uses: 1, hours: 1 }));
    expect(codeOf(await activate(token, PASSWORD, HERE))).toBe("notFound");
    if (next.pin !== pin) expect(await redeem(user, pin)).toEqual(WRONG);
    expect(codeOf(await redeem(user, next.pin))).toBe("ok");
    expect((await listPinsOf(admin, user.id)).map(({ revokedBecause }) => revokedBecause)).toEqual([
      null,
      "replaced",
    ]);
  });

  test("stands beside an invitation, and each ends the other when it is used", async () => {
    const { user, pin } = await issue();
    const invitation = unwrap(await issueInvitation(admin, user.id)).token;
    const { token } = unwrap(await redeem(user, pin));
    expect(codeOf(await readActivation(invitation))).toBe("ok");
    unwrap(await activate(token, PASSWORD, HERE));
    expect(codeOf(await activate(invitation, PASSWORD, HERE))).toBe("notFound");
    const other = await issue();
    unwrap(await activate(unwrap(await issueInvitation(admin, other.user.id)).token, PASSWORD, HERE));
    expect(await redeem(other.user, other.pin)).toEqual(WRONG);
  });

  test("is void after so many wrong guesses, from wherever they come", async () => {
    const { user, pin } = await issue();
    const wrong = pin === "482917" ? "482918" : "482917";
    for (let index = 0; index < PIN_MISSES_MAX; index += 1) {
      await forget();
      expect(await redeem(user, wrong)).toEqual(WRONG);
    }
    await forget();
    expect(await redeem(user, pin)).toEqual(WRONG);
    expect((await listPinsOf(admin, user.id))[0]).toMatchObject({ state: "void", revokedBecause: "guessed" });
    expect(await actionsOf(user)).toEqual(["pin.issued", "pin.revoked"]);
  });
});

describe("a PIN is void, and so is the link that it gave, as soon as", () => {
  async function expectVoid(change: (user: User) => Promise<unknown>, because: string | null) {
    const { user, pin } = await issue({ uses: 5 }, { role: "viewer" });
    const { token } = unwrap(await redeem(user, pin));
    await change(user);
    await forget();
    expect(await redeem(user, pin)).toEqual(WRONG);
    expect(codeOf(await activate(token, PASSWORD, HERE))).toBe("notFound");
    const [row] = await listPinsOf(admin, user.id);
    expect(row?.revokedBecause).toBe(because);
    if (because) expect((await actionsOf(user)).filter((action) => action === "pin.revoked")).toHaveLength(1);
  }

  test("it is withdrawn", () =>
    expectVoid(async (user) => {
      const [pin] = await listPinsOf(admin, user.id);
      unwrap(await withdrawPin(admin, pin?.id ?? ""));
      expect((await findUser(admin, user.id))?.credentialExpiresAt).toBeNull();
    }, "withdrawn"));

  test("the person gets another role", () =>
    expectVoid(async (user) => unwrap(await changeRoles(admin, { ids: [user.id] }, "admin")), "changed"));

  test("the person gets another access email", () =>
    expectVoid(async (user) => {
      const { version } = (await findUser(admin, user.id)) ?? { version: 0 };
      unwrap(await updateUser(admin, user.id, version, inputOf(user, { accessEmail: "new@mail.example" })));
    }, "changed"));

  test("the person is removed, also when that is taken back", () =>
    expectVoid(async (user) => {
      unwrap(await removeUsers(admin, { ids: [user.id] }));
      unwrap(await restoreUsers(admin, { ids: [user.id] }));
    }, "changed"));

  test("the person is suspended", () =>
    expectVoid(async (user) => unwrap(await suspendUsers(admin, { ids: [user.id] })), null));

  test("the account is a legacy one, or its access has ended", async () => {
    for (const fields of [{ legacyStatus: "blocked" }, { accessEndsAt: new Date(Date.now() - 1000) }]) {
      const { user, pin } = await issue();
      await setUser(user, fields);
      await forget();
      expect(await redeem(user, pin)).toEqual(WRONG);
    }
  });

  test("the organization is suspended", async () => {
    const { user, pin } = await issue();
    const suspend = (moment: string) =>
      adminQuery(`UPDATE organizations SET suspended_at = ${moment} WHERE id = $1`, [user.organizationId]);
    await suspend("now()");
    expect(await redeem(user, pin)).toEqual(WRONG);
    await suspend("NULL");
    expect(codeOf(await redeem(user, pin))).toBe("ok");
  });

  test("the import that the person came from is undone", async () => {
    const text = `First name,Last name,Access email\nUna,Undone,una.undone@mail.example\n`;
    const matching = ["firstName", "lastName", "accessEmail"] as const;
    const run = await prepareRun(admin, text, { matching: [...matching], mode: "createOnly" });
    await commitRun(admin, run);
    const [row] = await adminQuery<{ id: string; username: string }>(
      "SELECT id, username FROM users WHERE import_id = $1",
      [run.id],
    );
    if (!row) throw new Error("Nobody was imported.");
    const { pin } = unwrap(await issuePin(admin, row.id, { digits: null, uses: 1, hours: 1 }));
    await undoRun(admin, run.id);
    unwrap(await restoreUsers(admin, { ids: [row.id] }));
    expect(await redeem(row, pin)).toEqual(WRONG);
  });

  test("a role changes at the very moment of the try", async () => {
    for (let round = 0; round < 10; round += 1) {
      const { user, pin } = await issue({ uses: 20 });
      const tries = Array.from({ length: 4 }, () => redeem(user, pin));
      const [change, ...results] = await Promise.all([
        changeRoles(admin, { ids: [user.id] }, "admin"),
        ...tries,
      ]);
      unwrap(change);
      await forget();
      for (const result of results.filter(({ ok }) => ok)) {
        expect(codeOf(await activate(unwrap(result).token, PASSWORD, HERE))).toBe("notFound");
      }
      expect(await redeem(user, pin)).toEqual(WRONG);
    }
  });
});

describe("nobody issues a PIN", () => {
  test("for somebody who may do more than they", async () => {
    const manager = await makeActor(organization, "user", "userManagementAdmin");
    const above = await makeUser(organization, { activatedAt: null, role: "admin" });
    const given = { digits: null, uses: 1, hours: 1 };
    const before = await snapshot();
    expect(codeOf(await issuePin(manager, above.id, given))).toBe("forbidden");
    for (const actor of [
      await makeActor(organization, "viewer"),
      await makeActor(organization, "billing"),
      await makeActor(organization, "user", "userManagementViewer"),
    ]) {
      const user = await makeUser(organization, { activatedAt: null });
      expect(codeOf(await issuePin(actor, user.id, given))).toBe("forbidden");
    }
    const { pins, audit_events } = await snapshot();
    expect([pins, audit_events]).toEqual([before.pins, before.audit_events]);
    const issued = unwrap(await issuePin(admin, above.id, given));
    expect(codeOf(await withdrawPin(manager, issued.id))).toBe("forbidden");
    expect(codeOf(await redeem(above, issued.pin))).toBe("ok");
  });

  test("for somebody of another organization, nor sees or withdraws theirs", async () => {
    const { user, id, pin } = await issue();
    const stranger = await makeActor(await makeOrganization(), "admin");
    expect(codeOf(await issuePin(stranger, user.id, { digits: null, uses: 1, hours: 1 }))).toBe("notFound");
    expect(codeOf(await withdrawPin(stranger, id))).toBe("notFound");
    expect(await listPinsOf(stranger, user.id)).toEqual([]);
    expect((await listPins(stranger, { state: null, before: null })).rows).toEqual([]);
    expect(codeOf(await redeem(user, pin))).toBe("ok");
  });

  test("for whoever could not use it", async () => {
    const past = new Date(Date.now() - 1000);
    for (const fields of [{ suspendedAt: past }, { legacyStatus: "disabled" }, { activatedAt: past }]) {
      const user = await makeUser(organization, { activatedAt: null, ...fields });
      expect(codeOf(await issuePin(admin, user.id, { digits: null, uses: 1, hours: 1 }))).toBe("conflict");
    }
  });
});

describe("the list", () => {
  test("tells of every PIN who, when, how many uses are left and what became of it", async () => {
    const own = await makeOrganization();
    const actor = await makeActor(own, "admin");
    const people = await Promise.all(Array.from({ length: 60 }, () => makeUser(own, { activatedAt: null })));
    for (const { id } of people) unwrap(await issuePin(actor, id, { digits: null, uses: 2, hours: 1 }));
    const first = await listPins(actor, { state: null, before: null });
    const second = await listPins(actor, { state: null, before: first.older });
    expect([first.rows.length, second.rows.length, second.older]).toEqual([50, 10, null]);
    const rows = [...first.rows, ...second.rows];
    expect(rows.map(({ userId }) => userId)).toEqual(people.map(({ id }) => id).toReversed());
    expect(rows[0]).toMatchObject({ issuedBy: actor.name, uses: 2, usesLeft: 2, state: "open" });
    const kept = Object.keys(rows[0] ?? {});
    for (const secret of ["pin", "hash", "salt"]) expect(kept).not.toContain(secret);
  });

  test("finds by a state exactly those that are in it, for every combination of facts", async () => {
    const own = await makeOrganization();
    const actor = await makeActor(own, "admin");
    const at = (minutes: number | null) =>
      minutes === null ? null : new Date(Date.now() + minutes * 60_000);
    for (const usesLeft of [0, 1])
      for (const expires of [-10, 10])
        for (const revoked of [null, -20, -5]) {
          const { id: userId } = await makeUser(own, { activatedAt: null });
          const { id } = unwrap(await issuePin(actor, userId, { digits: null, uses: 1, hours: 1 }));
          await adminQuery(
            "UPDATE pins SET uses_left = $2, expires_at = $3, revoked_at = $4, revoked_because = $5 WHERE id = $1",
            [id, usesLeft, at(expires), at(revoked), revoked === null ? null : "changed"],
          );
        }
    const all = (await listPins(actor, { state: null, before: null })).rows;
    expect(all).toHaveLength(12);
    for (const state of PIN_STATES) {
      const found = (await listPins(actor, { state, before: null })).rows;
      const expected = all.filter((row) => pinStateOf(row, new Date()) === (state satisfies PinState));
      expect(found.map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
      expect(found.length).toBeGreaterThan(0);
    }
  });

  test("is for those who may see it", async () => {
    const query = { state: null, before: null };
    await expect(listPins(await makeActor(organization, "user"), query)).rejects.toThrow();
    await expect(listPins(await makeActor(organization, "billing"), query)).rejects.toThrow();
    expect((await listPins(await makeActor(organization, "viewer"), query)).rows.length).toBeGreaterThan(0);
  });
});

test("a dump of the database holds no PIN and no token in clear, and none that its own hash gives away", async () => {
  const { user, pin } = await issue({ digits: "730465", uses: 2 });
  const { token } = unwrap(await redeem(user, pin));
  const all = await dump();
  expect(all).toContain(user.username);
  for (const form of [token, Buffer.from(token).toString("hex")]) expect(all.includes(form)).toBe(false);
  // Six digits may stand in a number or a hash by chance, but not as a word of their own.
  expect(all).not.toMatch(/(?<![0-9a-f.:+-])730465(?![0-9a-f])/);
  expect(all.includes(Buffer.from("730465").toString("hex"))).toBe(false);
  const [row] = await adminQuery<{ hash: Buffer; salt: Buffer }>(
    "SELECT hash, salt FROM pins WHERE user_id = $1",
    [user.id],
  );
  const { createHash } = await import("node:crypto");
  for (const text of ["730465", `${user.id}730465`]) {
    const bare = createHash("sha256")
      .update(row?.salt ?? "")
      .update(text)
      .digest();
    expect(row?.hash.equals(bare)).toBe(false);
  }
});
