import { beforeEach, describe, expect, test } from "vitest";
import { handIn } from "@/lib/imports/commands/approval";
import { chooseColumns, chooseHeaderLine, chooseSheet, reopenColumns } from "@/lib/imports/commands/columns";
import { commitImport } from "@/lib/imports/commands/commit";
import { editCells } from "@/lib/imports/commands/edits";
import { cancelImport, createImport } from "@/lib/imports/commands/file";
import { applyFix } from "@/lib/imports/commands/fixes";
import { selectRows } from "@/lib/imports/commands/rows";
import { undoEdit } from "@/lib/imports/commands/undo-edits";
import type { ImportDetails } from "@/lib/imports/queries";
import { receiveFile } from "@/lib/imports/upload";
import type { Actor } from "@/lib/permissions/actor";
import type { Result } from "@/lib/result";
import { detailsOf, prepareRun, reviewRows } from "@/tests/support/import-runs";
import { snapshot } from "@/tests/support/product-database";
import { codeOf, makeActor, makeOrganization, unwrap } from "@/tests/support/product-people";

const FILE = "First name,Last name,E-mail\nAda,Adams,ada@mail.example\nBen,Baker,ben@mail.example\n";
const MATCHING = ["firstName", "lastName", "accessEmail"] as const;
const CHOICE = { matching: [...MATCHING], hasHeader: true, defaultCountry: null };

let admin: Actor;
let manager: Actor;
let viewer: Actor;
let theirs: ImportDetails;
beforeEach(async () => {
  const organization = await makeOrganization();
  admin = await makeActor(organization, "admin");
  manager = await makeActor(organization, "user", "userManagementAdmin");
  viewer = await makeActor(organization, "user", "userManagementViewer");
  theirs = await prepareRun(admin, FILE, CHOICE);
});

const CHANGES: [string, (actor: Actor, id: string) => Promise<Result<unknown>>][] = [
  ["select rows", (actor, id) => selectRows(actor, id, { lines: [2] }, false)],
  ["edit cells", (actor, id) => editCells(actor, id, { line: 2, cells: [{ column: 0, value: "Eve" }] })],
  ["fix rows", (actor, id) => applyFix(actor, id, { kind: "replace", column: 0, from: "Ada", to: "Eve" })],
  ["take an edit back", (actor, id) => undoEdit(actor, id, null)],
  ["match the columns again", reopenColumns],
  ["match the columns", (actor, id) => chooseColumns(actor, id, CHOICE)],
  ["choose the sheet", (actor, id) => chooseSheet(actor, id, "Sheet1")],
  ["hand it in", (actor, id) => handIn(actor, id, "")],
  ["give it up", cancelImport],
];

describe("of an import that somebody else began, whoever may only prepare cannot", () => {
  test.each(CHANGES)("%s", async (_, change) => {
    const before = await snapshot();
    expect(codeOf(await change(viewer, theirs.id))).toBe("forbidden");
    expect(await snapshot()).toEqual(before);
    expect(codeOf(await change(manager, theirs.id))).not.toBe("forbidden");
  });

  test("choose the header line, or send the file", async () => {
    const { id } = unwrap(await createImport(admin, { name: "people.csv", sizeBytes: 3 }));
    const before = await snapshot();
    expect(codeOf(await receiveFile(viewer, id, new Blob(["abc"]).stream()))).toBe("forbidden");
    expect(codeOf(await chooseHeaderLine(viewer, id, 0))).toBe("forbidden");
    expect(await snapshot()).toEqual(before);
    expect(codeOf(await receiveFile(manager, id, new Blob(["abc"]).stream()))).toBe("ok");
  });
});

test("everybody who may see imports reads it, and is told what they may do", async () => {
  expect((await detailsOf(viewer, theirs.id)).mayPrepare).toBe(false);
  expect((await detailsOf(manager, theirs.id)).mayPrepare).toBe(true);
  expect(await reviewRows(viewer, theirs.id)).toHaveLength(2);
  const own = await prepareRun(viewer, FILE.replaceAll("mail", "post"), CHOICE);
  expect(own.mayPrepare).toBe(true);
  unwrap(await selectRows(viewer, own.id, { lines: [2] }, false));
});

test("a plan whose rows were selected otherwise is not the one that was reviewed", async () => {
  const own = await prepareRun(viewer, FILE.replaceAll("mail", "post"), CHOICE);
  const { planVersion } = await detailsOf(admin, own.id);
  unwrap(await selectRows(viewer, own.id, { lines: [2] }, false));
  expect(codeOf(await commitImport(admin, own.id, { planVersion, onError: "skip" }))).toBe("conflict");
  expect((await detailsOf(admin, own.id)).planVersion).toBe(planVersion + 1);
});
