import { beforeEach, describe, expect, test } from "vitest";
import { withOrganization } from "@/lib/db";
import type { User } from "@/lib/generated/prisma/client";
import { carryOutImport } from "@/lib/imports/jobs/commit";
import { suspendChosen } from "@/lib/imports/jobs/leavers";
import { undoLeavers } from "@/lib/imports/jobs/undo-leavers";
import { finishUnchanged, suspendLeavers } from "@/lib/imports/leavers/commands";
import { numberInWords } from "@/lib/imports/leavers/number-words";
import { eachLeaver, listLeavers } from "@/lib/imports/leavers/queries";
import type { ImportDetails } from "@/lib/imports/queries";
import { keptAfter, listKept } from "@/lib/imports/row-queries";
import type { Actor } from "@/lib/permissions/actor";
import { commitRun, detailsOf, jobOf, prepareRun, undoRun } from "@/tests/support/import-runs";
import { adminQuery } from "@/tests/support/product-database";
import {
  actorOf,
  codeOf,
  eventsOf,
  makeActor,
  makeHome,
  makeOrganization,
  makeUser,
  setUser,
  type TestOrganization,
  unwrap,
} from "@/tests/support/product-people";

let organization: TestOrganization;
let admin: Actor;
let stays: User;
let leaves: User;
beforeEach(async () => {
  ({ organization, admin } = await makeHome());
  stays = await makeUser(organization, { firstName: "Stays" });
  leaves = await makeUser(organization, { firstName: "Leaves", lastName: "Zed" });
});

const HEADER = "username,first name\n";
const MATCHING = ["username", "firstName"] as const;
const line = ({ username }: User, name = "New") => `${username},${name}\n`;

async function imported(text: string, choice: object = {}): Promise<ImportDetails> {
  const found = await prepareRun(admin, HEADER + text, {
    matching: [...MATCHING],
    mode: "updateOnly",
    ...choice,
  });
  return commitRun(admin, found);
}
const ofPage = { search: "", after: null };
const list = async (importId: string, query: object = {}) => {
  const page = await listLeavers(admin, importId, { ...ofPage, ...query });
  if (!page) throw new Error("There are no leavers to tell.");
  return page;
};
const names = async (importId: string, query: object = {}) =>
  (await list(importId, query)).people.map(({ username }) => username);
const inWords = (expected: number) => ({ expected, words: numberInWords(expected) });
const suspended = async (user: User) =>
  (await adminQuery("SELECT suspended_at FROM users WHERE id = $1", [user.id]))[0]?.suspended_at !== null;
async function suspendAll(importId: string) {
  const { counts } = await list(importId);
  unwrap(await suspendLeavers(admin, importId, inWords(counts.suspendable)));
  await suspendChosen(jobOf(admin, importId));
}

describe("who is not in the file", () => {
  test("is told by the match key, of all rows: unselected, wrong and unchanged ones too", async () => {
    const wrong = await makeUser(organization);
    const same = await makeUser(organization, { firstName: "Same" });
    const { id } = await imported(line(stays) + line(wrong, "x".repeat(200)) + line(same, "Same"));
    const { people } = await list(id);
    expect(Object.fromEntries(people.map(({ username, stays: why }) => [username, why]))).toEqual({
      [leaves.username]: null,
      [admin.username]: "self",
    });
    expect((await list(id)).counts).toEqual({ all: 2, suspendable: 1, active: 5 });
  });

  test("was able to sign in or may do so yet, and was there before the import", async () => {
    const past = new Date(Date.now() - 1000);
    for (const fields of [
      { suspendedAt: past },
      { legacyStatus: "blocked" },
      { accessEndsAt: past },
      { removedAt: past },
    ])
      await makeUser(organization, fields);
    const locked = await makeUser(organization, {
      lockedUntil: new Date(Date.now() + 3_600_000),
      lastName: "Aa",
    });
    const pending = await makeUser(organization, { activatedAt: null, lastName: "Ab" });
    const { id } = await imported(line(stays));
    await makeUser(organization);
    expect(new Set(await names(id))).toEqual(
      new Set([leaves.username, locked.username, pending.username, admin.username]),
    );
  });

  test("is found by a search, and by pages", async () => {
    for (let count = 0; count < 60; count += 1) await makeUser(organization, { lastName: `Page ${count}` });
    const { id } = await imported(line(stays));
    const first = await list(id);
    expect(first.people).toHaveLength(50);
    const second = await list(id, { after: first.next });
    expect(second.next).toBeNull();
    expect(new Set([...first.people, ...second.people].map((person) => person.id)).size).toBe(62);
    expect(await names(id, { search: "zed" })).toEqual([leaves.username]);
    let exported = 0;
    for await (const people of eachLeaver(admin, id)) exported += people.length;
    expect(exported).toBe(62);
  });

  test("cannot be told where a row does not say whom it means, or where a file only adds people", async () => {
    const { id } = await imported(`${line(stays)}nobody@elsewhere.example,Who\n`);
    expect(await list(id)).toMatchObject({ unreadable: 1, people: [] });
    expect(codeOf(await suspendLeavers(admin, id, inWords(1)))).toBe("conflict");
    const added = await prepareRun(admin, "first name,last name,e-mail\nA,B,a@mail.example\n", {
      matching: ["firstName", "lastName", "accessEmail"],
    });
    const done = await commitRun(admin, added);
    expect(await listLeavers(admin, done.id, ofPage)).toBeNull();
    expect(codeOf(await suspendLeavers(admin, done.id, inWords(1)))).toBe("conflict");
  });

  test("falls back to the access email for a row without the key, as finding people does", async () => {
    const matching = ["customerCode", "accessEmail", "firstName"] as const;
    const text = `customer code,e-mail,first name\n,${stays.accessEmail},New\n`;
    const found = await prepareRun(admin, text, {
      matching: [...matching],
      mode: "updateOnly",
      matchKey: "customerCode",
    });
    const { id } = await commitRun(admin, found);
    expect(new Set(await names(id))).toEqual(new Set([leaves.username, admin.username]));
  });
});

describe("suspending them", () => {
  test("is confirmed by their number, in words for more than a tenth, and done once", async () => {
    const { id } = await imported(line(stays));
    expect(codeOf(await suspendLeavers(admin, id, inWords(2)))).toBe("conflict");
    expect(codeOf(await suspendLeavers(admin, id, { expected: 1, words: "" }))).toBe("invalid");
    const presses = [1, 2, 3].map(() => suspendLeavers(admin, id, { expected: 1, words: "One" }));
    expect((await Promise.all(presses)).map(codeOf)).toEqual(["ok", "ok", "ok"]);
    await Promise.all([suspendChosen(jobOf(admin, id)), suspendChosen(jobOf(admin, id))]);
    expect(await suspended(leaves)).toBe(true);
    expect(await suspended(stays)).toBe(false);
    expect((await list(id)).choice).toMatchObject({ count: 1, done: 1, result: { suspended: 1, left: 0 } });
    const events = (await eventsOf(leaves.id)).filter(({ action }) => action === "user.suspended");
    expect(events).toMatchObject([{ actor_user_id: admin.userId, changes: { after: { importId: id } } }]);
  });

  test("needs no words for few", async () => {
    for (let count = 0; count < 20; count += 1) await makeUser(organization);
    const all = await adminQuery<User>("SELECT username FROM users WHERE organization_id = $1 AND id <> $2", [
      organization.id,
      leaves.id,
    ]);
    const { id } = await imported(all.map((user) => line(user)).join(""));
    unwrap(await suspendLeavers(admin, id, { expected: 1, words: "" }));
  });

  test("ends their sessions", async () => {
    await adminQuery(
      "INSERT INTO sessions (organization_id, id, user_id, expires_at) VALUES ($1, uuid7(), $2, now() + interval '1 day')",
      [organization.id, leaves.id],
    );
    const { id } = await imported(line(stays));
    await suspendAll(id);
    expect(
      await adminQuery("SELECT 1 FROM sessions WHERE user_id = $1 AND ended_at IS NULL", [leaves.id]),
    ).toEqual([]);
  });

  test("leaves those alone who have been changed by somebody else in between", async () => {
    const { id } = await imported(line(stays));
    unwrap(await suspendLeavers(admin, id, inWords(1)));
    await setUser(leaves, { suspendedAt: new Date() });
    await suspendChosen(jobOf(admin, id));
    expect((await list(id)).choice?.result).toEqual({ suspended: 0, left: 1 });
  });

  test("reaches nobody above whoever does it, and takes rights of their own", async () => {
    const manager = actorOf(
      await makeUser(organization, { accessProfile: "userManagementAdmin", lastName: "Manager" }),
      organization,
    );
    const { id } = await imported(line(stays));
    const page = await listLeavers(manager, id, ofPage);
    expect(
      Object.fromEntries((page?.people ?? []).map(({ username, stays: why }) => [username, why])),
    ).toEqual({
      [leaves.username]: null,
      [admin.username]: "above",
      [manager.username]: "self",
    });
    for (const [role, profile] of [
      ["viewer", null],
      ["user", "userManagementViewer"],
    ] as const) {
      const other = await makeActor(organization, role, profile);
      expect(codeOf(await suspendLeavers(other, id, inWords(1)))).toBe("forbidden");
    }
  });

  test("never takes the last active admin, also from a managing organization", async () => {
    const above = await makeOrganization({ managing: true });
    const below = await makeOrganization({ managedBy: above.id });
    const keeper = await makeUser(below, { role: "admin" });
    await makeUser(below, { role: "admin" });
    const member = await makeUser(below);
    const manager = actorOf(await makeUser(above, { role: "admin" }), below);
    const found = await prepareRun(manager, HEADER + line(member), {
      matching: [...MATCHING],
      mode: "updateOnly",
    });
    const { id } = await commitRun(manager, found);
    const page = await listLeavers(manager, id, ofPage);
    expect(
      page?.people.filter((person) => person.stays).map(({ username, stays: why }) => [username, why]),
    ).toEqual([[keeper.username, "lastAdmin"]]);
    unwrap(await suspendLeavers(manager, id, inWords(1)));
    await setUser(keeper, { suspendedAt: new Date() });
    await suspendChosen(jobOf(manager, id));
    const left = await adminQuery(
      "SELECT 1 FROM users WHERE organization_id = $1 AND role = 'admin' AND suspended_at IS NULL",
      [below.id],
    );
    expect(left).toHaveLength(1);
  });

  test("never takes the last admin whom the sign-in networks let in", async () => {
    const below = await makeOrganization();
    const keeper = await makeUser(below, { role: "admin" });
    const leaver = await makeUser(below, { role: "admin" });
    const member = actorOf(await makeUser(below, { role: "admin" }), below);
    const found = await prepareRun(member, HEADER + line(keeper), {
      matching: [...MATCHING],
      mode: "updateOnly",
    });
    const { id } = await commitRun(member, found);
    unwrap(await suspendLeavers(member, id, inWords(1)));
    const away = { allowedNetworks: { value: ["203.0.113.0/24"], at: new Date().toISOString(), by: "Una" } };
    await adminQuery("UPDATE users SET policies = $2 WHERE id = ANY($1)", [[keeper.id, member.userId], away]);
    await suspendChosen(jobOf(member, id));
    expect(await suspended(leaver)).toBe(false);
  });
});

describe("taking the import back", () => {
  test("reactivates those it suspended, and keeps whom somebody has changed since", async () => {
    const changed = await makeUser(organization);
    const { id } = await imported(line(stays));
    await suspendAll(id);
    await setUser(changed, { version: 9 });
    expect(await undoRun(admin, id)).toMatchObject({
      undoResult: { restored: 1, reactivated: 1, stillSuspended: 1 },
    });
    expect([await suspended(leaves), await suspended(changed)]).toEqual([false, true]);
    expect((await eventsOf(leaves.id)).map(({ action }) => action)).toEqual([
      "user.suspended",
      "user.reactivated",
    ]);
  });

  test("lists whom it kept with the reason, behind the people of the file, by pages", async () => {
    const kept: Record<string, User> = {};
    for (const reason of ["changed", "gone", "active", "above"]) kept[reason] = await makeUser(organization);
    const { changed, gone, active, above } = kept;
    const boss = await makeUser(organization, { accessProfile: "userManagementAdmin" });
    const manager = actorOf(boss, organization);
    const { id } = await imported(line(stays) + line(boss));
    await suspendAll(id);
    if (!changed || !gone || !active || !above) throw new Error("Nobody was made.");
    await setUser(changed, { version: 9 });
    await setUser(gone, { removedAt: new Date() });
    await setUser(active, { suspendedAt: null, version: 3 });
    await setUser(above, { role: "admin" });
    await setUser(stays, { version: 9 });
    expect(await undoRun(manager, id)).toMatchObject({ undoResult: { reactivated: 1, stillSuspended: 4 } });
    const { people, next } = await listKept(admin, id, { afterLine: 0 });
    expect(people[0]).toMatchObject({ line: 2, userId: stays.id, reason: "changed" });
    const others = people.filter((person) => person.line === null);
    expect(Object.fromEntries(others.map(({ reason, userId }) => [reason, userId]))).toEqual(
      Object.fromEntries(Object.entries(kept).map(([reason, user]) => [reason, user.id])),
    );
    expect(next).toBeNull();
    const second = await listKept(admin, id, keptAfter(others[1]?.userId));
    expect(second.people).toEqual(others.slice(2));
  });

  test("by somebody who may not reactivate anybody says so", async () => {
    const { id } = await imported(line(stays));
    await suspendAll(id);
    const permissions = new Set(admin.permissions);
    permissions.delete("users.suspend");
    const run = { organizationId: organization.id, id };
    const undone = withOrganization(organization.id, (tx) => undoLeavers(tx, run, { ...admin, permissions }));
    expect(await undone).toEqual({ reactivated: 0, kept: 1 });
    const { people } = await listKept(admin, id, { afterLine: 0 });
    expect(people).toMatchObject([{ line: null, userId: leaves.id, reason: "right" }]);
  });

  test("while people are being suspended stops that", async () => {
    const { id } = await imported(line(stays));
    unwrap(await suspendLeavers(admin, id, inWords(1)));
    await undoRun(admin, id);
    await suspendChosen(jobOf(admin, id));
    expect(await suspended(leaves)).toBe(false);
  });
});

test("a file in which everybody is as they are says who is not in it, and is finished", async () => {
  const found = await prepareRun(admin, HEADER + line(stays, "Stays"), {
    matching: [...MATCHING],
    mode: "both",
  });
  expect(found.counts).toMatchObject({ unchanged: 1, update: 0, create: 0 });
  unwrap(await finishUnchanged(admin, found.id, { planVersion: found.planVersion }));
  await carryOutImport(jobOf(admin, found.id));
  expect(await detailsOf(admin, found.id)).toMatchObject({
    state: "done",
    result: { unchanged: 1, updated: 0 },
  });
  await suspendAll(found.id);
  expect(await suspended(leaves)).toBe(true);
});
