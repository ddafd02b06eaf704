import { beforeEach, describe, expect, test } from "vitest";
import { withOrganization } from "@/lib/db";
import { giveGrants } from "@/lib/grants/commands";
import { findMirrorCandidates } from "@/lib/grants/mirror";
import { createGroup } from "@/lib/groups/commands";
import { newId } from "@/lib/ids";
import { carryOutImport } from "@/lib/imports/jobs/commit";
import { parseImport } from "@/lib/imports/jobs/parse";
import { createTypedImport } from "@/lib/imports/typed/commands";
import { typedRows } from "@/lib/imports/typed/input";
import type { Actor } from "@/lib/permissions/actor";
import { OWN_ACCOUNT_ONLY } from "@/lib/permissions/grants";
import type { Grants } from "@/lib/permissions/grants-schema";
import type { Permission } from "@/lib/permissions/permissions";
import { detailsOf, jobOf, undoRun } from "@/tests/support/import-runs";
import { adminQuery, snapshot } from "@/tests/support/product-database";
import {
  codeOf,
  eventsOf,
  heldSql,
  makeActor,
  makeHome,
  makeUser,
  type TestOrganization,
  unwrap,
} from "@/tests/support/product-people";

let organization: TestOrganization;
let admin: Actor;
beforeEach(async () => {
  ({ organization, admin } = await makeHome());
});

const COLUMNS = ["firstName", "lastName", "accessEmail", "mobilePhone"] as const;
const given = (rows: string[][], fields: object = {}) =>
  typedRows.parse({ id: newId(), columns: COLUMNS, rows, onError: "refuse", setting: "link", ...fields });
const RIGHT = [
  ["Ada", "Adams", "ada@mail.example", "+44 20 7455 9485"],
  [],
  ["Ben", "O\nBaker;", "ben@mail.example", ""],
];
const peopleOf = (importId: string) =>
  adminQuery<{ first_name: string; last_name: string; mobile_phone: string | null; username: string }>(
    "SELECT first_name, last_name, mobile_phone, username FROM users WHERE import_id = $1 AND removed_at IS NULL ORDER BY 1",
    [importId],
  );

describe("rows that are right", () => {
  test("become people by an import, with its history, and are taken back with it", async () => {
    const rows = given(RIGHT);
    const { id } = unwrap(await createTypedImport(admin, rows));
    expect(id).toBe(rows.id);
    expect(await detailsOf(admin, id)).toMatchObject({
      state: "committing",
      fileName: "2 rows typed",
      rowCount: 2,
    });
    await carryOutImport(jobOf(admin, id));
    expect(await detailsOf(admin, id)).toMatchObject({
      state: "done",
      result: { created: 2, updated: 0, unchanged: 0, skipped: 0, failed: 0 },
    });
    expect(await peopleOf(id)).toEqual([
      {
        first_name: "Ada",
        last_name: "Adams",
        mobile_phone: "+442074559485",
        username: `ada@${organization.domain}`,
      },
      {
        first_name: "Ben",
        last_name: "O Baker;",
        mobile_phone: null,
        username: `ben@${organization.domain}`,
      },
    ]);
    expect((await eventsOf(id)).map(({ action }) => action)).toEqual([
      "import.created",
      "import.prepared",
      "import.committed",
    ]);
    expect(await undoRun(admin, id)).toMatchObject({ undoResult: { removed: 2, kept: 0 } });
    expect(await peopleOf(id)).toEqual([]);
  });

  test("are one import however often they are sent, before and after", async () => {
    const rows = given(RIGHT);
    const sent = await Promise.all([1, 2, 3].map(() => createTypedImport(admin, rows)));
    expect(sent.map(codeOf)).toEqual(["ok", "ok", "ok"]);
    await carryOutImport(jobOf(admin, rows.id));
    expect(codeOf(await createTypedImport(admin, rows))).toBe("ok");
    expect(await peopleOf(rows.id)).toHaveLength(2);
    const more = { ...rows, rows: [...rows.rows, ["Cleo", "Cole", "cleo@mail.example", ""]] };
    expect(codeOf(await createTypedImport(admin, more))).toBe("conflict");
  });

  test("queue an invitation each where that was chosen", async () => {
    const { id } = unwrap(await createTypedImport(admin, given(RIGHT, { setting: "linkSent" })));
    await carryOutImport(jobOf(admin, id));
    expect(await adminQuery("SELECT address FROM messages WHERE import_id = $1 ORDER BY 1", [id])).toEqual([
      { address: "ada@mail.example" },
      { address: "ben@mail.example" },
    ]);
  });

  test("are judged again when the directory has changed before they are written, and nothing is", async () => {
    const { id } = unwrap(await createTypedImport(admin, given(RIGHT)));
    await makeUser(organization, { username: `ada@${organization.domain}` });
    await carryOutImport(jobOf(admin, id));
    await parseImport(jobOf(admin, id));
    const found = await detailsOf(admin, id);
    expect(found).toMatchObject({ state: "review", counts: { create: 1, invalid: 1 } });
    expect(await peopleOf(id)).toEqual([]);
  });
});

describe("the rights that are chosen for all rows", () => {
  const group = async (name: string, permissions: Permission[]) =>
    unwrap(await createGroup(admin, { name, description: "", permissions })).id;
  const grantsOf = (fields: Partial<typeof OWN_ACCOUNT_ONLY>): Grants => ({ ...OWN_ACCOUNT_ONLY, ...fields });
  const rightsOf = (importId: string) =>
    adminQuery(
      `SELECT first_name AS name, role, access_profile AS profile, ${heldSql("u")} AS extra,
         array(SELECT g.name FROM group_members m JOIN groups g ON g.id = m.group_id WHERE m.user_id = u.id) AS groups,
         array(SELECT permission FROM user_permissions p WHERE p.user_id = u.id ORDER BY 1) AS alone
       FROM users u WHERE import_id = $1 ORDER BY 1`,
      [importId],
    );

  test("are exactly what each gets, and a role in a row comes first", async () => {
    const desk = await group("Front desk", ["audit.read"]);
    const grants = grantsOf({
      role: "viewer",
      accessProfile: "userManagementViewer",
      groups: [desk],
      permissions: ["billing.update", "users.create"],
    });
    const rows = given(
      [
        ["Ada", "Adams", "ada@mail.example", ""],
        ["Ben", "Baker", "ben@mail.example", "Billing admin"],
      ],
      { columns: ["firstName", "lastName", "accessEmail", "role"], grants },
    );
    for (const sent of [1, 2]) expect(codeOf(await createTypedImport(admin, rows)), `${sent}`).toBe("ok");
    await carryOutImport(jobOf(admin, rows.id));
    const same = {
      profile: "userManagementViewer",
      extra: ["audit.read", "billing.update", "users.create"],
      groups: ["Front desk"],
      alone: ["billing.update", "users.create"],
    };
    expect(await rightsOf(rows.id)).toEqual([
      { name: "Ada", role: "viewer", ...same },
      { name: "Ben", role: "billing", ...same },
    ]);
    // The same rows for other rights are not what was sent.
    const other = { ...rows, grants: OWN_ACCOUNT_ONLY };
    expect(codeOf(await createTypedImport(admin, other))).toBe("conflict");
  });

  test("are those of a mirrored person, without what was left out", async () => {
    const mona = await makeUser(organization, { lastName: "Model", role: "billing" });
    const desk = await group("Front desk", ["audit.read"]);
    const has = grantsOf({ role: "billing", groups: [desk], permissions: ["users.read", "messages.read"] });
    unwrap(await giveGrants(admin, { ids: [mona.id] }, has));
    const [candidate] = await findMirrorCandidates(admin, "Model");
    if (!candidate) throw new Error("Nobody is found.");
    const grants: Grants = { ...candidate.grants, without: ["role", "messages.read"] };
    const { id } = unwrap(await createTypedImport(admin, given(RIGHT, { grants })));
    await carryOutImport(jobOf(admin, id));
    const same = { role: "user", profile: null, groups: ["Front desk"], alone: ["users.read"] };
    expect(await rightsOf(id)).toMatchObject([same, same]);
    // It is what was shown, or nothing.
    unwrap(await giveGrants(admin, { ids: [mona.id] }, OWN_ACCOUNT_ONLY));
    const refused = await createTypedImport(admin, given(RIGHT, { grants }));
    expect(!refused.ok && refused.error).toMatchObject({
      code: "conflict",
      issues: [{ path: "grants", message: expect.stringContaining("has other permissions now") }],
    });
  });

  test("are refused with words, before anything is written, where they are more than the author holds", async () => {
    const manager = await makeActor(organization, "user", "userManagementAdmin");
    const viewer = await makeActor(organization, "user", "userManagementViewer");
    const above = await group("Above", ["settings.update"]);
    const harmless = await group("Harmless", ["users.read"]);
    const before = await snapshot();
    for (const grants of [
      grantsOf({ role: "viewer" }),
      grantsOf({ permissions: ["audit.read"] }),
      grantsOf({ groups: [above] }),
    ]) {
      for (const actor of [manager, viewer]) {
        const refused = await createTypedImport(actor, given(RIGHT, { grants }));
        expect(!refused.ok && refused.error).toMatchObject({
          code: "forbidden",
          issues: [{ path: "grants", message: "The chosen permissions hold rights that you do not hold." }],
        });
      }
    }
    for (const grants of [grantsOf({ groups: [harmless] }), grantsOf({ permissions: ["users.read"] })])
      expect(codeOf(await createTypedImport(viewer, given(RIGHT, { grants })))).toBe("forbidden");
    expect(
      codeOf(await createTypedImport(manager, given(RIGHT, { grants: grantsOf({ groups: [newId()] }) }))),
    ).toBe("conflict");
    expect(await snapshot()).toEqual(before);
    const { id } = unwrap(
      await createTypedImport(manager, given(RIGHT, { grants: grantsOf({ groups: [harmless] }) })),
    );
    await carryOutImport(jobOf(manager, id));
    expect(await rightsOf(id)).toMatchObject([{ groups: ["Harmless"] }, { groups: ["Harmless"] }]);
  });

  test("are judged again when they are carried out", async () => {
    const { id } = unwrap(
      await createTypedImport(admin, given(RIGHT, { grants: grantsOf({ permissions: ["audit.read"] }) })),
    );
    await adminQuery("UPDATE users SET role = 'user', access_profile = 'userManagementAdmin' WHERE id = $1", [
      admin.userId,
    ]);
    await carryOutImport(jobOf(admin, id));
    expect(await rightsOf(id)).toEqual([]);
    expect(await adminQuery("SELECT state, refusal FROM imports WHERE id = $1", [id])).toMatchObject([
      { state: "review", refusal: { code: "grants_changed" } },
    ]);
  });
});

describe("rows that are wrong", () => {
  const WRONG = [
    ["Ada", "", "ada@mail.example", "20 7455 9485"],
    ["Ben", "Baker", "ben@mail.example", ""],
    [],
    ["Cleo", "Cole", "BEN@mail.example", ""],
  ];

  test("leave nothing behind, and say all that is wrong at its cell", async () => {
    const before = await snapshot();
    const refused = await createTypedImport(admin, given(WRONG));
    expect(await snapshot()).toEqual(before);
    if (refused.ok) throw new Error("They were taken.");
    const paths = refused.error.issues?.map(({ path }) => path);
    expect(paths?.sort()).toEqual(["1.lastName", "1.mobilePhone", "2.accessEmail", "4.accessEmail"]);
    const words = refused.error.issues?.find(({ path }) => path === "2.accessEmail")?.message;
    expect(words).toContain("line 4");
  });

  test("can be left out, and are kept with the import", async () => {
    const { id } = unwrap(await createTypedImport(admin, given(WRONG.slice(0, 2), { onError: "skip" })));
    await carryOutImport(jobOf(admin, id));
    expect((await detailsOf(admin, id)).result).toMatchObject({ created: 1, failed: 1 });
  });

  test("say who is here already, and offer the next name where one is taken", async () => {
    await makeUser(organization, { accessEmail: "ada@mail.example" });
    const here = await createTypedImport(admin, given(RIGHT));
    expect(!here.ok && here.error.issues).toEqual([
      {
        path: "1.accessEmail",
        message: "Somebody with the access email “ada@mail.example” is here already.",
      },
    ]);
    const both = await createTypedImport(admin, given([["", "Adams", "ada@mail.example", ""]]));
    const paths = both.ok ? [] : (both.error.issues ?? []).map(({ path }) => path);
    expect(paths.sort()).toEqual(["1.accessEmail", "1.firstName"]);
    await makeUser(organization, { username: `ben@${organization.domain}` });
    const taken = await createTypedImport(admin, given(RIGHT.slice(2)));
    expect(!taken.ok && taken.error.issues).toMatchObject([
      { path: "1.username", suggestion: `ben2@${organization.domain}` },
    ]);
  });

  test("are nothing at all where nothing is typed", async () => {
    expect(codeOf(await createTypedImport(admin, given([])))).toBe("invalid");
    expect(codeOf(await createTypedImport(admin, given([[], [" ", "", "", ""]])))).toBe("invalid");
  });

  test("do not let a role through that the author does not hold", async () => {
    const manager = await makeActor(organization, "user", "userManagementAdmin");
    const rows = given([["Ada", "Adams", "ada@mail.example", "admin"]], {
      columns: ["firstName", "lastName", "accessEmail", "role"],
    });
    const refused = await createTypedImport(manager, rows);
    expect(!refused.ok && refused.error.issues?.map(({ path }) => path)).toEqual(["1.role"]);
  });
});

test("a password that is asked for in files is not asked for here, and is not among the columns", async () => {
  await withOrganization(organization.id, (tx) =>
    tx.organization.updateMany({
      where: { id: organization.id },
      data: { mandatoryFields: ["firstName", "lastName", "accessEmail", "password"] },
    }),
  );
  expect(codeOf(await createTypedImport(admin, given(RIGHT)))).toBe("ok");
  expect(() => given([["secret"]], { columns: ["password"] })).toThrow();
});

test("whoever may only prepare leaves them in review, and who may not even that is refused", async () => {
  const viewer = await makeActor(organization, "user", "userManagementViewer");
  const { id } = unwrap(await createTypedImport(viewer, given(RIGHT)));
  expect(await detailsOf(admin, id)).toMatchObject({ state: "review", counts: { create: 2 } });
  for (const role of ["user", "viewer", "billing"] as const) {
    const other = await makeActor(organization, role);
    expect(codeOf(await createTypedImport(other, given(RIGHT)))).toBe("forbidden");
  }
});

test("five hundred rows are taken at once", async () => {
  const many = Array.from({ length: 500 }, (_, index) => [`F${index}`, "L", `p${index}@mail.example`, ""]);
  const { id } = unwrap(await createTypedImport(admin, given(many)));
  await carryOutImport(jobOf(admin, id));
  expect((await detailsOf(admin, id)).result).toMatchObject({ created: 500 });
  expect(() => given([...many, ["one more"]])).toThrow();
});
