import { beforeEach, describe, expect, test } from "vitest";
import { withOrganization } from "@/lib/db";
import { newId } from "@/lib/ids";
import { carryOutImport } from "@/lib/imports/jobs/commit";
import { parseImport } from "@/lib/imports/jobs/parse";
import { createTypedImport } from "@/lib/imports/typed/commands";
import { typedRows } from "@/lib/imports/typed/input";
import type { Actor } from "@/lib/permissions/actor";
import { detailsOf, jobOf, undoRun } from "@/tests/support/import-runs";
import { adminQuery, snapshot } from "@/tests/support/product-database";
import {
  codeOf,
  eventsOf,
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
