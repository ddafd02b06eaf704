import { beforeEach, describe, expect, test } from "vitest";
import { findHandovers, findWaiting } from "@/lib/imports/approval-queries";
import { handIn, returnImport } from "@/lib/imports/commands/approval";
import { chooseColumns, reopenColumns } from "@/lib/imports/commands/columns";
import { commitImport } from "@/lib/imports/commands/commit";
import { editCells } from "@/lib/imports/commands/edits";
import { previewFix } from "@/lib/imports/commands/fixes";
import { selectRows } from "@/lib/imports/commands/rows";
import { listImports } from "@/lib/imports/history-queries";
import { carryOutImport } from "@/lib/imports/jobs/commit";
import { parseImport } from "@/lib/imports/jobs/parse";
import type { ImportDetails } from "@/lib/imports/queries";
import type { Actor } from "@/lib/permissions/actor";
import { detailsOf, jobOf, prepareRun } from "@/tests/support/import-runs";
import {
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

const FILE = "first name,last name,e-mail,role\nAda,Adams,ada@mail.example,\nBen,Baker,ben@mail.example,\n";
const MATCHING = ["firstName", "lastName", "accessEmail", "role"] as const;

let organization: TestOrganization;
let admin: Actor;
let viewer: Actor;
let prepared: ImportDetails;
beforeEach(async () => {
  ({ organization, admin } = await makeHome());
  viewer = await makeActor(organization, "user", "userManagementViewer");
  prepared = await prepareRun(viewer, FILE, { matching: [...MATCHING] });
});

const actionsOf = async () => (await eventsOf(prepared.id)).map(({ action }) => action);
const waiting = async () => (await listImports(admin, { waiting: true })).imports.map(({ id }) => id);

describe("whoever prepares", () => {
  test("hands in with a word, once, and it waits for those who may import", async () => {
    expect(await waiting()).toEqual([]);
    unwrap(await handIn(viewer, prepared.id, "New hires of May"));
    expect(codeOf(await handIn(viewer, prepared.id, "Again"))).toBe("conflict");
    expect(await waiting()).toEqual([prepared.id]);
    expect(await findWaiting(admin)).toEqual({
      count: 1,
      first: { id: prepared.id, fileName: "people.csv", by: viewer.name },
    });
    const elsewhere = await makeActor(await makeOrganization(), "admin");
    expect(await findWaiting(elsewhere)).toEqual({ count: 0, first: null });
    expect(await findHandovers(admin, prepared.id)).toMatchObject({
      handedIn: { by: viewer.name, word: "New hires of May" },
      returned: null,
    });
    expect(await actionsOf()).toContain("import.handedIn");
  });

  test("takes it back by changing something, which is on record", async () => {
    unwrap(await handIn(viewer, prepared.id, ""));
    unwrap(await reopenColumns(viewer, prepared.id));
    unwrap(
      await chooseColumns(viewer, prepared.id, {
        matching: [...MATCHING],
        hasHeader: true,
        defaultCountry: "GB",
      }),
    );
    await parseImport(jobOf(viewer, prepared.id));
    expect((await detailsOf(viewer, prepared.id)).state).toBe("review");
    expect(await waiting()).toEqual([]);
    expect((await actionsOf()).filter((action) => action === "import.withdrawn")).toHaveLength(1);
    unwrap(await handIn(viewer, prepared.id, ""));
    expect(await waiting()).toEqual([prepared.id]);
  });

  test("leaves it handed in by looking at a fix, and by what changes nothing", async () => {
    unwrap(await handIn(viewer, prepared.id, ""));
    const id = prepared.id;
    unwrap(await previewFix(viewer, id, { kind: "swap", columns: [0, 1], rows: "all" }));
    unwrap(await editCells(viewer, id, { line: 2, cells: [{ column: 0, value: "Ada" }] }));
    unwrap(await selectRows(viewer, id, { lines: [2, 3] }, true));
    expect(await waiting()).toEqual([id]);
    unwrap(await editCells(viewer, id, { line: 2, cells: [{ column: 0, value: "Augusta" }] }));
    expect(await waiting()).toEqual([]);
  });

  test("can neither import nor return", async () => {
    unwrap(await handIn(viewer, prepared.id, ""));
    const plan = { planVersion: prepared.planVersion, onError: "skip" as const };
    expect(codeOf(await commitImport(viewer, prepared.id, plan))).toBe("forbidden");
    expect(codeOf(await returnImport(viewer, prepared.id, "No"))).toBe("forbidden");
  });

  test("can give no more by a file than they hold", async () => {
    const file = "first name,last name,e-mail,role\nEve,Evans,eve@mail.example,admin\n";
    const above = await prepareRun(viewer, file, { matching: [...MATCHING] });
    expect(above.counts).toMatchObject({ create: 0, invalid: 1 });
    expect(codeOf(await handIn(viewer, above.id, ""))).toBe("conflict");
  });
});

test("the history begins with what waits for whoever reads it", async () => {
  const later = await prepareRun(viewer, FILE, { matching: [...MATCHING] });
  const list = async (actor: Actor) => (await listImports(actor)).imports.map(({ id }) => id);
  expect(await list(admin)).toEqual([later.id, prepared.id]);
  unwrap(await handIn(viewer, prepared.id, ""));
  expect(await list(admin)).toEqual([prepared.id, later.id]);
  expect(await list(viewer)).toEqual([later.id, prepared.id]);
  expect((await listImports(admin)).imports[0]).toMatchObject({ waits: true, handedInBy: viewer.name });
  unwrap(await returnImport(admin, prepared.id, "Not yet"));
  expect(await list(admin)).toEqual([later.id, prepared.id]);
  expect(await list(viewer)).toEqual([prepared.id, later.id]);
  expect((await listImports(viewer)).imports[0]).toMatchObject({ waits: false, returnedBy: admin.name });
  const other = await makeActor(organization, "user", "userManagementViewer");
  expect(await list(other)).toEqual([later.id, prepared.id]);
});

describe("whoever may import", () => {
  test("returns it with a word, which has to be there", async () => {
    unwrap(await handIn(viewer, prepared.id, ""));
    expect(codeOf(await returnImport(admin, prepared.id, ""))).toBe("invalid");
    unwrap(await returnImport(admin, prepared.id, "Ben has left"));
    expect(codeOf(await returnImport(admin, prepared.id, "Twice"))).toBe("conflict");
    expect(await findHandovers(viewer, prepared.id)).toMatchObject({
      handedIn: null,
      returned: { by: admin.name, word: "Ben has left" },
    });
    expect(await waiting()).toEqual([]);
    expect(await actionsOf()).toContain("import.returned");
    unwrap(await handIn(viewer, prepared.id, "Without him"));
    expect((await findHandovers(viewer, prepared.id)).returned).toBeNull();
  });

  test("looks on and changes things without taking it back", async () => {
    unwrap(await handIn(viewer, prepared.id, ""));
    unwrap(await reopenColumns(admin, prepared.id));
    unwrap(
      await chooseColumns(admin, prepared.id, {
        matching: [...MATCHING],
        hasHeader: true,
        defaultCountry: null,
      }),
    );
    await parseImport(jobOf(admin, prepared.id));
    expect(await waiting()).toEqual([prepared.id]);
  });

  test("imports it by their own rights, whatever has become of whoever prepared it", async () => {
    unwrap(await handIn(viewer, prepared.id, ""));
    const person = await makeUser(organization);
    await setUser({ ...person, id: viewer.userId }, { suspendedAt: new Date() });
    unwrap(await commitImport(admin, prepared.id, { planVersion: prepared.planVersion, onError: "refuse" }));
    await carryOutImport(jobOf(admin, prepared.id));
    expect(await detailsOf(admin, prepared.id)).toMatchObject({
      state: "done",
      committedBy: admin.name,
      result: { created: 2 },
    });
    expect(await waiting()).toEqual([]);
  });
});
