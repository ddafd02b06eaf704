import { beforeEach, describe, expect, test } from "vitest";
import { withOrganization } from "@/lib/db";
import { commitImport } from "@/lib/imports/commands/commit";
import { countExtensions } from "@/lib/imports/extension-queries";
import { carryOutImport } from "@/lib/imports/jobs/commit";
import type { ImportDetails } from "@/lib/imports/queries";
import type { Actor } from "@/lib/permissions/actor";
import { assignExtension } from "@/lib/telephony/assign-commands";
import { createQueue } from "@/lib/telephony/queue-commands";
import { saveTelephonySettings } from "@/lib/telephony/settings-commands";
import { restoreUsers } from "@/lib/users/bulk-commands";
import {
  commitRun,
  detailsOf,
  jobOf,
  judgeRun,
  prepareRun,
  reviewRows,
  undoRun,
} from "@/tests/support/import-runs";
import { adminQuery } from "@/tests/support/product-database";
import {
  codeOf,
  eventsOf,
  makeActor,
  makeOrganization,
  makeUser,
  type TestOrganization,
  unwrap,
} from "@/tests/support/product-people";
import { makeExtension } from "@/tests/support/telephony";

const MATCHING = ["firstName", "lastName", "accessEmail", "extension"] as const;

let organization: TestOrganization;
let admin: Actor;
beforeEach(async () => {
  organization = await makeOrganization();
  admin = await makeActor(organization, "admin");
});

const fileOf = (...rows: [string, string][]) =>
  [
    "First name,Last name,Access email,Extension",
    ...rows.map(([name, extension]) => `${name},Adams,${name.toLowerCase()}@x.example,${extension}`),
  ].join("\n");
const prepare = (rows: [string, string][], more = {}) =>
  prepareRun(admin, fileOf(...rows), { matching: [...MATCHING], ...more });
const fates = async ({ id }: ImportDetails) =>
  (await reviewRows(admin, id)).map(({ fate, issues }) =>
    [fate, ...issues.map(({ code }) => code)].join(" "),
  );

/** Who has which extension, by username's local part. */
async function held(): Promise<Record<string, string>> {
  const rows = await adminQuery<{ name: string; number: string }>(
    `SELECT split_part(u.username, '@', 1) AS name, e.number FROM extensions e
     JOIN users u ON u.organization_id = e.organization_id AND u.id = e.user_id AND u.removed_at IS NULL
     WHERE e.organization_id = $1`,
    [organization.id],
  );
  return Object.fromEntries(rows.map(({ name, number }) => [name, number]));
}
const numbers = async () =>
  (
    await adminQuery<{ number: string }>(
      "SELECT number FROM extensions WHERE organization_id = $1 ORDER BY 1",
      [organization.id],
    )
  ).map(({ number }) => number);

const ranges = (given: string, extensionsMax = 500) =>
  saveTelephonySettings(admin, {
    sipDomain: organization.domain,
    sipServer: null,
    ranges: given.split(",").map((each) => {
      const [from = "", to = from] = each.split("-");
      return { from: Number(from), to: Number(to) };
    }),
    extensionsMax,
  });

describe("a column of extensions", () => {
  test("is planned line by line: taken, a queue's, out of range, twice in the file, no number", async () => {
    const { id: holder } = await makeUser(organization);
    await makeExtension(admin, { number: "105" }, holder);
    await makeExtension(admin, { number: "106" });
    unwrap(
      await createQueue(admin, {
        number: "200",
        name: "Sales",
        strategy: "ringAll",
        voicemail: false,
        members: [],
      }),
    );
    const run = await prepare([
      ["Ada", "105"],
      ["Ben", "106"],
      ["Cem", "200"],
      ["Di", "5000"],
      ["Eve", "300"],
      ["Fay", "300"],
      ["Gus", "0105"],
      ["Hal", "next free"],
      ["Ida", "Next"],
      ["Jo", ""],
    ]);
    expect(await countExtensions(admin, run.id)).toBe(3);
    expect(await fates(run)).toEqual([
      "invalid extension_taken",
      "create",
      "invalid extension_taken",
      "invalid extension_out_of_range",
      "invalid duplicate",
      "invalid duplicate",
      "invalid extension_malformed",
      "create",
      "create",
      "create",
    ]);
  });

  test("is given in the commit with what was chosen, and gone with the undo", async () => {
    await makeExtension(admin, { number: "106" });
    const run = await prepare([
      ["Ada", "106"],
      ["Ben", "next"],
      ["Cem", "101"],
      ["Di", "next"],
      ["Eve", ""],
    ]);
    unwrap(
      await commitImport(admin, run.id, {
        planVersion: run.planVersion,
        onError: "skip",
        choices: { ...choices(), extensions: { type: "web", forceLogin: true } },
      }),
    );
    await carryOutImport(jobOf(admin, run.id));
    expect(await detailsOf(admin, run.id)).toMatchObject({ state: "done", result: { created: 5 } });
    expect(await held()).toEqual({ ada: "106", ben: "100", cem: "101", di: "102" });
    const made = await adminQuery<{ id: string; number: string; type: string; force_login: boolean }>(
      "SELECT id, number, type, force_login FROM extensions WHERE organization_id = $1 ORDER BY number",
      [organization.id],
    );
    expect(made.map(({ type, force_login }) => [type, force_login])).toEqual(Array(4).fill(["web", true]));
    expect((await eventsOf(made[0]?.id ?? "")).at(-1)).toMatchObject({
      action: "extension.assigned",
      changes: { after: { number: "100", assignedTo: `ben@${organization.domain}` } },
    });
    await undoRun(admin, run.id);
    expect(await held()).toEqual({});
    // What was there before the import stays.
    expect(await numbers()).toEqual(["106"]);
  });

  test("changes somebody's, and an undo gives back the one before", async () => {
    const ada = await makeUser(organization, {
      username: `ada@${organization.domain}`,
      accessEmail: "ada@x.example",
    });
    const ben = await makeUser(organization, {
      username: `ben@${organization.domain}`,
      accessEmail: "ben@x.example",
    });
    const cem = await makeUser(organization, {
      username: `cem@${organization.domain}`,
      accessEmail: "cem@x.example",
    });
    await makeExtension(admin, { number: "110" }, ada.id);
    await makeExtension(admin, { number: "111" }, ben.id);
    await makeExtension(admin, { number: "112" }, cem.id);
    const run = await prepare(
      [
        ["Ada", "120"],
        ["Ben", "#clear"],
        ["Cem", "next"],
      ],
      { mode: "updateOnly", matchKey: "accessEmail", matching: [null, null, "accessEmail", "extension"] },
    );
    expect(await fates(run)).toEqual(["update", "update", "unchanged"]);
    await commitRun(admin, run);
    expect(await held()).toEqual({ ada: "120", cem: "112" });
    // Nothing else of them has changed, and their events say no more.
    expect((await eventsOf(ada.id)).map(({ action }) => action)).not.toContain("user.updated");
    const undone = await undoRun(admin, run.id);
    expect(undone.undoResult).toMatchObject({ restored: 2, kept: 0 });
    expect(await held()).toEqual({ ada: "110", ben: "111", cem: "112" });
    expect(await numbers()).toEqual(["110", "111", "112"]);
  });

  test("an undo keeps what somebody has changed since, and says so", async () => {
    const ada = await makeUser(organization, {
      username: `ada@${organization.domain}`,
      accessEmail: "ada@x.example",
    });
    const ben = await makeUser(organization, {
      username: `ben@${organization.domain}`,
      accessEmail: "ben@x.example",
    });
    const old = await makeExtension(admin, { number: "110" }, ada.id);
    const run = await prepare(
      [
        ["Ada", "120"],
        ["Ben", "130"],
      ],
      { mode: "updateOnly", matchKey: "accessEmail", matching: [null, null, "accessEmail", "extension"] },
    );
    await commitRun(admin, run);
    // Ada's earlier number is somebody else's by now, and Ben has got another one by hand.
    const eve = await makeUser(organization);
    unwrap(await assignExtension(admin, old.id, eve.id));
    await makeExtension(admin, { number: "140" }, ben.id);
    const undone = await undoRun(admin, run.id);
    expect(undone.undoResult).toMatchObject({ restored: 0, kept: 2 });
    expect(await held()).toMatchObject({ ada: "120", ben: "140" });
  });

  test("a removal that is taken back after an undo does not bring back what the import made", async () => {
    const run = await prepare([["Ada", "next"]]);
    await commitRun(admin, run);
    await undoRun(admin, run.id);
    const [ada] = await adminQuery<{ id: string }>(
      "SELECT id FROM users WHERE organization_id = $1 AND removed_at IS NOT NULL",
      [organization.id],
    );
    unwrap(await restoreUsers(admin, { ids: [ada?.id ?? ""] }));
    expect(await held()).toEqual({});
  });
});

describe("numbers that are not free any more", () => {
  test("are found before anything is written: the rows are shown again with the line", async () => {
    const run = await prepare([
      ["Ada", "105"],
      ["Ben", "106"],
    ]);
    unwrap(await commitImport(admin, run.id, { planVersion: run.planVersion, onError: "skip" }));
    const { id } = await makeUser(organization);
    await makeExtension(admin, { number: "105" }, id);
    await carryOutImport(jobOf(admin, run.id));
    const after = await detailsOf(admin, run.id);
    expect(after.state).toBe("parsing");
    const { parseImport } = await import("@/lib/imports/jobs/parse");
    await parseImport(jobOf(admin, run.id));
    expect(await fates(run)).toEqual(["invalid extension_taken", "create"]);
  });

  test("a range or a quota that is too small refuses the commit in words", async () => {
    unwrap(await ranges("100-101"));
    const run = await prepare([
      ["Ada", "next"],
      ["Ben", "next"],
      ["Cem", "100"],
    ]);
    const refused = await commitImport(admin, run.id, { planVersion: run.planVersion, onError: "skip" });
    expect(refused).toMatchObject({
      ok: false,
      error: {
        code: "conflict",
        message: "2 rows want the next free extension, and 1 is free. Telephony’s settings have the ranges.",
      },
    });
    unwrap(await ranges("100-199", 2));
    const few = await commitImport(admin, run.id, { planVersion: run.planVersion, onError: "skip" });
    expect(few).toMatchObject({ ok: false, error: { message: expect.stringContaining("room for 2 more") } });
    unwrap(await ranges("100-199", 3));
    await commitRun(admin, run);
    expect(await held()).toEqual({ ada: "101", ben: "102", cem: "100" });
  });

  test("two imports at once that want the last number: one gets it, the other is shown again", async () => {
    unwrap(await ranges("100"));
    const runs = [await prepare([["Ada", "next"]]), await prepare([["Ben", "next"]])];
    for (const run of runs)
      unwrap(await commitImport(admin, run.id, { planVersion: run.planVersion, onError: "skip" }));
    await Promise.all(runs.map((run) => carryOutImport(jobOf(admin, run.id))));
    const states = await Promise.all(runs.map(async ({ id }) => (await detailsOf(admin, id)).state));
    expect(states.toSorted()).toEqual(["done", "review"]);
    expect(Object.values(await held())).toEqual(["100"]);
  });
});

test("thousands of rows get one each, and an undo takes all of them", async () => {
  unwrap(await ranges("1000-9999", 5_000));
  const lines = Array.from({ length: 2_500 }, (_, index) => `Ada,Adams,ada${index}@x.example,next`);
  const text = ["First name,Last name,Access email,Extension", ...lines].join("\n");
  const { id } = await commitRun(admin, await prepareRun(admin, text, { matching: [...MATCHING] }));
  expect(new Set(Object.values(await held())).size).toBe(2_500);
  await undoRun(admin, id);
  expect(await numbers()).toEqual([]);
});

test("whoever may not give extensions is told so, and the column can be left out", async () => {
  const run = await prepare([["Ada", "105"]]);
  const lesser: Actor = {
    ...admin,
    permissions: new Set([...admin.permissions].filter((permission) => permission !== "telephony.update")),
  };
  expect(codeOf(await commitImport(lesser, run.id, { planVersion: run.planVersion, onError: "skip" }))).toBe(
    "forbidden",
  );
  const without = await judgeRun(admin, run.id, { matching: ["firstName", "lastName", "accessEmail", null] });
  await commitRun(admin, without);
  expect(await held()).toEqual({});
  expect(
    await withOrganization(organization.id, (tx) => tx.user.count({ where: { firstName: "Ada" } })),
  ).toBe(1);
});

function choices() {
  return {
    grants: { by: "role" as const, role: "user" as const, accessProfile: null, groups: [], permissions: [] },
    addressBook: false,
    notify: "none" as const,
    message: "invitation" as const,
    password: "link" as const,
    note: "",
    seats: { services: [], whenShort: "refuse" as const },
    extensions: { type: "sip" as const, forceLogin: false },
  };
}
