import { beforeEach, describe, expect, test } from "vitest";
import { findMirrorCandidates } from "@/lib/grants/mirror";
import { createGroup, removeGroup } from "@/lib/groups/commands";
import { changeMembers } from "@/lib/groups/members";
import { groupsOf } from "@/lib/groups/queries";
import { newId } from "@/lib/ids";
import { type ImportChoices, NO_CHOICES } from "@/lib/imports/choices";
import { callOffImport, commitImport } from "@/lib/imports/commands/commit";
import { cancelImport } from "@/lib/imports/commands/file";
import { listImports } from "@/lib/imports/history-queries";
import { carryOutImport } from "@/lib/imports/jobs/commit";
import { parseImport } from "@/lib/imports/jobs/parse";
import { startImportRun } from "@/lib/imports/jobs/start";
import { applyPreset, removePreset, renamePreset, savePreset } from "@/lib/imports/presets/commands";
import { listPresets } from "@/lib/imports/presets/queries";
import type { ImportDetails } from "@/lib/imports/queries";
import type { Actor } from "@/lib/permissions/actor";
import { OWN_ACCOUNT_ONLY } from "@/lib/permissions/grants";
import { PERMISSIONS, type Permission } from "@/lib/permissions/permissions";
import type { UserField } from "@/lib/users/fields";
import { detailsOf, jobOf, prepareRun, undoRun } from "@/tests/support/import-runs";
import { adminQuery } from "@/tests/support/product-database";
import {
  codeOf,
  eventsOf,
  heldSql,
  makeActor,
  makeHome,
  makeOrganization,
  makeUser,
  setUser,
  type TestOrganization,
  unwrap,
} from "@/tests/support/product-people";

const MATCHING: UserField[] = ["firstName", "lastName", "accessEmail", "role", "inAddressBook"];
const FILE = [
  "First name,Last name,Access email,Role,Global address book",
  "Ada,Adams,ada@x.example,,",
  "Ben,Bell,ben@x.example,Billing admin,no",
  "Cem,Can,cem@x.example,,yes",
].join("\n");

const OTHERS = "First name,Last name,Access email,Role,Global address book\nDee,Dorn,dee@x.example,,\n";

let organization: TestOrganization;
let admin: Actor;
beforeEach(async () => {
  ({ organization, admin } = await makeHome());
});

const prepare = (choice = {}) => prepareRun(admin, FILE, { matching: MATCHING, ...choice });
const commit = (found: ImportDetails, choices: Partial<ImportChoices>, more = {}, actor = admin) =>
  commitImport(actor, found.id, {
    planVersion: found.planVersion,
    onError: "skip",
    choices: { ...NO_CHOICES, ...choices },
    ...more,
  });
const peopleOf = async ({ id }: ImportDetails) =>
  (
    await adminQuery(
      "SELECT role, access_profile, in_address_book FROM users WHERE import_id = $1 AND removed_at IS NULL ORDER BY username",
      [id],
    )
  ).map(({ role, access_profile, in_address_book }) => [role, access_profile, in_address_book]);
const stateOf = async (found: ImportDetails) => (await detailsOf(admin, found.id)).state;

describe("permissions", () => {
  test("are a role for those whose row has none, and an access profile for all", async () => {
    const found = await prepare();
    const grants = {
      by: "role" as const,
      role: "viewer" as const,
      accessProfile: "userManagementViewer" as const,
      groups: [],
      permissions: [],
    };
    unwrap(await commit(found, { grants, addressBook: true }));
    await carryOutImport(jobOf(admin, found.id));
    expect(await peopleOf(found)).toEqual([
      ["viewer", "userManagementViewer", true],
      ["billing", "userManagementViewer", false],
      ["viewer", "userManagementViewer", true],
    ]);
    const [ada] = await adminQuery("SELECT id FROM users WHERE import_id = $1 ORDER BY username", [found.id]);
    expect((await eventsOf(ada?.id))[0]?.changes).toMatchObject({
      after: { role: "viewer", accessProfile: "userManagementViewer", inAddressBook: "yes" },
    });
  });

  test("are the user's own account alone where nobody chooses, and the row's own word on the address book", async () => {
    const found = await prepare();
    unwrap(await commit(found, {}));
    await carryOutImport(jobOf(admin, found.id));
    expect(await peopleOf(found)).toEqual([
      ["user", null, false],
      ["billing", null, false],
      ["user", null, true],
    ]);
  });

  test("never exceed what the committer holds, when chosen and when carried out", async () => {
    const found = await prepareRun(admin, FILE.replace("Billing admin", ""), { matching: MATCHING });
    const manager = await makeActor(organization, "user", "userManagementAdmin");
    const grants = { ...OWN_ACCOUNT_ONLY, role: "admin" as const };
    expect(codeOf(await commit(found, { grants }, {}, manager))).toBe("forbidden");
    unwrap(await commit(found, { grants: { ...grants, role: "viewer" } }));
    await adminQuery("UPDATE users SET role = 'user', access_profile = 'userManagementAdmin' WHERE id = $1", [
      admin.userId,
    ]);
    await carryOutImport(jobOf(admin, found.id));
    const after = await adminQuery("SELECT state, refusal FROM imports WHERE id = $1", [found.id]);
    expect(after[0]).toMatchObject({ state: "review", refusal: { code: "grants_changed" } });
    expect(await peopleOf(found)).toEqual([]);
  });

  test("are mirrored of a person as shown, and nothing is written when that person has others by then", async () => {
    const mirrored = await makeUser(organization, {
      firstName: "Mira",
      role: "viewer",
      accessProfile: "userManagementViewer",
    });
    const [candidate] = await findMirrorCandidates(admin, "mira");
    expect(candidate).toMatchObject({ username: mirrored.username, grants: { without: [] } });
    const grants = candidate?.grants ?? NO_CHOICES.grants;
    const found = await prepare();
    unwrap(await commit(found, { grants }));
    await setUser(mirrored, { role: "billing" });
    await carryOutImport(jobOf(admin, found.id));
    expect(await detailsOf(admin, found.id)).toMatchObject({
      state: "review",
      refusal: { code: "grants_changed" },
    });
    expect(codeOf(await commit(found, { grants }))).toBe("conflict");
    await setUser(mirrored, { role: "viewer" });
    unwrap(await commit(found, { grants }));
    await carryOutImport(jobOf(admin, found.id));
    expect((await peopleOf(found))[0]).toEqual(["viewer", "userManagementViewer", false]);
    const manager = await makeActor(organization, "user", "userManagementAdmin");
    expect((await findMirrorCandidates(manager, "mira"))[0]?.grants.without).toEqual(["role"]);
    const stranger = await makeActor(await makeOrganization(), "admin");
    expect(await findMirrorCandidates(stranger, "mira")).toEqual([]);
  });

  const group = async (name: string, permissions: Permission[]) =>
    unwrap(await createGroup(admin, { name, description: "", permissions })).id;
  const rightsOf = (found: ImportDetails) =>
    adminQuery(
      `SELECT ${heldSql("u")} AS extra, array(SELECT g.name FROM group_members m JOIN groups g ON g.id = m.group_id
         WHERE m.user_id = u.id ORDER BY 1) AS groups
       FROM users u WHERE u.import_id = $1 ORDER BY u.username`,
      [found.id],
    );

  test("are groups too, by choice or as somebody has, and are written with who gave them", async () => {
    const sales = await group("Sales", ["billing.read"]);
    const audit = await group("Audit", ["audit.read"]);
    const grants = { ...NO_CHOICES.grants, groups: [sales, audit] };
    const found = await prepare();
    unwrap(await commit(found, { grants }));
    await carryOutImport(jobOf(admin, found.id));
    const both = { extra: ["audit.read", "billing.read"], groups: ["Audit", "Sales"] };
    expect(await rightsOf(found)).toEqual([both, both, both]);
    const [ada] = await adminQuery("SELECT id FROM users WHERE import_id = $1 ORDER BY username", [found.id]);
    expect((await eventsOf(ada?.id))[0]?.changes).toMatchObject({ after: { groups: "Audit, Sales" } });
    expect(await groupsOf(admin, String(ada?.id))).toMatchObject([
      { name: "Audit", by: admin.name },
      { name: "Sales", by: admin.name },
    ]);

    const mirrored = await makeUser(organization, { firstName: "Gwen", role: "viewer" });
    for (const groupId of [sales, audit])
      unwrap(await changeMembers(admin, { ids: [mirrored.id] }, { kind: "joinGroup", groupId }));
    const [candidate] = await findMirrorCandidates(admin, "gwen");
    expect(candidate?.lines.map(({ label }) => label)).toEqual([
      "View-only admin",
      "Group “Audit”",
      "Group “Sales”",
    ]);
    if (!candidate) throw new Error("Nobody is there to mirror.");
    const mirror = { ...candidate.grants, without: ["role" as const, audit] };
    const again = await prepareRun(admin, OTHERS, { matching: MATCHING });
    unwrap(await commit(again, { grants: mirror }));
    await carryOutImport(jobOf(admin, again.id));
    expect((await peopleOf(again)).map(([role]) => role)).toEqual(["user"]);
    expect(await rightsOf(again)).toEqual([{ extra: ["billing.read"], groups: ["Sales"] }]);
  });

  test("of groups never exceed what the committer holds, nor outlive a group", async () => {
    const audit = await group("Audit again", ["audit.read"]);
    const grants = { ...NO_CHOICES.grants, groups: [audit] };
    const manager = await makeActor(organization, "user", "userManagementAdmin");
    const found = await prepareRun(admin, FILE.replace("Billing admin", ""), { matching: MATCHING });
    expect(codeOf(await commit(found, { grants }, {}, manager))).toBe("forbidden");
    unwrap(await commit(found, { grants }));
    unwrap(await removeGroup(admin, audit, 1));
    await carryOutImport(jobOf(admin, found.id));
    expect(await detailsOf(admin, found.id)).toMatchObject({
      state: "review",
      refusal: { code: "grants_changed", message: "A chosen group is no longer there. Choose again." },
    });
    const theirs = await makeActor(await makeOrganization(), "admin");
    const other = unwrap(await createGroup(theirs, { name: "Theirs", description: "", permissions: [] })).id;
    const foreign = { ...NO_CHOICES.grants, groups: [other] };
    expect(codeOf(await commit(found, { grants: foreign }))).toBe("conflict");
    expect(await peopleOf(found)).toEqual([]);
  });
});

describe("a go-live moment", () => {
  const in10Minutes = () => new Date(Date.now() + 600_000);
  const past = (found: ImportDetails) =>
    adminQuery(
      "UPDATE imports SET options = options || jsonb_build_object('goLiveAt', (now() - interval '1 second')::text) WHERE id = $1",
      [found.id],
    );

  test("waits in the queue with its time, is shown, and is carried out then", async () => {
    const found = await prepare();
    const goLiveAt = in10Minutes();
    unwrap(await commit(found, { note: "New hires" }, { goLiveAt }));
    const [job] = await adminQuery<{ run_at: Date }>(
      `SELECT run_at FROM graphile_worker._private_jobs j JOIN graphile_worker._private_tasks t ON t.id = j.task_id
       WHERE t.identifier = 'import.start' AND payload->>'importId' = $1`,
      [found.id],
    );
    expect(job?.run_at).toEqual(goLiveAt);
    const [listed] = (await listImports(admin)).imports;
    expect(listed).toMatchObject({ state: "scheduled", goLiveAt, note: "New hires" });
    await startImportRun(jobOf(admin, found.id));
    expect(await stateOf(found)).toBe("scheduled");
    await past(found);
    await startImportRun(jobOf(admin, found.id));
    expect(await stateOf(found)).toBe("committing");
    await carryOutImport(jobOf(admin, found.id));
    expect(await detailsOf(admin, found.id)).toMatchObject({ state: "done", result: { created: 3 } });
    const events = await eventsOf(found.id);
    expect(events.map(({ action }) => action)).toEqual(
      expect.arrayContaining(["import.scheduled", "import.committed"]),
    );
    expect(events.at(-1)?.changes).toMatchObject({ after: { note: "New hires" } });
  });

  test("can be called off, and what was called off does not start", async () => {
    const found = await prepare();
    unwrap(await commit(found, {}, { goLiveAt: in10Minutes() }));
    unwrap(await callOffImport(admin, found.id));
    expect(await stateOf(found)).toBe("review");
    await past(found);
    await startImportRun(jobOf(admin, found.id));
    expect(await stateOf(found)).toBe("review");
    unwrap(await commit(found, {}, { goLiveAt: in10Minutes() }));
    unwrap(await cancelImport(admin, found.id));
    expect(await stateOf(found)).toBe("cancelled");
  });

  test("finds a directory that has changed, and shows the rows again", async () => {
    const found = await prepare();
    unwrap(await commit(found, {}, { goLiveAt: in10Minutes() }));
    await makeUser(organization, { username: `ada@${organization.domain}` });
    await past(found);
    await startImportRun(jobOf(admin, found.id));
    await carryOutImport(jobOf(admin, found.id));
    await parseImport(jobOf(admin, found.id));
    expect(await detailsOf(admin, found.id)).toMatchObject({
      state: "review",
      options: { drifted: 1, goLiveAt: null },
    });
    expect(await peopleOf(found)).toEqual([]);
  });

  test("lies ahead, within a year, and within the hour that passwords are kept", async () => {
    const found = await prepare();
    for (const goLiveAt of [new Date(Date.now() - 1000), new Date(Date.now() + 366 * 86_400_000)])
      expect(codeOf(await commit(found, {}, { goLiveAt }))).toBe("invalid");
    const matching: UserField[] = ["firstName", "lastName", "accessEmail", "password"];
    const text = "First name,Last name,Access email,Password\nAda,Adams,ada@x.example,long enough to be one";
    const secret = await prepareRun(admin, text, { matching });
    expect(codeOf(await commit(secret, {}, { goLiveAt: new Date(Date.now() + 2 * 3_600_000) }))).toBe(
      "invalid",
    );
    expect(codeOf(await commit(secret, {}, { goLiveAt: in10Minutes() }))).toBe("ok");
    await past(secret);
    await startImportRun(jobOf(admin, secret.id));
    expect(await stateOf(secret)).toBe("hashing");
  });
});

describe("the address book", () => {
  test("changes by a file, and is as before when that is taken back", async () => {
    const ada = await makeUser(organization, { accessEmail: "ada@x.example", inAddressBook: true });
    const text = "Access email,Global address book\nada@x.example,No";
    const found = await prepareRun(admin, text, {
      matching: ["accessEmail", "inAddressBook"],
      mode: "updateOnly",
      matchKey: "accessEmail",
    });
    unwrap(await commit(found, {}));
    await carryOutImport(jobOf(admin, found.id));
    const read = async () =>
      (await adminQuery("SELECT in_address_book FROM users WHERE id = $1", [ada.id]))[0]?.in_address_book;
    expect(await read()).toBe(false);
    await undoRun(admin, found.id);
    expect(await read()).toBe(true);
  });
});

describe("presets", () => {
  const PRESET = {
    ...NO_CHOICES,
    addressBook: true,
    notify: "email" as const,
    mode: "both" as const,
    onError: "refuse" as const,
  };

  test("are kept by a name, renamed, taken over and removed", async () => {
    const { id } = unwrap(await savePreset(admin, { name: "Weekly", choices: PRESET }));
    expect(unwrap(await savePreset(admin, { name: "Weekly", choices: { ...PRESET, note: "x" } })).id).toBe(
      id,
    );
    const other = unwrap(await savePreset(admin, { name: "Monthly", choices: PRESET }));
    expect((await listPresets(admin)).map(({ name }) => name)).toEqual(["Monthly", "Weekly"]);
    expect(codeOf(await renamePreset(admin, { id, name: "Monthly" }))).toBe("invalid");
    unwrap(await renamePreset(admin, { id, name: "Daily" }));
    unwrap(await removePreset(admin, other.id));
    expect((await listPresets(admin)).map(({ name }) => name)).toEqual(["Daily"]);
    expect((await eventsOf(id)).map(({ action }) => action)).toEqual([
      "importPreset.saved",
      "importPreset.saved",
      "importPreset.saved",
    ]);
  });

  test("hold no rights that whoever keeps them may not give, under a name of their own or of others", async () => {
    const helper = await makeActor(organization, "user", "userManagementAdmin");
    const more = { ...PRESET.grants, role: "admin" as const, permissions: ["settings.update" as const] };
    const choices = { ...PRESET, grants: more };
    const { id } = unwrap(await savePreset(admin, { name: "Weekly", choices: PRESET }));
    for (const name of ["Weekly", "Mine"]) {
      expect(codeOf(await savePreset(helper, { name, choices }))).toBe("forbidden");
    }
    expect(await listPresets(admin)).toEqual([{ id, name: "Weekly", rights: [], savedBy: admin.name }]);
    // What gives no more than they may give is anybody's to change.
    unwrap(await savePreset(helper, { name: "Weekly", choices: PRESET }));
    unwrap(await savePreset(admin, { name: "Weekly", choices }));
    const kept = { id, name: "Weekly", rights: ["Organization admin", PERMISSIONS["settings.update"]] };
    expect(await listPresets(helper)).toEqual([{ ...kept, savedBy: admin.name }]);
    expect(codeOf(await savePreset(helper, { name: "Weekly", choices: PRESET }))).toBe("forbidden");
    expect(codeOf(await renamePreset(helper, { id, name: "Old" }))).toBe("forbidden");
    expect(codeOf(await removePreset(helper, id))).toBe("forbidden");
    expect(await listPresets(helper)).toEqual([{ ...kept, savedBy: admin.name }]);
    unwrap(await removePreset(admin, id));
    expect((await eventsOf(id)).map(({ changes }) => changes)).toMatchObject([
      { after: { name: "Weekly", role: "user" } },
      {},
      {
        before: { role: "user", permissions: null },
        after: { role: "admin", permissions: "settings.update" },
      },
      { before: { name: "Weekly", role: "admin", permissions: "settings.update" } },
    ]);
  });

  test("that give what a group which has gone gave are theirs still who may give the rest", async () => {
    const helper = await makeActor(organization, "user", "userManagementAdmin");
    const grants = { ...PRESET.grants, role: "admin" as const };
    const { id } = unwrap(await savePreset(admin, { name: "Weekly", choices: { ...PRESET, grants } }));
    await adminQuery(
      "UPDATE import_presets SET choices = jsonb_set(choices, '{grants,groups}', to_jsonb(ARRAY[$2::text])) WHERE id = $1",
      [id, newId()],
    );
    expect(codeOf(await removePreset(helper, id))).toBe("forbidden");
    unwrap(await removePreset(admin, id));
  });

  test("bring their choices to an import, which is planned anew for another mode", async () => {
    const { id } = unwrap(await savePreset(admin, { name: "Weekly", choices: PRESET }));
    const found = await prepare();
    unwrap(await applyPreset(admin, found.id, id));
    expect(await stateOf(found)).toBe("parsing");
    await parseImport(jobOf(admin, found.id));
    const { mode, onError, ...choices } = PRESET;
    expect(await detailsOf(admin, found.id)).toMatchObject({
      state: "review",
      options: { mode, onError, choices },
    });
    const { planVersion } = await detailsOf(admin, found.id);
    unwrap(await applyPreset(admin, found.id, id));
    expect(await stateOf(found)).toBe("review");
    expect(codeOf(await commit({ ...found, planVersion }, {}))).toBe("conflict");
  });

  test("bring their match key, by which every row is planned anew", async () => {
    const codes = `${FILE.split("\n")[0]},Customer code\nAda,Adams,ada@x.example,,,C7`;
    await makeUser(organization, { customerCode: "C7", accessEmail: "old@x.example" });
    const matching = [...MATCHING, "customerCode" as const];
    const found = await prepareRun(admin, codes, { matching, mode: "both", matchKey: "accessEmail" });
    expect(found.counts).toMatchObject({ update: 0 });
    const choices = { ...PRESET, matchKey: "customerCode" as const };
    const { id } = unwrap(await savePreset(admin, { name: "By code", choices }));
    unwrap(await applyPreset(admin, found.id, id));
    expect(await stateOf(found)).toBe("parsing");
    await parseImport(jobOf(admin, found.id));
    const after = await detailsOf(admin, found.id);
    expect(after).toMatchObject({ counts: { update: 1 }, options: { matchKey: "customerCode" } });
    expect(after.options.choices).not.toHaveProperty("matchKey");
    unwrap(await applyPreset(admin, found.id, id));
    expect(await stateOf(found)).toBe("review");
  });

  test("do not fit a file that has no column of their match key, unless it only adds people", async () => {
    const found = await prepare();
    const keep = async (name: string, mode: "both" | "createOnly") =>
      unwrap(await savePreset(admin, { name, choices: { ...PRESET, mode, matchKey: "customerCode" } })).id;
    expect(codeOf(await applyPreset(admin, found.id, await keep("Both", "both")))).toBe("conflict");
    expect(await detailsOf(admin, found.id)).toMatchObject({ state: "review", options: found.options });
    unwrap(await applyPreset(admin, found.id, await keep("Add", "createOnly")));
    expect((await detailsOf(admin, found.id)).options).not.toHaveProperty("matchKey");
  });

  test("that were kept when nobody being told was called “later” are loaded as that", async () => {
    const { id } = unwrap(
      await savePreset(admin, { name: "Old", choices: { ...PRESET, mode: "createOnly" } }),
    );
    await adminQuery(`UPDATE import_presets SET choices = choices || '{"notify": "later"}' WHERE id = $1`, [
      id,
    ]);
    const found = await prepare();
    unwrap(await applyPreset(admin, found.id, id));
    expect(await detailsOf(admin, found.id)).toMatchObject({
      state: "review",
      options: { onError: "refuse", choices: { addressBook: true, notify: "none" } },
    });
  });

  test("leave an import as it is where another mode would need a file that is gone", async () => {
    const { id } = unwrap(await savePreset(admin, { name: "Weekly", choices: PRESET }));
    const found = await prepare();
    await adminQuery("DELETE FROM import_parts WHERE import_id = $1", [found.id]);
    expect(codeOf(await applyPreset(admin, found.id, id))).toBe("conflict");
    expect(await detailsOf(admin, found.id)).toMatchObject({ state: "review", options: found.options });
  });

  test("are nobody else's", async () => {
    const { id } = unwrap(await savePreset(admin, { name: "Weekly", choices: PRESET }));
    const stranger = await makeActor(await makeOrganization(), "admin");
    expect(await listPresets(stranger)).toEqual([]);
    expect(codeOf(await renamePreset(stranger, { id, name: "Mine" }))).toBe("notFound");
    expect(codeOf(await removePreset(stranger, id))).toBe("notFound");
    unwrap(await savePreset(stranger, { name: "Weekly", choices: PRESET }));
    const viewer = await makeActor(organization, "viewer");
    expect(codeOf(await savePreset(viewer, { name: "No", choices: PRESET }))).toBe("forbidden");
    expect((await listPresets(viewer)).map(({ id: each }) => each)).toEqual([id]);
  });
});
