import { beforeEach, describe, expect, test } from "vitest";
import { withOrganization } from "@/lib/db";
import { newId } from "@/lib/ids";
import { listApiRows } from "@/lib/imports/api-queries";
import { chooseColumns, reopenColumns } from "@/lib/imports/commands/columns";
import { commitImport } from "@/lib/imports/commands/commit";
import { editCells } from "@/lib/imports/commands/edits";
import { cancelImport } from "@/lib/imports/commands/file";
import { applyFix, previewFix } from "@/lib/imports/commands/fixes";
import { selectRows } from "@/lib/imports/commands/rows";
import { redoEdit, undoEdit } from "@/lib/imports/commands/undo-edits";
import { errorsDownload } from "@/lib/imports/errors-download";
import { parseImport } from "@/lib/imports/jobs/parse";
import { lockImport } from "@/lib/imports/lock";
import type { ImportDetails } from "@/lib/imports/queries";
import { ALL_ROWS } from "@/lib/imports/review/filter";
import { countIssues, listEdits, listLines } from "@/lib/imports/review/queries";
import type { Actor } from "@/lib/permissions/actor";
import type { UserField } from "@/lib/users/fields";
import { commitRun, detailsOf, jobOf, prepareRun, reviewRows } from "@/tests/support/import-runs";
import { adminQuery } from "@/tests/support/product-database";
import {
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

const NAMED: UserField[] = ["firstName", "lastName", "accessEmail"];
const HEADER = "First name,Last name,Access email";

let organization: TestOrganization;
let admin: Actor;
beforeEach(async () => {
  organization = await makeOrganization();
  admin = await makeActor(organization, "admin");
});

const prepare = (lines: string[], more: UserField[] = []) =>
  prepareRun(admin, [[HEADER, ...more].join(","), ...lines].join("\n"), { matching: [...NAMED, ...more] });

const edit = (found: ImportDetails, line: number, column: number, value: string, actor = admin) =>
  editCells(actor, found.id, { line, cells: [{ column, value }] });

const verdicts = async ({ id }: ImportDetails) =>
  (await reviewRows(admin, id)).map(({ line, fate, issues }) =>
    [line, fate, ...issues.map(({ code }) => code)].join(" "),
  );

/** What the whole file says when every row is judged anew, to compare with what an edit says of a few. */
async function parseAgain(found: ImportDetails) {
  await adminQuery("UPDATE imports SET state = 'parsing' WHERE id = $1", [found.id]);
  await parseImport(jobOf(admin, found.id));
  return reviewRows(admin, found.id);
}

const PAIR = ["Ada,Adams,ada@x.example", "Ben,Bell,ben@x.example", "Cy,Cole,wrong"];

test("tells the rows as they lie there afterwards, also others that mean something else by it", async () => {
  const found = await prepare(PAIR);
  for (const [line, column, value] of [
    [3, 2, "ada@x.example"],
    [4, 2, "cy@x.example"],
    [2, 2, "augusta@x.example"],
    [2, 2, "augusta@x.example"],
  ] as const) {
    const { lines, rows } = unwrap(await edit(found, line, column, value));
    const stored = await reviewRows(admin, found.id);
    expect(rows).toEqual(lines.map((told) => stored.find((row) => row.line === told)));
    expect(lines[0]).toBe(line);
  }
});

test("an import that is locked is read as it lies there", async () => {
  const found = await prepare(PAIR);
  await adminQuery(
    `UPDATE imports SET data_key = '\\x0102', handed_in_at = now(), handed_in_by = '{"name": "Ada"}', refusal = NULL
     WHERE id = $1`,
    [found.id],
  );
  const key = { organizationId: organization.id, id: found.id };
  await withOrganization(organization.id, async (tx) => {
    const read = await tx.import.findUnique({ where: { organizationId_id: key } });
    expect(await lockImport(tx, organization.id, found.id)).toEqual(read);
    expect(await lockImport(tx, organization.id, newId())).toBeNull();
  });
});

describe("a cell", () => {
  test("is judged at once, kept, told of, and imported as it was edited", async () => {
    const found = await prepare(PAIR);
    expect(await verdicts(found)).toEqual(["2 create", "3 create", "4 invalid email_malformed"]);
    const edited = unwrap(await edit(found, 4, 2, "cy@x.example"));
    expect(edited).toMatchObject({ lines: [4], planBefore: 1, planVersion: 2, isLater: false });
    expect(await verdicts(found)).toEqual(["2 create", "3 create", "4 create"]);
    const { edits } = await listEdits(admin, found.id);
    expect(edits).toMatchObject([
      { words: "Access email on line 4", by: admin.name, isMine: true, rowCount: 1 },
    ]);
    expect((await eventsOf(found.id)).filter(({ action }) => action === "import.edited")).toMatchObject([
      { actor_name: admin.name, changes: { after: { kind: "cells", rows: 1 } } },
    ]);
    expect(JSON.stringify(await eventsOf(found.id))).not.toContain("cy@x.example");
    expect((await commitRun(admin, await detailsOf(admin, found.id))).result).toMatchObject({ created: 3 });
    const people = await adminQuery("SELECT 1 FROM users WHERE access_email = 'cy@x.example'");
    expect(people).toHaveLength(1);
  });

  test("makes a duplicate of another row, which says so, and unmakes it", async () => {
    const found = await prepare(PAIR);
    const edited = unwrap(await edit(found, 3, 2, "Ada@X.example"));
    expect(edited.lines).toEqual([3, 2]);
    expect(await verdicts(found)).toEqual([
      "2 invalid duplicate",
      "3 invalid duplicate",
      "4 invalid email_malformed",
    ]);
    expect(await reviewRows(admin, found.id)).toEqual(await parseAgain(found));
    unwrap(await selectRows(admin, found.id, { lines: [2] }, false));
    expect(await verdicts(found)).toContain("3 create");
    unwrap(await selectRows(admin, found.id, { lines: [2] }, true));
    unwrap(await edit(found, 3, 2, "ben@x.example"));
    expect((await verdicts(found)).slice(0, 2)).toEqual(["2 create", "3 create"]);
  });

  test("of three that share a key leaves two", async () => {
    const found = await prepare(["Ada,A,a@x.example", "Ben,B,a@x.example", "Cy,C,a@x.example"]);
    unwrap(await edit(found, 2, 2, "b@x.example"));
    expect(await verdicts(found)).toEqual(["2 create", "3 invalid duplicate", "4 invalid duplicate"]);
    const rows = await reviewRows(admin, found.id);
    expect(rows.map(({ issues }) => issues[0]?.lines)).toEqual([undefined, [4], [3]]);
    expect(rows).toEqual(await parseAgain(found));
  });

  test("of three that share a key is named no more by the others once it is left out", async () => {
    const found = await prepare(["Ada,A,a@x.example", "Ben,B,a@x.example", "Cy,C,a@x.example"]);
    unwrap(await selectRows(admin, found.id, { lines: [2] }, false));
    const rows = await reviewRows(admin, found.id);
    expect(rows.map(({ issues }) => issues[0]?.lines)).toEqual([undefined, [4], [3]]);
    expect(rows).toEqual(await parseAgain(found));
  });

  test("of a file without usernames can be given one, and a name that is free is offered", async () => {
    await makeUser(organization, { username: `ada@${organization.domain}` });
    const found = await prepare(["Ada,Adams,ada@x.example", "Bea,Bell,ada2@x.example"]);
    const [row] = await reviewRows(admin, found.id);
    expect(row?.issues).toMatchObject([
      { code: "username_taken", suggestion: `ada3@${organization.domain}` },
    ]);
    unwrap(await edit(found, 2, -1, "countess"));
    expect(await reviewRows(admin, found.id)).toMatchObject([
      { fate: "create", givenUsername: "countess", values: { username: `countess@${organization.domain}` } },
      { fate: "create" },
    ]);
    unwrap(await edit(found, 2, -1, ""));
    expect(await verdicts(found)).toEqual(["2 invalid username_taken", "3 create"]);
    expect(await reviewRows(admin, found.id)).toEqual(await parseAgain(found));
  });

  test("is refused where somebody else has changed it since, and says what it is now", async () => {
    const found = await prepare(PAIR);
    unwrap(await edit(found, 2, 0, "Augusta"));
    const other = await makeActor(organization, "admin");
    const late = await editCells(other, found.id, {
      line: 2,
      cells: [{ column: 0, value: "Ava", from: "Ada" }],
    });
    expect(late).toMatchObject({
      error: { code: "conflict", issues: [{ path: "value", message: "Augusta" }] },
    });
    unwrap(
      await editCells(other, found.id, { line: 2, cells: [{ column: 0, value: "Ava", from: "Augusta" }] }),
    );
  });

  test("changed after a plan was in sight keeps that plan from being carried out", async () => {
    const found = await prepare(PAIR);
    unwrap(await edit(found, 2, 0, "Augusta", await makeActor(organization, "admin")));
    const given = { planVersion: found.planVersion, onError: "skip" as const };
    expect(codeOf(await commitImport(admin, found.id, given))).toBe("conflict");
    const selected = await detailsOf(admin, found.id);
    unwrap(await selectRows(admin, found.id, { lines: [2] }, false));
    const stale = { ...given, planVersion: selected.planVersion };
    expect(codeOf(await commitImport(admin, found.id, stale))).toBe("conflict");
  });

  test("is not for who may not prepare, nor for other organizations, nor of a password, nor of no row", async () => {
    const found = await prepareRun(admin, `${HEADER},Password\nAda,Adams,ada@x.example,Long-enough-1`, {
      matching: [...NAMED, "password"],
    });
    const viewer = await makeActor(organization, "viewer");
    expect(codeOf(await edit(found, 2, 0, "x", viewer))).toBe("forbidden");
    expect(codeOf(await undoEdit(viewer, found.id, null))).toBe("forbidden");
    expect(codeOf(await previewFix(viewer, found.id, { kind: "trim" }))).toBe("forbidden");
    const stranger = await makeActor(await makeOrganization(), "admin");
    expect(codeOf(await edit(found, 2, 0, "x", stranger))).toBe("notFound");
    expect(codeOf(await edit(found, 2, 3, "x"))).toBe("invalid");
    expect(codeOf(await edit(found, 2, 9, "x"))).toBe("invalid");
    expect(codeOf(await edit(found, 9, 0, "x"))).toBe("notFound");
    expect((await listEdits(stranger, found.id)).edits).toEqual([]);
    unwrap(await edit(found, 2, 0, "Augusta"));
    const [row] = await reviewRows(admin, found.id);
    expect(row).toMatchObject({
      fate: "create",
      issues: [],
      values: { firstName: "Augusta", password: "set" },
    });
  });

  test("of a row that updates somebody shows what it changes now", async () => {
    const ada = await makeUser(organization, {
      lastName: "Adams",
      accessEmail: "ada@x.example",
      company: "Old",
    });
    const text = `${HEADER},Company\nUna,Adams,ada@x.example,Old\nBen,Bell,ben@x.example,`;
    const found = await prepareRun(admin, text, {
      mode: "both",
      matchKey: "accessEmail",
      matching: [...NAMED, "company"],
    });
    expect(await verdicts(found)).toEqual(["2 unchanged", "3 create"]);
    unwrap(await edit(found, 2, 3, "New"));
    const [row] = await reviewRows(admin, found.id);
    expect(row).toMatchObject({
      fate: "update",
      changes: { before: { company: "Old" }, after: { company: "New" } },
    });
    unwrap(await edit(found, 3, 2, "ada@x.example"));
    expect(await verdicts(found)).toEqual(["2 invalid duplicate", "3 invalid duplicate"]);
    expect(await reviewRows(admin, found.id)).toEqual(await parseAgain(found));
    unwrap(await edit(found, 3, 2, "ben@x.example"));
    expect((await commitRun(admin, await detailsOf(admin, found.id))).result).toMatchObject({
      created: 1,
      updated: 1,
    });
    expect(await readUser(ada.id)).toMatchObject({ company: "New" });
  });
});

describe("edits", () => {
  test("are taken back and made again, each person their own", async () => {
    const other = await makeActor(organization, "admin");
    const found = await prepare(PAIR);
    const text = async () => (await reviewRows(admin, found.id)).map(({ cells }) => cells[0]).join(" ");
    unwrap(await edit(found, 2, 0, "Augusta"));
    unwrap(await edit(found, 3, 0, "Bob"));
    unwrap(await edit(found, 4, 0, "Cyd", other));
    unwrap(await undoEdit(admin, found.id, null));
    expect(await text()).toBe("Augusta Ben Cyd");
    unwrap(await undoEdit(admin, found.id, null));
    expect(await text()).toBe("Ada Ben Cyd");
    expect(codeOf(await undoEdit(admin, found.id, null))).toBe("conflict");
    unwrap(await redoEdit(admin, found.id, null));
    unwrap(await redoEdit(admin, found.id, null));
    expect(await text()).toBe("Augusta Bob Cyd");
    expect(codeOf(await redoEdit(admin, found.id, null))).toBe("conflict");
    unwrap(await undoEdit(admin, found.id, null));
    unwrap(await edit(found, 2, 0, "Amalia"));
    expect(codeOf(await redoEdit(admin, found.id, null))).toBe("conflict");
    expect(await listEdits(admin, found.id)).toMatchObject({ canUndo: true, canRedo: false });
    expect(await listEdits(other, found.id)).toMatchObject({ canUndo: true, canRedo: false });
  });

  test("cannot be taken back over what somebody else has changed since", async () => {
    const found = await prepare(PAIR);
    unwrap(await edit(found, 2, 0, "Augusta"));
    unwrap(await edit(found, 2, 0, "Amalia", await makeActor(organization, "admin")));
    const late = await undoEdit(admin, found.id, null);
    expect(late).toMatchObject({ error: { code: "conflict", message: expect.stringContaining("Line 2") } });
  });

  test("outlive a new choice of columns, and go with what is a password then", async () => {
    const found = await prepare(["Ada,Adams,ada@x.example,x", "Ben,Bell,ben@x.example,y"], ["company"]);
    unwrap(await edit(found, 2, 0, "Augusta"));
    unwrap(await edit(found, 3, 3, "Bells"));
    unwrap(await reopenColumns(admin, found.id));
    const again = { hasHeader: true, defaultCountry: null };
    unwrap(await chooseColumns(admin, found.id, { ...again, matching: [...NAMED, null] }));
    await parseImport(jobOf(admin, found.id));
    expect((await reviewRows(admin, found.id)).map(({ cells }) => cells)).toEqual([
      ["Augusta", "Adams", "ada@x.example", "x"],
      ["Ben", "Bell", "ben@x.example", "Bells"],
    ]);
    unwrap(await chooseColumns(admin, found.id, { ...again, matching: [...NAMED, "password"] }));
    await parseImport(jobOf(admin, found.id));
    expect((await listEdits(admin, found.id)).edits.map(({ words }) => words)).toEqual([
      "First name on line 2",
    ]);
    expect((await reviewRows(admin, found.id)).map(({ cells }) => cells[0])).toEqual(["Augusta", "Ben"]);
  });

  test("are in the errors file, and go when the import is given up", async () => {
    const found = await prepare(PAIR);
    unwrap(await edit(found, 4, 0, "Cyd"));
    expect(await (await errorsDownload(admin, found.id)).text()).toContain("Cyd,Cole,wrong,");
    unwrap(await cancelImport(admin, found.id));
    expect((await listEdits(admin, found.id)).edits).toEqual([]);
  });
});

describe("a fix", () => {
  test("says what it would do, does it to all rows, and is one edit", async () => {
    const found = await prepare(
      [
        "Ada,Adams,ada@x.example,20 7455 9485",
        "Ben,Bell,ben@x.example,+49 30 901820",
        "Cy,Cole,cy@x.example,20 7946 0123",
      ],
      ["mobilePhone"],
    );
    const wrong = (await verdicts(found)).filter((verdict) => verdict.includes("invalid"));
    expect(wrong).toHaveLength(2);
    const fix = { kind: "country", country: "GB" } as const;
    expect(unwrap(await previewFix(admin, found.id, fix))).toEqual({
      rows: 2,
      examples: [
        { line: 2, column: 3, before: "20 7455 9485", after: "+442074559485" },
        { line: 4, column: 3, before: "20 7946 0123", after: "+442079460123" },
      ],
    });
    expect(await verdicts(found)).toEqual(expect.arrayContaining(wrong));
    expect(unwrap(await applyFix(admin, found.id, fix)).lines).toEqual([2, 4]);
    expect(await verdicts(found)).toEqual(["2 create", "3 create", "4 create"]);
    expect((await listEdits(admin, found.id)).edits).toHaveLength(1);
    expect(codeOf(await applyFix(admin, found.id, fix))).toBe("conflict");
    unwrap(await undoEdit(admin, found.id, null));
    expect(await verdicts(found)).toEqual(expect.arrayContaining(wrong));
  });

  test("takes all offers, and gives no two rows the same name", async () => {
    for (const name of ["ada", "ben"])
      await makeUser(organization, { username: `${name}@${organization.domain}` });
    const found = await prepare([
      "Ada,Adams,ada@x.example",
      "Ada,Byron,ada@y.example",
      "Ben,Bell,ben@x.example",
      "Cy,Cole,ada2@x.example",
    ]);
    expect(await countIssues(admin, found.id)).toEqual([
      { code: "username_taken", field: "username", rows: 3, offers: 2 },
      { code: "duplicate", field: "username", rows: 2, offers: 1 },
    ]);
    unwrap(await edit(found, 5, 2, "ada3@x.example"));
    unwrap(await applyFix(admin, found.id, { kind: "offers", issue: null }));
    const rows = await reviewRows(admin, found.id);
    expect(rows.map(({ fate }) => fate)).toEqual(["create", "create", "create", "create"]);
    expect(new Set(rows.map(({ values }) => values.username)).size).toBe(4);
    expect((await commitRun(admin, await detailsOf(admin, found.id))).result).toMatchObject({ created: 4 });
  });

  test("swaps columns, names by a pattern, replaces a text", async () => {
    const found = await prepare(["Adams,Ada,ada@x.example", "Bell,Ben,ben@x.example"]);
    unwrap(await applyFix(admin, found.id, { kind: "swap", columns: [0, 1], rows: "all" }));
    unwrap(await applyFix(admin, found.id, { kind: "username", pattern: "{f}{last}", rows: "all" }));
    unwrap(await applyFix(admin, found.id, { kind: "replace", column: 1, from: "Bell", to: "Byrne" }));
    expect((await reviewRows(admin, found.id)).map(({ values }) => values)).toMatchObject([
      { firstName: "Ada", lastName: "Adams", username: `aadams@${organization.domain}` },
      { firstName: "Ben", lastName: "Byrne", username: `bbell@${organization.domain}` },
    ]);
    const wrong = { kind: "swap", columns: [0, 7], rows: "all" } as const;
    expect(codeOf(await applyFix(admin, found.id, { ...wrong, columns: [0, 7] }))).toBe("invalid");
  });

  test("of very many rows is done by the worker, and can be taken back", async () => {
    const lines = Array.from({ length: 2100 }, (_, index) => `P${index} ,Person,p${index}@x.example`);
    const found = await prepare(lines);
    const text = async () =>
      (await reviewRows(admin, found.id)).filter(({ cells }) => cells[0]?.endsWith(" ")).length;
    expect(await text()).toBe(2100);
    const swap = unwrap(await previewFix(admin, found.id, { kind: "swap", columns: [0, 1], rows: "all" }));
    expect(swap).toMatchObject({ rows: 2100, examples: [{ line: 2 }, { line: 3 }, { line: 4 }] });
    await adminQuery(`UPDATE imports SET options = options || '{"drifted": 3}' WHERE id = $1`, [found.id]);
    expect(unwrap(await applyFix(admin, found.id, { kind: "trim" }))).toMatchObject({ isLater: true });
    expect(await detailsOf(admin, found.id)).toMatchObject({ state: "parsing" });
    expect((await errorsDownload(admin, found.id)).status).toBe(409);
    expect(codeOf(await listApiRows(admin, found.id, { fate: null, afterLine: 0 }))).toBe("conflict");
    await parseImport(jobOf(admin, found.id));
    expect((await detailsOf(admin, found.id)).options).not.toHaveProperty("drifted");
    expect(await listLines(admin, found.id, { ...ALL_ROWS, show: "drifted" })).toEqual([]);
    expect(await detailsOf(admin, found.id)).toMatchObject({ state: "review", counts: { create: 2100 } });
    expect(await text()).toBe(0);
    expect(unwrap(await undoEdit(admin, found.id, null))).toMatchObject({ isLater: true });
    await parseImport(jobOf(admin, found.id));
    expect(await text()).toBe(2100);
  });
});

describe("filters", () => {
  test("by fate, issue, field and text, also to select by", async () => {
    const found = await prepare([
      "Ada,Adams,ada@x.example",
      "Zoë,,zoe@x.example",
      "Cy,Cole,wrong",
      "100%,Sure,p@x.example",
    ]);
    const lines = async (filter: Partial<typeof ALL_ROWS>) =>
      listLines(admin, found.id, { ...ALL_ROWS, ...filter });
    expect(await lines({})).toEqual([2, 4]);
    expect(await lines({ show: "invalid" })).toEqual([3, 2]);
    expect(await lines({ issue: "missing" })).toEqual([3, 1]);
    expect(await lines({ column: "accessEmail" })).toEqual([4, 1]);
    expect(await lines({ issue: "missing", column: "accessEmail" })).toEqual([]);
    expect(await lines({ q: "ZOE" })).toEqual([3, 1]);
    expect(await lines({ q: "0%" })).toEqual([5, 1]);
    expect(await lines({ q: "_" })).toEqual([]);
    expect(await lines({ q: "ad", within: 0 })).toEqual([2, 1]);
    expect(await lines({ q: "c", within: 0 })).toEqual([4, 1]);
    expect(await lines({ q: "zoe", within: 1 })).toEqual([]);
    expect(await lines({ q: "a", within: 99 })).toEqual([]);
    unwrap(await selectRows(admin, found.id, { filter: { ...ALL_ROWS, issue: "missing" } }, false));
    expect(await lines({ show: "unselected" })).toEqual([3, 1]);
    unwrap(await selectRows(admin, found.id, { filter: { ...ALL_ROWS, show: "unselected" } }, true));
    expect(await lines({ show: "unselected" })).toEqual([]);
  });
});

describe("of identical rows the first is kept", () => {
  const FILE = [
    "Ada,Adams,ada@x.example",
    "ada,Adams,ben@x.example",
    "Ada,Adams,ADA@x.example ",
    "Ben,Bell,ben@x.example",
    "Cy,Cole,wrong",
    "Ada,Adams,ada@x.example",
  ];

  test("and the others are left out, and can be taken in again", async () => {
    const found = await prepare(FILE);
    expect(unwrap(await previewFix(admin, found.id, { kind: "keepFirst" }))).toEqual({
      rows: 2,
      examples: [],
    });
    expect(await detailsOf(admin, found.id)).toMatchObject({ planVersion: found.planVersion });
    const kept = unwrap(await applyFix(admin, found.id, { kind: "keepFirst" }));
    expect(kept).toMatchObject({ lines: [4, 7], planBefore: 1, planVersion: 2, isLater: false });
    expect((await detailsOf(admin, found.id)).counts).toMatchObject({ create: 1, invalid: 3, unselected: 2 });
    expect((await verdicts(found)).slice(0, 2)).toEqual(["2 create", "3 invalid duplicate"]);
    expect(codeOf(await applyFix(admin, found.id, { kind: "keepFirst" }))).toBe("conflict");
    unwrap(await selectRows(admin, found.id, { lines: [7] }, true));
    expect((await verdicts(found))[0]).toBe("2 invalid duplicate");
  });

  test("not one that somebody has left out already", async () => {
    const found = await prepare(FILE);
    unwrap(await selectRows(admin, found.id, { lines: [2] }, false));
    expect(unwrap(await applyFix(admin, found.id, { kind: "keepFirst" })).lines).toEqual([7]);
    expect((await detailsOf(admin, found.id)).counts).toMatchObject({ create: 1, unselected: 2 });
  });

  test("by nobody who may not prepare it", async () => {
    const found = await prepare(FILE);
    const viewer = await makeActor(organization, "viewer");
    expect(codeOf(await applyFix(viewer, found.id, { kind: "keepFirst" }))).toBe("forbidden");
    const other = await makeActor(await makeOrganization(), "admin");
    expect(codeOf(await applyFix(other, found.id, { kind: "keepFirst" }))).toBe("notFound");
    expect((await detailsOf(admin, found.id)).counts).toMatchObject({ unselected: 0 });
  });
});

describe("rows that are chosen together", () => {
  const unselected = async (found: ImportDetails) =>
    (await reviewRows(admin, found.id)).flatMap(({ line, selected }) => (selected ? [] : [line]));
  const wrong = { filter: { ...ALL_ROWS, show: "invalid" as const } };

  test("by a filter are one edit, which is taken back and made again", async () => {
    const found = await prepare([...PAIR, "Dee,,dee@x.example"]);
    unwrap(await selectRows(admin, found.id, { lines: [4] }, false));
    expect((await listEdits(admin, found.id)).edits).toEqual([]);
    unwrap(await selectRows(admin, found.id, { filter: ALL_ROWS }, false));
    expect((await listEdits(admin, found.id)).edits).toMatchObject([
      { words: "Left out: all rows", rowCount: 3, isMine: true },
    ]);
    expect(await adminQuery("SELECT kind, cells FROM import_edits WHERE import_id = $1", [found.id])).toEqual(
      [{ kind: "leftOut", cells: [2, 2, 5, 1] }],
    );
    const undone = unwrap(await undoEdit(admin, found.id, null));
    expect(undone).toMatchObject({ lines: [2, 3, 5], isLater: false });
    expect(undone.planVersion).toBeGreaterThan(undone.planBefore);
    expect(await unselected(found)).toEqual([4]);
    unwrap(await redoEdit(admin, found.id, null));
    expect(await unselected(found)).toEqual([2, 3, 4, 5]);
    unwrap(await selectRows(admin, found.id, { filter: { ...ALL_ROWS, show: "unselected" } }, true));
    expect(await unselected(found)).toEqual([]);
    unwrap(await undoEdit(admin, found.id, null));
    expect(await unselected(found)).toEqual([2, 3, 4, 5]);
    const events = (await eventsOf(found.id)).filter(({ action }) => action === "import.edited");
    expect(events.map(({ changes }) => changes)).toEqual([
      { after: { kind: "leftOut", rows: 3 } },
      { after: { kind: "undo", rows: 3 } },
      { after: { kind: "redo", rows: 3 } },
      { after: { kind: "takenIn", rows: 4 } },
      { after: { kind: "undo", rows: 4 } },
    ]);
  });

  test("and a text that was changed before are taken back the last first", async () => {
    const found = await prepare(PAIR);
    unwrap(await edit(found, 2, 0, "Augusta"));
    unwrap(await selectRows(admin, found.id, wrong, false));
    unwrap(await undoEdit(admin, found.id, null));
    expect(await unselected(found)).toEqual([]);
    expect((await reviewRows(admin, found.id))[0]?.cells[0]).toBe("Augusta");
    unwrap(await undoEdit(admin, found.id, null));
    expect((await reviewRows(admin, found.id))[0]?.cells[0]).toBe("Ada");
    expect(await listEdits(admin, found.id)).toMatchObject({ canUndo: false, canRedo: true });
  });

  test("as identical ones are taken back too, and are duplicates again", async () => {
    const found = await prepare(["Ada,Adams,ada@x.example", "Ada,Adams,ada@x.example"]);
    unwrap(await applyFix(admin, found.id, { kind: "keepFirst" }));
    expect(await verdicts(found)).toContain("2 create");
    expect((await listEdits(admin, found.id)).edits).toMatchObject([
      { words: "Left out: all but the first of identical rows", rowCount: 1 },
    ]);
    unwrap(await undoEdit(admin, found.id, null));
    expect(await verdicts(found)).toEqual(["2 invalid duplicate", "3 invalid duplicate"]);
  });

  test("leave those as they are that have been chosen otherwise since", async () => {
    const found = await prepare(PAIR);
    unwrap(await selectRows(admin, found.id, { filter: ALL_ROWS }, false));
    unwrap(await selectRows(admin, found.id, { lines: [3] }, true));
    expect(unwrap(await undoEdit(admin, found.id, null)).lines).toEqual([2, 4]);
    expect(await unselected(found)).toEqual([]);
  });

  test("that are so already are no edit", async () => {
    const found = await prepare(PAIR);
    unwrap(await selectRows(admin, found.id, { filter: ALL_ROWS }, true));
    expect(await listEdits(admin, found.id)).toMatchObject({ edits: [], canUndo: false });
    expect(await detailsOf(admin, found.id)).toMatchObject({ planVersion: found.planVersion });
  });

  test("stay so when the file is judged anew, also where a column is a password then", async () => {
    const found = await prepare(["Ada,Adams,ada@x.example,Long-enough-1"], ["company"]);
    unwrap(await selectRows(admin, found.id, { filter: ALL_ROWS }, false));
    unwrap(await reopenColumns(admin, found.id));
    const again = { hasHeader: true, defaultCountry: null, matching: [...NAMED, "password" as const] };
    unwrap(await chooseColumns(admin, found.id, again));
    await parseImport(jobOf(admin, found.id));
    expect(await unselected(found)).toEqual([2]);
    unwrap(await undoEdit(admin, found.id, null));
    expect(await unselected(found)).toEqual([]);
  });
});

test("after a drift the rows that changed are marked, and those that were unselected stay so", async () => {
  const ada = await makeUser(organization, { lastName: "Adams", accessEmail: "ada@x.example" });
  const text = `${HEADER}\nUna,Byron,ada@x.example\nBen,Bell,ben@x.example\nCy,Cole,cy@x.example`;
  const found = await prepareRun(admin, text, { mode: "both", matchKey: "accessEmail", matching: NAMED });
  unwrap(await edit(found, 3, 0, "Bob"));
  unwrap(await selectRows(admin, found.id, { lines: [4] }, false));
  await setUser(ada, { lastName: "Newer", version: 2 });
  const drifted = await commitRun(admin, await detailsOf(admin, found.id));
  expect(drifted).toMatchObject({ state: "parsing", options: { drifted: 1 } });
  await parseImport(jobOf(admin, found.id));
  expect(await listLines(admin, found.id, { ...ALL_ROWS, show: "drifted" })).toEqual([2, 1]);
  expect(await reviewRows(admin, found.id)).toMatchObject([
    { changes: { before: { lastName: "Newer" }, after: { lastName: "Byron" } } },
    { cells: ["Bob", "Bell", "ben@x.example"], selected: true },
    { selected: false },
  ]);
  const again = await detailsOf(admin, found.id);
  expect(again.counts).toMatchObject({ create: 1, update: 1, unselected: 1 });
  expect((await commitRun(admin, again)).result).toMatchObject({ created: 1, updated: 1, skipped: 1 });
  expect(await readUser(ada.id)).toMatchObject({ last_name: "Byron" });
});

test("a parse that was killed forgets neither who was unselected nor an edit", async () => {
  const found = await prepare(PAIR);
  unwrap(await edit(found, 2, 0, "Augusta"));
  unwrap(await selectRows(admin, found.id, { lines: [3] }, false));
  unwrap(await reopenColumns(admin, found.id));
  unwrap(await chooseColumns(admin, found.id, { matching: NAMED, hasHeader: true, defaultCountry: null }));
  // As a kill leaves it: begun, some rows staged, not finished.
  await adminQuery("DELETE FROM import_rows WHERE import_id = $1 AND selected", [found.id]);
  await adminQuery("UPDATE import_rows SET line = -line WHERE import_id = $1", [found.id]);
  await adminQuery(
    `INSERT INTO import_rows (organization_id, import_id, line, cells, "values", fate, user_id)
     VALUES ($1, $2, 2, '{half}', '{}', 'create', uuid7())`,
    [organization.id, found.id],
  );
  await parseImport(jobOf(admin, found.id));
  expect(await reviewRows(admin, found.id)).toMatchObject([
    { cells: ["Augusta", "Adams", "ada@x.example"], selected: true },
    { selected: false },
    { fate: "invalid" },
  ]);
  expect(await adminQuery("SELECT 1 FROM import_rows WHERE import_id = $1 AND line < 0", [found.id])).toEqual(
    [],
  );
});
