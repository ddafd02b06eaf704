import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { withOrganization } from "@/lib/db";
import { addDomain, checkDomain } from "@/lib/domains/commands";
import { listDomains } from "@/lib/domains/queries";
import { removeDomain } from "@/lib/domains/removal";
import { newId } from "@/lib/ids";
import { undoImport } from "@/lib/imports/commands/commit";
import { orGiveUp } from "@/lib/imports/jobs/give-up";
import { undoImportRows } from "@/lib/imports/jobs/undo";
import { findSameFile } from "@/lib/imports/queries";
import { listKept } from "@/lib/imports/row-queries";
import type { Actor } from "@/lib/permissions/actor";
import { suspendUsers } from "@/lib/users/bulk-commands";
import { findUser } from "@/lib/users/queries";
import { promised, readDirectory, reasonsOf } from "@/tests/support/directory";
import { commitRun, detailsOf, jobOf, prepareRun, undoRun } from "@/tests/support/import-runs";
import { adminQuery } from "@/tests/support/product-database";
import type { TestOrganization } from "@/tests/support/product-people";
import {
  codeOf,
  eventsOf,
  makeActor,
  makeLink,
  makeOrganization,
  makeUser,
  setUser,
  unwrap,
} from "@/tests/support/product-people";

const COLUMNS = { matching: ["firstName", "lastName", "accessEmail"] as const satisfies string[] };
const FILE = ["First name,Last name,Access email", "Ada,Adams,ada@x.example", "Ben,Bell,ben@x.example"].join(
  "\n",
);
const MORE = `${FILE}\nCem,Can,cem@x.example\nDi,Dahl,di@x.example`;
const DAY_MS = 86_400_000;

let organization: TestOrganization;
let admin: Actor;
beforeEach(async () => {
  organization = await makeOrganization();
  admin = await makeActor(organization, "admin");
});

/** Everybody in the directory, without what an import gives whom it creates. */
const directory = () =>
  adminQuery(
    `SELECT username, first_name, last_name, access_email, company, customer_code, mobile_phone, role, activated_at
     FROM users WHERE organization_id = $1 AND removed_at IS NULL ORDER BY username`,
    [organization.id],
  );
const idOf = async (username: string) =>
  (
    await adminQuery<{ id: string }>(
      "SELECT id FROM users WHERE organization_id = $1 AND username = $2 AND removed_at IS NULL",
      [organization.id, `${username}@${organization.domain}`],
    )
  )[0]?.id ?? "";

const choice = () => ({ matching: [...COLUMNS.matching] });
const imported = async (text = FILE) => commitRun(admin, await prepareRun(admin, text, choice()));

describe("an undo", () => {
  test("leaves the directory as it was, with an event for each person, and the file imports again", async () => {
    const before = await directory();
    const { id, result } = await imported();
    expect(result).toMatchObject({ created: 2 });
    const ada = await idOf("ada");
    const tokenHash = new Uint8Array([1, 2, 3]);
    const expiresAt = new Date(Date.now() + DAY_MS);
    const link = { organizationId: organization.id, id: newId(), userId: ada, kind: "invitation" };
    await withOrganization(organization.id, (tx) =>
      tx.credential.create({ data: { ...link, tokenHash, expiresAt } }),
    );
    const undone = await undoRun(admin, id);
    expect(undone).toMatchObject({ state: "undone", undoResult: { removed: 2, restored: 0, kept: 0 } });
    expect(undone.undoneBy).toBe(admin.name);
    expect(await directory()).toEqual(before);
    expect((await eventsOf(ada)).map(({ action }) => action)).toEqual(["user.created", "user.removed"]);
    expect((await eventsOf(id)).at(-1)).toMatchObject({ action: "import.undone", actor_name: admin.name });
    const [credential] = await adminQuery("SELECT revoked_at FROM credentials WHERE id = $1", [link.id]);
    expect(credential?.revoked_at).toBeInstanceOf(Date);
    expect((await imported()).result).toMatchObject({ created: 2, failed: 0 });
  });

  test("keeps whoever was touched since, and says why", async () => {
    const { id } = await imported(MORE);
    unwrap(await suspendUsers(admin, { ids: [await idOf("ada")] }));
    const session = { organizationId: organization.id, id: newId(), userId: await idOf("ben") };
    const expiresAt = new Date(Date.now() + DAY_MS);
    await withOrganization(organization.id, (tx) => tx.session.create({ data: { ...session, expiresAt } }));
    await adminQuery("UPDATE users SET activated_at = now() WHERE id = $1", [await idOf("cem")]);
    expect((await undoRun(admin, id)).undoResult).toEqual({ removed: 1, restored: 0, kept: 3 });
    const { people } = await listKept(admin, id, { afterLine: 0 });
    expect(people.map(({ line, reason }) => `${line} ${reason}`)).toEqual([
      "2 changed",
      "3 signedIn",
      "4 activated",
    ]);
    expect(people[0]?.username).toBe(`ada@${organization.domain}`);
    expect(await findUser(admin, people[1]?.userId ?? "")).toMatchObject({ removedAt: null });
    expect(await idOf("di")).toBe("");
  });

  test("keeps people whose rights are above those of whoever takes the import back", async () => {
    const text = "First name,Last name,Access email,Role\nAda,Adams,ada@x.example,Organization admin";
    const matching = [...COLUMNS.matching, "role" as const];
    const { id } = await commitRun(admin, await prepareRun(admin, text, { matching }));
    const manager = await makeActor(organization, "user", "userManagementAdmin");
    expect((await undoRun(manager, id)).undoResult).toEqual({ removed: 0, restored: 0, kept: 1 });
    expect((await listKept(admin, id, { afterLine: 0 })).people[0]?.reason).toBe("above");
  });

  test("gives back no username at a domain that is not the organization's any more", async () => {
    const name = "left-behind.example";
    const proven = async (actor: Actor) => {
      const { id } = unwrap(await addDomain(actor, name));
      const value = (await listDomains(actor)).find((domain) => domain.id === id)?.proof?.value ?? "";
      unwrap(await checkDomain(actor, id, async () => ({ found: "texts", texts: [value] })));
      return id;
    };
    const domainId = await proven(admin);
    const person = { firstName: "Ada", lastName: "Adams", accessEmail: "ada@x.example", customerCode: "C-1" };
    const ada = await makeUser(organization, { ...person, username: `ada@${name}`, domainId });
    const text = `Customer code,First name,Last name,Access email,Username\nC-1,Ada,Adams,ada@x.example,ada`;
    const prepared = await prepareRun(admin, text, {
      matching: ["customerCode", "firstName", "lastName", "accessEmail", "username"],
      mode: "both",
      matchKey: "customerCode",
    });
    const { id } = await commitRun(admin, prepared);
    expect(await idOf("ada")).toBe(ada.id);
    unwrap(await removeDomain(admin, { id: domainId, moveTo: null, expected: 0 }));
    await proven(await makeActor(await makeOrganization(), "admin"));
    expect((await undoRun(admin, id)).undoResult).toEqual({ removed: 0, restored: 0, kept: 1 });
    expect((await listKept(admin, id, { afterLine: 0 })).people[0]?.reason).toBe("taken");
    expect(await idOf("ada")).toBe(ada.id);
  });

  test("is one, however often it is asked for and run", async () => {
    const { id } = await imported();
    const ben = await idOf("ben");
    const presses = await Promise.all(Array.from({ length: 20 }, () => undoImport(admin, id)));
    expect(presses.map(codeOf)).toEqual(presses.map(() => "ok"));
    await Promise.all([1, 2, 3].map(() => undoImportRows(jobOf(admin, id))));
    expect((await detailsOf(admin, id)).state).toBe("undone");
    expect((await eventsOf(ben)).map(({ action }) => action)).toEqual(["user.created", "user.removed"]);
    expect((await eventsOf(id)).filter(({ action }) => action === "import.undone")).toHaveLength(1);
    expect(codeOf(await undoImport(admin, id))).toBe("ok");
  });

  test("is for those who may commit, and for imports that were carried out", async () => {
    const prepared = await prepareRun(admin, FILE, choice());
    expect(codeOf(await undoImport(admin, prepared.id))).toBe("conflict");
    const { id } = await commitRun(admin, prepared);
    const viewer = await makeActor(organization, "viewer");
    expect(codeOf(await undoImport(viewer, id))).toBe("forbidden");
    const preparer = await makeActor(organization, "user", "userManagementViewer");
    expect(codeOf(await undoImport(preparer, id))).toBe("forbidden");
    const stranger = await makeActor(await makeOrganization(), "admin");
    expect(codeOf(await undoImport(stranger, id))).toBe("notFound");
  });

  test("is given up in words when whoever asked for it may not do so any more", async () => {
    const { id } = await imported();
    unwrap(await undoImport(admin, id));
    await adminQuery("UPDATE users SET role = 'viewer' WHERE id = $1", [admin.userId]);
    await undoImportRows(jobOf(admin, id));
    expect(await detailsOf(admin, id)).toMatchObject({ state: "done", refusal: { code: "not_allowed" } });
    expect(await idOf("ada")).not.toBe("");
  });
});

describe("an undo that fails at its very end", () => {
  beforeEach(() =>
    adminQuery(`
      CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'broken'; END $$;
      CREATE TRIGGER fail BEFORE INSERT ON audit_events FOR EACH ROW WHEN (NEW.action = 'import.undone')
        EXECUTE FUNCTION fail()`),
  );
  const mend = () => adminQuery("DROP FUNCTION IF EXISTS fail() CASCADE");
  afterEach(mend);

  const attempt = (id: string) => orGiveUp(jobOf(admin, id), undoImportRows).catch(() => "failed");

  test("has changed nothing, and is done when it is run again", async () => {
    const { id } = await imported();
    const people = await directory();
    unwrap(await undoImport(admin, id));
    expect(await attempt(id)).toBe("failed");
    expect(await directory()).toEqual(people);
    expect((await detailsOf(admin, id)).state).toBe("undoing");
    await mend();
    await attempt(id);
    expect(await detailsOf(admin, id)).toMatchObject({
      state: "undone",
      undoResult: { removed: 2, kept: 0 },
    });
  });

  test("is given up after some times, and can be asked for again", async () => {
    const { id } = await imported();
    unwrap(await undoImport(admin, id));
    const attempts = [];
    for (let time = 1; time <= 5; time += 1) attempts.push(await attempt(id));
    expect(attempts).toEqual(["failed", "failed", "failed", "failed", undefined]);
    expect(await detailsOf(admin, id)).toMatchObject({ state: "done", refusal: { code: "undo_failed" } });
    await mend();
    expect(await undoRun(admin, id)).toMatchObject({ state: "undone", refusal: null });
  });

  test("is given up when it was begun eight times and brought its worker down each time", async () => {
    await mend();
    const { id } = await imported();
    const people = await directory();
    unwrap(await undoImport(admin, id));
    await orGiveUp(jobOf(admin, id), undoImportRows, 9);
    expect(await detailsOf(admin, id)).toMatchObject({ state: "done", refusal: { code: "undo_failed" } });
    expect(await directory()).toEqual(people);
    expect(await undoRun(admin, id)).toMatchObject({ state: "undone", refusal: null });
    const next = await imported(MORE);
    unwrap(await undoImport(admin, next.id));
    await orGiveUp(jobOf(admin, next.id), undoImportRows, 8);
    expect((await detailsOf(admin, next.id)).state).toBe("undone");
  });
});

describe("what somebody was given to activate the account with", () => {
  const ROLE = "First name,Last name,Access email,Role\nAda,Adams,ada@x.example,View-only admin";
  const toUpdate = { mode: "updateOnly" as const, matchKey: "accessEmail" as const };
  const ada = (fields: object) =>
    makeUser(organization, {
      username: `ada@${organization.domain}`,
      firstName: "Ada",
      lastName: "Adams",
      accessEmail: "ada@x.example",
      activatedAt: null,
      ...fields,
    });
  const promoted = async () =>
    commitRun(admin, await prepareRun(admin, ROLE, { matching: [...COLUMNS.matching, "role"], ...toUpdate }));
  const inDays = (days: number) => new Date(Date.now() + days * DAY_MS);

  test("does not become good again: its person waits without a day, and is listed with that", async () => {
    const user = await ada({ credentialExpiresAt: inDays(3) });
    const link = await makeLink(user, inDays(3));
    const { id } = await promoted();
    expect((await undoRun(admin, id)).undoResult).toEqual({ removed: 0, restored: 0, kept: 1 });
    expect([...(await reasonsOf(admin, id))]).toEqual([[user.id, "link"]]);
    expect(await findUser(admin, user.id)).toMatchObject({ status: "pending", credentialExpiresAt: null });
    const [credential] = await adminQuery("SELECT revoked_at FROM credentials WHERE id = $1", [link]);
    expect(credential?.revoked_at).toBeInstanceOf(Date);
  });

  test("and had lapsed by now anyway: its person is expired again, as they would have been", async () => {
    const user = await ada({ credentialExpiresAt: inDays(3) });
    await makeLink(user, inDays(3));
    const { id } = await promoted();
    await adminQuery(
      `UPDATE import_rows SET was = was || jsonb_build_object('credentialExpiresAt', now() - interval '1 day')
       WHERE import_id = $1`,
      [id],
    );
    await undoRun(admin, id);
    expect(await findUser(admin, user.id)).toMatchObject({ status: "expired" });
  });

  test("and had lapsed before comes back to the byte, whatever was sent to them since", async () => {
    const user = await ada({ credentialExpiresAt: inDays(-3), updatedAt: inDays(-9) });
    const link = await makeLink(user, inDays(-3));
    const before = await readDirectory(organization.id);
    const { id } = await promoted();
    const sent = await makeLink(user, inDays(7));
    await setUser(user, { credentialExpiresAt: inDays(7) });
    expect((await undoRun(admin, id)).undoResult).toEqual({ removed: 0, restored: 1, kept: 0 });
    const [credential] = await adminQuery("SELECT revoked_at FROM credentials WHERE id = $1", [link]);
    expect(credential?.revoked_at).toBeNull();
    await adminQuery("DELETE FROM credentials WHERE id = $1 AND revoked_at IS NOT NULL", [sent]);
    const changed = new Set([user.id]);
    const after = await readDirectory(organization.id);
    expect(promised(after, changed, new Map())).toEqual(promised(before, changed, new Map()));
  });

  test("by an import of earlier days stays as it is", async () => {
    const user = await ada({ credentialExpiresAt: inDays(-3) });
    const { id } = await promoted();
    await adminQuery("UPDATE import_rows SET was = NULL WHERE import_id = $1", [id]);
    expect((await undoRun(admin, id)).undoResult).toEqual({ removed: 0, restored: 1, kept: 0 });
    expect(await findUser(admin, user.id)).toMatchObject({ status: "expired", role: "user" });
  });
});

test("the same file again is known while its import stands", async () => {
  await makeUser(organization);
  const first = await imported();
  const second = await prepareRun(admin, FILE, choice());
  expect(await findSameFile(admin, second.id)).toMatchObject({ id: first.id, by: admin.name });
  expect(await findSameFile(admin, (await prepareRun(admin, MORE, choice())).id)).toBeNull();
  await undoRun(admin, first.id);
  expect(await findSameFile(admin, second.id)).toBeNull();
});
