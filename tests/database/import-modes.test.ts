import { beforeEach, describe, expect, test } from "vitest";
import type { User } from "@/lib/generated/prisma/client";
import { commitImport } from "@/lib/imports/commands/commit";
import { editCells } from "@/lib/imports/commands/edits";
import { selectRows } from "@/lib/imports/commands/rows";
import { carryOutImport } from "@/lib/imports/jobs/commit";
import { parseImport } from "@/lib/imports/jobs/parse";
import type { ImportDetails } from "@/lib/imports/queries";
import { findEndedAccess, findOwnRow } from "@/lib/imports/review/queries";
import { listKept } from "@/lib/imports/row-queries";
import type { Actor } from "@/lib/permissions/actor";
import { suspendUsers } from "@/lib/users/bulk-commands";
import type { UserField } from "@/lib/users/fields";
import {
  type Choice,
  commitRun,
  detailsOf,
  jobOf,
  prepareRun,
  reviewRows,
  undoRun,
} from "@/tests/support/import-runs";
import { adminQuery } from "@/tests/support/product-database";
import {
  actorOf,
  codeOf,
  eventsOf,
  makeActor,
  makeOrganization,
  makeUser,
  readUser,
  setUser,
  type TestOrganization,
  unwrap,
} from "@/tests/support/product-people";

let organization: TestOrganization;
let admin: Actor;
let ada: User;
beforeEach(async () => {
  organization = await makeOrganization();
  admin = await makeActor(organization, "admin");
  ada = await makeUser(organization, {
    firstName: "Ada",
    lastName: "Adams",
    username: `ada@${organization.domain}`,
    accessEmail: "ada@x.example",
    company: "Old Ltd",
    customerCode: "C-1",
    mobilePhone: "+442074559485",
  });
});

const NAMED: UserField[] = ["firstName", "lastName", "accessEmail"];
const HEADER = "First name,Last name,Access email";

/** A file with the three columns that everybody has, and more. */
const prepare = (lines: string[], more: UserField[] = [], choice: Partial<Choice> = {}) =>
  prepareRun(admin, [`${HEADER},${more.join(",")}`, ...lines].join("\n"), {
    mode: "both",
    matchKey: "accessEmail",
    ...choice,
    matching: [...NAMED, ...more],
  });

const rowsOf = ({ id }: ImportDetails) => reviewRows(admin, id);
const fatesOf = async (found: ImportDetails) =>
  (await rowsOf(found)).map(({ fate, issues }) => [fate, ...issues.map(({ code }) => code)].join(" "));

/** Everybody in the directory, without what an import gives whom it creates. */
const directory = () =>
  adminQuery(
    `SELECT username, first_name, last_name, access_email, other_email, company, customer_code, mobile_phone,
       business_phone, udid, role, domain_id, activated_at, suspended_at, access_profile, import_id
     FROM users WHERE organization_id = $1 AND removed_at IS NULL ORDER BY username`,
    [organization.id],
  );

describe("both", () => {
  const lines = ["Ada,Byron,ada@x.example,New Ltd,#clear", "Ben,Bell,ben@x.example,Bells,"];
  const more: UserField[] = ["company", "customerCode"];

  test("shows before and after, changes what the file says and nothing else, and tells of it", async () => {
    const found = await prepare(lines, more);
    expect(found.counts).toMatchObject({ create: 1, update: 1 });
    const [first] = await rowsOf(found);
    expect(first?.changes).toEqual({
      before: { lastName: "Adams", company: "Old Ltd", customerCode: "C-1" },
      after: { lastName: "Byron", company: "New Ltd", customerCode: null },
    });
    const done = await commitRun(admin, found);
    expect(done).toMatchObject({
      state: "done",
      result: { created: 1, updated: 1, unchanged: 0, failed: 0 },
    });
    expect(await readUser(ada.id)).toMatchObject({
      first_name: "Ada",
      last_name: "Byron",
      company: "New Ltd",
      customer_code: null,
      mobile_phone: "+442074559485",
      username: ada.username,
      role: "user",
      version: 2,
    });
    expect(await eventsOf(ada.id)).toMatchObject([
      {
        action: "user.updated",
        actor_name: admin.name,
        changes: {
          before: { lastName: "Adams", company: "Old Ltd", customerCode: "C-1" },
          after: { lastName: "Byron", company: "New Ltd", customerCode: null, importId: found.id },
        },
      },
    ]);
  });

  test("planned again after its commit, everybody is unchanged", async () => {
    await commitRun(admin, await prepare(lines, more));
    expect(await fatesOf(await prepare(lines, more))).toEqual(["unchanged", "unchanged"]);
  });

  test("an undo gives people their former values back, and keeps what was changed since", async () => {
    const before = await directory();
    const first = await commitRun(admin, await prepare(lines, more));
    expect((await undoRun(admin, first.id)).undoResult).toEqual({ removed: 1, restored: 1, kept: 0 });
    expect(await directory()).toEqual(before);
    expect((await eventsOf(ada.id)).at(-1)).toMatchObject({
      action: "user.updated",
      changes: { before: { lastName: "Byron" }, after: { lastName: "Adams", customerCode: "C-1" } },
    });
    const second = await commitRun(admin, await prepare(lines, more));
    unwrap(await suspendUsers(admin, { ids: [ada.id] }));
    expect((await undoRun(admin, second.id)).undoResult).toEqual({ removed: 1, restored: 0, kept: 1 });
    expect((await listKept(admin, second.id, { afterLine: 0 })).people).toMatchObject([
      { userId: ada.id, reason: "changed" },
    ]);
  });

  test("an undo keeps somebody whose former username or code another has now", async () => {
    const done = await commitRun(admin, await prepare(lines, more));
    await makeUser(organization, { customerCode: "C-1" });
    expect((await undoRun(admin, done.id)).undoResult).toEqual({ removed: 1, restored: 0, kept: 1 });
    expect((await listKept(admin, done.id, { afterLine: 0 })).people[0]?.reason).toBe("taken");
  });

  test("twenty presses are one import", async () => {
    const { id, planVersion } = await prepare(lines, more);
    const given = { planVersion, onError: "skip" as const };
    await Promise.all(Array.from({ length: 20 }, () => commitImport(admin, id, given)));
    await Promise.all([1, 2, 3].map(() => carryOutImport(jobOf(admin, id))));
    expect(await readUser(ada.id)).toMatchObject({ version: 2 });
    expect(await eventsOf(ada.id)).toHaveLength(1);
  });
});

test("update only adds nobody, and asks for no more than the key", async () => {
  const text = `Login,Company\nada,New Ltd\nnobody,Nil\n`;
  const matching: UserField[] = ["username", "company"];
  const found = await prepareRun(admin, text, { mode: "updateOnly", matchKey: "username", matching });
  expect(await fatesOf(found)).toEqual(["update", "absent"]);
  const done = await commitRun(admin, found);
  expect(done.result).toEqual({ created: 0, updated: 1, unchanged: 0, skipped: 1, failed: 0 });
  expect(await readUser(ada.id)).toMatchObject({ company: "New Ltd", first_name: "Ada" });
});

test("people are found by their customer code, and then the username may change", async () => {
  const text = `Code,Login\nC-1,countess\n`;
  const matching: UserField[] = ["customerCode", "username"];
  const found = await prepareRun(admin, text, { mode: "updateOnly", matchKey: "customerCode", matching });
  const done = await commitRun(admin, found);
  expect(await readUser(ada.id)).toMatchObject({ username: `countess@${organization.domain}` });
  await undoRun(admin, done.id);
  expect(await readUser(ada.id)).toMatchObject({ username: ada.username, domain_id: ada.domainId });
  const wrong = { mode: "both" as const, matchKey: "customerCode" as const, matching: NAMED };
  await expect(prepareRun(admin, `${HEADER}\nAda,Adams,ada@x.example`, wrong)).rejects.toThrow("no column");
});

describe("what a file may not change", () => {
  test("several people with one access email, and keys of somebody else", async () => {
    await makeUser(organization, { accessEmail: "ada@x.example" });
    await makeUser(organization, { accessEmail: "ben@x.example", customerCode: "C-2" });
    const lines = ["Ada,Byron,ada@x.example,", "Ben,Bell,ben@x.example,C-1"];
    expect(await fatesOf(await prepare(lines, ["customerCode"]))).toEqual([
      "invalid person_ambiguous",
      "invalid customer_code_taken",
    ]);
  });

  test("people with rights that whoever imports does not hold", async () => {
    const manager = await makeActor(organization, "user", "userManagementAdmin");
    await setUser(ada, { role: "viewer" });
    const text = `${HEADER}\nAda,Byron,ada@x.example`;
    const choice = { mode: "both" as const, matchKey: "accessEmail" as const, matching: NAMED };
    expect(await fatesOf(await prepareRun(manager, text, choice))).toEqual(["invalid person_above"]);
    const prepared = await prepareRun(admin, text, choice);
    expect(await fatesOf(prepared)).toEqual(["update"]);
    unwrap(await commitImport(manager, prepared.id, { planVersion: prepared.planVersion, onError: "skip" }));
    await carryOutImport(jobOf(admin, prepared.id));
    expect(await detailsOf(admin, prepared.id)).toMatchObject({ state: "parsing", options: { drifted: 1 } });
    expect(await readUser(ada.id)).toMatchObject({ last_name: "Adams" });
  });

  test("the role without a column, and the last admin", async () => {
    const me = await readUser(admin.userId);
    const line = [me?.first_name, me?.last_name, me?.access_email].join(",");
    expect(await fatesOf(await prepare([line]))).toEqual(["unchanged"]);
    expect(await fatesOf(await prepare([`${line},`], ["role"]))).toEqual(["unchanged"]);
    const found = await prepare([`${line},User`], ["role"]);
    const given = { planVersion: found.planVersion, onError: "skip" as const };
    expect(codeOf(await commitImport(admin, found.id, given))).toBe("conflict");
    expect(await readUser(admin.userId)).toMatchObject({ role: "admin" });
  });

  test("an undo keeps the last admin", async () => {
    const manager = await makeOrganization({ managing: true });
    organization = await makeOrganization({ managedBy: manager.id });
    admin = actorOf(await makeUser(manager, { role: "admin" }), organization);
    const ben = await makeUser(organization, { accessEmail: "ben@x.example", lastName: "Bell" });
    const done = await commitRun(admin, await prepare(["Una,Bell,ben@x.example,admin"], ["role"]));
    expect((await eventsOf(ben.id)).map(({ action }) => action)).toEqual(["user.roleChanged"]);
    expect((await undoRun(admin, done.id)).undoResult).toEqual({ removed: 0, restored: 0, kept: 1 });
    expect((await listKept(admin, done.id, { afterLine: 0 })).people[0]?.reason).toBe("lastAdmin");
    expect(await readUser(ben.id)).toMatchObject({ role: "admin" });
    await makeUser(organization, { role: "admin" });
    const again = await commitRun(admin, await prepare(["Una,Bell,ben@x.example,user"], ["role"]));
    expect((await undoRun(admin, again.id)).undoResult).toMatchObject({ restored: 1 });
  });
});

describe("when the directory has changed since the review", () => {
  const lines = ["Ada,Byron,ada@x.example", "Ben,Bell,ben@x.example"];

  test("nothing is written, and the rows are planned anew", async () => {
    const found = await prepare(lines);
    await setUser(ada, { company: "Newer Ltd", version: 2 });
    const drifted = await commitRun(admin, found);
    expect(drifted).toMatchObject({ state: "parsing", options: { drifted: 1 } });
    expect(await readUser(ada.id)).toMatchObject({ last_name: "Adams", version: 2 });
    await parseImport(jobOf(admin, found.id));
    const again = await detailsOf(admin, found.id);
    expect(again).toMatchObject({ state: "review", counts: { create: 1, update: 1 } });
    expect((await commitRun(admin, again)).result).toMatchObject({ created: 1, updated: 1 });
  });

  test("a person who is gone is one to be added", async () => {
    const found = await prepare(lines);
    await adminQuery("UPDATE users SET removed_at = now() WHERE id = $1", [ada.id]);
    await commitRun(admin, found);
    await parseImport(jobOf(admin, found.id));
    expect((await detailsOf(admin, found.id)).counts).toMatchObject({ create: 2, update: 0 });
  });

  test("a customer code that somebody else has by now is given to nobody", async () => {
    const found = await prepare(["Ada,Adams,ada@x.example,C-9"], ["customerCode"]);
    expect(found.counts).toMatchObject({ update: 1 });
    await makeUser(organization, { customerCode: "C-9" });
    expect(await commitRun(admin, found)).toMatchObject({ state: "parsing", options: { drifted: 1 } });
  });

  test("changes elsewhere do not matter", async () => {
    const found = await prepare(lines);
    await makeUser(organization);
    expect((await commitRun(admin, found)).result).toMatchObject({ created: 1, updated: 1 });
  });
});

test("taking one of two rows for the same person out makes the other right", async () => {
  const text = `Login,Access email,Company\nada,,One\n,ada@x.example,Two\n`;
  const matching: UserField[] = ["username", "accessEmail", "company"];
  const found = await prepareRun(admin, text, { mode: "updateOnly", matchKey: "username", matching });
  expect(await fatesOf(found)).toEqual(["invalid duplicate", "invalid duplicate"]);
  unwrap(await selectRows(admin, found.id, { lines: [2] }, false));
  const rows = await rowsOf(found);
  expect(rows[1]).toMatchObject({ fate: "update", changes: { after: { company: "Two" } } });
  const chosen = await detailsOf(admin, found.id);
  expect((await commitRun(admin, chosen)).result).toMatchObject({ updated: 1, skipped: 1 });
  expect(await readUser(ada.id)).toMatchObject({ company: "Two" });
});

test("rows whose people would be expired at once are told, and are no errors", async () => {
  const found = await prepare(
    [
      "Ada,Adams,ada@x.example,2020-01-31",
      "Ben,Bell,ben@x.example,2020-02-01",
      "Cy,Cole,cy@x.example,2120-02-01",
      "Di,Dean,di@x.example,",
    ],
    ["accessEndsAt"],
  );
  expect(found.counts).toMatchObject({ create: 3, update: 1, invalid: 0 });
  const ended = () => findEndedAccess(admin, found.id, "2026-11-22");
  expect(await ended()).toEqual({ count: 2, lines: [2, 3] });
  unwrap(await selectRows(admin, found.id, { lines: [2] }, false));
  unwrap(await editCells(admin, found.id, { line: 3, cells: [{ column: 3, value: "2120-02-01" }] }));
  expect(await ended()).toEqual({ count: 0, lines: [] });
});

test("whoever reads a file that changes themselves is told, and nobody else is", async () => {
  const me = await adminQuery<{ username: string; access_email: string }>(
    "SELECT username, access_email FROM users WHERE id = $1",
    [admin.userId],
  );
  const line = `New,Name,${me[0]?.access_email}`;
  const found = await prepareRun(admin, `${HEADER}\n${line}\nBen,Bell,ben@x.example`, {
    mode: "both",
    matchKey: "accessEmail",
    matching: NAMED,
  });
  expect(await findOwnRow(admin, found.id)).toMatchObject({
    line: 2,
    changes: { after: { firstName: "New", lastName: "Name" } },
  });
  expect(await findOwnRow(await makeActor(organization, "admin"), found.id)).toBeNull();
  unwrap(await selectRows(admin, found.id, { lines: [2] }, false));
  expect(await findOwnRow(admin, found.id)).toBeNull();
});
