import { beforeEach, describe, expect, test } from "vitest";
import type { ApiImportOptions } from "@/lib/imports/api-options";
import { listImports } from "@/lib/imports/history-queries";
import type { Actor } from "@/lib/permissions/actor";
import { importFile, type Standing } from "@/lib/setup/import-file";
import { operatorIn } from "@/lib/setup/operator";
import { runJobs } from "@/tests/support/api";
import { adminQuery, ownerClient } from "@/tests/support/product-database";
import {
  codeOf,
  eventsOf,
  makeOrganization,
  makeUser,
  type TestOrganization,
  unwrap,
} from "@/tests/support/product-people";

let organization: TestOrganization;
beforeEach(async () => {
  organization = await makeOrganization();
});

const operator = (given: { username?: string; organization?: string } = {}) =>
  ownerClient().$transaction((tx) => operatorIn(tx, { organization: organization.slug, ...given }));

describe("whoever runs the command line", () => {
  test("has the rights of the longest-standing active admin, or of the one named", async () => {
    expect(codeOf(await operator())).toBe("notFound");
    await makeUser(organization, { role: "admin", suspendedAt: new Date() });
    const first = await makeUser(organization, { role: "admin" });
    const second = await makeUser(organization, { role: "admin" });
    const actor = unwrap(await operator());
    expect(actor).toMatchObject({ userId: first.id, organization: { slug: organization.slug } });
    expect(actor.name).toBe(`Command line (${first.firstName} ${first.lastName})`);
    expect(unwrap(await operator({ username: second.username })).userId).toBe(second.id);
    expect(codeOf(await operator({ username: "nobody@acme.example" }))).toBe("notFound");
    expect(codeOf(await operator({ organization: "absent" }))).toBe("notFound");
  });
});

describe("a file at the terminal", () => {
  let actor: Actor;
  let told: Standing[];
  beforeEach(async () => {
    await makeUser(organization, { role: "admin" });
    actor = unwrap(await operator());
    told = [];
  });

  const FILE =
    "First name,Last name,E-mail,Department\nAda,Adams,ada@mail.example,Sales\nBen,,ben@mail.example,IT\n";
  async function run(options: ApiImportOptions = {}, { text = FILE, isDryRun = false } = {}) {
    const body = new Blob([text]);
    const file = { name: "people.csv", sizeBytes: body.size, body: body.stream() };
    const hooks = {
      work: async () => void (await runJobs()),
      tell: (standing: Standing) => void told.push(standing),
    };
    return unwrap(await importFile(actor, file, { options, isDryRun }, hooks));
  }
  const people = () =>
    adminQuery("SELECT username FROM users WHERE organization_id = $1 AND import_id IS NOT NULL", [
      organization.id,
    ]);

  test("is imported but for rows that are wrong, which are told, and is on record as the command line's", async () => {
    const done = await run();
    expect(done).toMatchObject({ outcome: "done", import: { state: "done", create: 1, invalid: 1 } });
    expect(done.issues).toEqual([{ line: 3, message: "Last name is missing." }]);
    expect(await people()).toHaveLength(1);
    expect(new Set((await eventsOf(done.import.id)).map(({ actor_name }) => actor_name))).toEqual(
      new Set([actor.name]),
    );
    expect(told.at(-1)).toMatchObject({ state: "done" });
  });

  test("is refused as a whole where that was asked for, and can be looked at", async () => {
    const refused = await run({ onError: "refuse" });
    expect(refused).toMatchObject({ outcome: "refused", import: { state: "review", invalid: 1 } });
    expect(await people()).toEqual([]);
  });

  test("is only planned on a dry run, and given up", async () => {
    expect(await run({}, { isDryRun: true })).toMatchObject({ outcome: "planned", import: { create: 1 } });
    expect((await run({ onError: "refuse" }, { isDryRun: true })).outcome).toBe("refused");
    expect(await people()).toEqual([]);
    expect((await listImports(actor)).imports.map(({ state }) => state)).toEqual(["cancelled", "cancelled"]);
  });

  test("updates people by the key that was given", async () => {
    const user = await makeUser(organization, { customerCode: "C7" });
    const text = "customer code,first name\nC7,Newname\n";
    const done = await run({ mode: "updateOnly", matchKey: "customerCode" }, { text });
    expect(done).toMatchObject({ outcome: "done", import: { update: 1 } });
    expect(await adminQuery("SELECT first_name FROM users WHERE id = $1", [user.id])).toEqual([
      { first_name: "Newname" },
    ]);
  });

  test("that cannot be read or matched says why", async () => {
    expect(await run({}, { text: "" })).toMatchObject({
      outcome: "refused",
      import: { refusal: { code: "file_empty" } },
    });
    const unmatched = await run({}, { text: "one,two\na,b\n" });
    expect(unmatched).toMatchObject({
      outcome: "refused",
      import: { refusal: { code: "column_unmatched" } },
    });
  });

  test("with nobody to import is done, and leaves nothing open", async () => {
    await run();
    const again = await run();
    expect(again).toMatchObject({ outcome: "done", why: "There was nobody to import." });
  });
});
