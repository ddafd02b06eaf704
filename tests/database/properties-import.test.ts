import { beforeEach, describe, expect, test } from "vitest";
import { newId } from "@/lib/ids";
import { chooseColumns } from "@/lib/imports/commands/columns";
import { commitImport } from "@/lib/imports/commands/commit";
import { editCells } from "@/lib/imports/commands/edits";
import { carryOutImport } from "@/lib/imports/jobs/commit";
import { parseImport } from "@/lib/imports/jobs/parse";
import type { ImportDetails } from "@/lib/imports/queries";
import { createTypedImport } from "@/lib/imports/typed/commands";
import type { Actor } from "@/lib/permissions/actor";
import { OWN_ACCOUNT_ONLY } from "@/lib/permissions/grants";
import { removeProperty, updateProperty } from "@/lib/properties/commands";
import { knownQuery } from "@/lib/properties/list-queries";
import { NO_SEATS } from "@/lib/services/given";
import { createUser } from "@/lib/users/commands";
import { EXPORT_ONLY_HEADERS } from "@/lib/users/export";
import { exportBytes } from "@/lib/users/export-file";
import { exportBatches } from "@/lib/users/export-queries";
import { readUserListQuery } from "@/lib/users/list";
import {
  commitRun,
  detailsOf,
  jobOf,
  judgeRun,
  prepareRun,
  reviewRows,
  undoRun,
  uploadRun,
} from "@/tests/support/import-runs";
import { adminQuery } from "@/tests/support/product-database";
import {
  codeOf,
  eventsOf,
  inputFor,
  makeActor,
  makeOrganization,
  makeUser,
  setUser,
  type TestOrganization,
  unwrap,
} from "@/tests/support/product-people";
import { makeProperty } from "@/tests/support/properties";

let organization: TestOrganization;
let admin: Actor;
let size: Awaited<ReturnType<typeof makeProperty>>;
let badge: typeof size;
let boss: typeof size;
beforeEach(async () => {
  organization = await makeOrganization();
  admin = await makeActor(organization, "admin");
  size = await makeProperty(admin, { name: "Shoe size", type: "number" });
  badge = await makeProperty(admin, { name: "Badge", isUnique: true });
  boss = await makeProperty(admin, { name: "Boss", type: "person" });
});

const HEADER = "First name,Last name,Access email,Shoe size,Badge,Boss";
const matching = () => ["firstName", "lastName", "accessEmail", size.field, badge.field, boss.field] as const;

const prepare = (lines: string[], mode: "createOnly" | "updateOnly" | "both" = "both") =>
  prepareRun(admin, [HEADER, ...lines].join("\n"), {
    mode,
    matchKey: "accessEmail",
    matching: [...matching()],
  });

const fatesOf = async ({ id }: ImportDetails) =>
  (await reviewRows(admin, id)).map(({ fate, issues }) =>
    [fate, ...issues.map(({ code }) => code)].join(" "),
  );

async function valuesOf(accessEmail: string): Promise<Record<string, string> | undefined> {
  const [row] = await adminQuery<{ id: string; properties: Record<string, string> }>(
    "SELECT id, properties FROM users WHERE organization_id = $1 AND access_email = $2 AND removed_at IS NULL",
    [organization.id, accessEmail],
  );
  return row?.properties;
}

async function addAda(properties: Record<string, string> = {}) {
  const { id } = unwrap(
    await createUser(admin, inputFor(organization, { accessEmail: "ada@x.example", properties })),
  );
  return id;
}

describe("a file's columns", () => {
  test("are matched with properties by their names, whatever is like them", async () => {
    const { id } = await uploadRun(
      admin,
      `FIRST NAME,Last name,Email,shoe_size,"Badge *",Hat\nAda,Adams,ada@x.example,38,7,red\n`,
    );
    const { headers, samples } = await detailsOf(admin, id);
    const { describeColumns } = await import("@/lib/imports/columns/description");
    const properties = [size, badge, boss].map(({ id: propertyId, input }) => ({ id: propertyId, ...input }));
    const { columns } = describeColumns(
      { headers, samples, chosen: null },
      { mandatory: [], domains: [], properties },
    );
    expect(columns.map(({ field }) => field)).toEqual([
      "firstName",
      "lastName",
      "accessEmail",
      size.field,
      badge.field,
      null,
    ]);
  });

  test("are not matched with a property of another organization, or of none", async () => {
    const theirs = await makeProperty(await makeActor(await makeOrganization(), "admin"));
    const { id } = await uploadRun(admin, `${HEADER}\nAda,Adams,ada@x.example,38,7,\n`);
    for (const field of [theirs.field, `property.${newId()}` as const]) {
      const wrong = [...matching().slice(0, 5), field];
      expect(
        codeOf(await chooseColumns(admin, id, { matching: wrong, hasHeader: true, defaultCountry: null })),
      ).toBe("invalid");
      const typed = {
        id: newId(),
        columns: ["firstName", "lastName", "accessEmail", field],
        rows: [["Ada", "Adams", "ada@x.example", "1"]],
        onError: "refuse" as const,
        setting: "link" as const,
        grants: OWN_ACCOUNT_ONLY,
      };
      expect(codeOf(await createTypedImport(admin, typed as Parameters<typeof createTypedImport>[1]))).toBe(
        "conflict",
      );
    }
  });
});

describe("rows", () => {
  test("are judged by the reader of the form, and by the directory", async () => {
    await addAda({ [badge.id]: "7" });
    await makeUser(organization, { accessEmail: "team@x.example" });
    await makeUser(organization, { accessEmail: "team@x.example" });
    const found = await prepare([
      `Ben,Berg,ben@x.example,"38,5",8,ada@x.example`,
      "Cem,Can,cem@x.example,large,9,nobody@x.example",
      `Di,Dahl,di@x.example,"1,234",10,team@x.example`,
      "Eva,Evans,eva@x.example,,7,",
      "Fay,Fox,fay@x.example,,11,",
      "Gus,Gray,gus@x.example,,11,",
      "Hal,Hill,hal@x.example,,,",
    ]);
    expect(await fatesOf(found)).toEqual([
      "create",
      "invalid number_malformed person_unknown",
      "invalid number_ambiguous person_several",
      "invalid property_value_taken",
      "invalid duplicate",
      "invalid duplicate",
      "create",
    ]);
    const [row] = await reviewRows(admin, found.id);
    const [ada] = await adminQuery(
      "SELECT id FROM users WHERE access_email = 'ada@x.example' AND organization_id = $1",
      [organization.id],
    );
    expect(row?.values).toMatchObject({ [size.field]: "38.5", [badge.field]: "8", [boss.field]: ada?.id });
  });

  test("need what is required and has no default, of new people alone", async () => {
    await addAda();
    unwrap(await updateProperty(admin, size.id, 1, { ...size.input, isRequired: true }));
    unwrap(await updateProperty(admin, boss.id, 1, { ...boss.input, isRequired: true }));
    await makeProperty(admin, { name: "Place", isRequired: true, defaultValue: "Bonn" });
    const lines = ["Ada,New,ada@x.example,,,", "Ben,Berg,ben@x.example,,,ada@x.example"];
    expect(await fatesOf(await prepare(lines, "both"))).toEqual(["update", "invalid missing"]);
    expect(await fatesOf(await prepare(lines, "updateOnly"))).toEqual(["update", "absent"]);
    expect(await fatesOf(await prepare(lines, "createOnly"))).toEqual([
      "invalid missing missing",
      "invalid missing",
    ]);
  });

  test("that are edited are compared with all others again", async () => {
    const found = await prepare(["Ada,Adams,ada@x.example,,7,", "Ben,Berg,ben@x.example,,7,"]);
    expect(await fatesOf(found)).toEqual(["invalid duplicate", "invalid duplicate"]);
    unwrap(await editCells(admin, found.id, { line: 3, cells: [{ column: 4, value: "8" }] }));
    expect(await fatesOf(found)).toEqual(["create", "create"]);
  });
});

describe("an import", () => {
  test("that adds people gives them values and defaults, tells of them by name, and is taken back", async () => {
    const place = await makeProperty(admin, { name: "Place", defaultValue: "Bonn" });
    const chief = await makeUser(organization, { firstName: "Cleo", lastName: "Chief" });
    const found = await prepare(
      [`Ada,Adams,ada@x.example,"1.038,5",7,${chief.username}`, "Ben,Berg,ben@x.example,#clear,,"],
      "createOnly",
    );
    const done = await commitRun(admin, found);
    expect(done.state).toBe("done");
    expect(await valuesOf("ada@x.example")).toEqual({
      [size.id]: "1038.5",
      [badge.id]: "7",
      [boss.id]: chief.id,
      [place.id]: "Bonn",
    });
    expect(await valuesOf("ben@x.example")).toEqual({ [place.id]: "Bonn" });
    const [ada] = await adminQuery<{ id: string }>(
      "SELECT id FROM users WHERE organization_id = $1 AND access_email = 'ada@x.example'",
      [organization.id],
    );
    expect((await eventsOf(ada?.id ?? ""))[0]?.changes).toMatchObject({
      after: {
        "property.Shoe size": "1038.5",
        "property.Badge": "7",
        "property.Boss": "Cleo Chief",
        "property.Place": "Bonn",
      },
    });
    expect((await undoRun(admin, found.id)).state).toBe("undone");
    expect(await valuesOf("ada@x.example")).toBeUndefined();
    await addAda({ [badge.id]: "7" });
  });

  test.each(["updateOnly", "both"] as const)(
    "that changes people (%s) is taken back as it was",
    async (mode) => {
      const place = await makeProperty(admin, { name: "Place", defaultValue: "Bonn" });
      const id = await addAda({ [size.id]: "38", [badge.id]: "7", [place.id]: "Lisbon" });
      const before = await valuesOf("ada@x.example");
      const found = await prepare(["Ada,Adams,ada@x.example,40,#clear,"], mode);
      expect((await reviewRows(admin, found.id))[0]?.changes).toMatchObject({
        before: { [size.field]: "38", [badge.field]: "7" },
        after: { [size.field]: "40", [badge.field]: null },
      });
      await commitRun(admin, found);
      expect(await valuesOf("ada@x.example")).toEqual({ [size.id]: "40", [place.id]: "Lisbon" });
      expect((await eventsOf(id)).at(-1)?.changes).toMatchObject({
        before: { "property.Shoe size": "38", "property.Badge": "7" },
        after: { "property.Shoe size": "40", "property.Badge": null },
      });
      await undoRun(admin, found.id);
      expect(await valuesOf("ada@x.example")).toEqual(before);
      expect((await eventsOf(id)).at(-1)?.changes).toMatchObject({ after: { "property.Badge": "7" } });
    },
  );

  test("that says what is so already changes nothing, and another one keeps what it does not name", async () => {
    await addAda({ [size.id]: "38", [badge.id]: "7" });
    expect(await fatesOf(await prepare(["Nora,Nobel,ada@x.example,38.0,7,"]))).toEqual(["unchanged"]);
  });

  test("is not taken back where somebody has the value by now", async () => {
    await addAda({ [badge.id]: "7" });
    const found = await prepare(["Nora,Nobel,ada@x.example,,8,"]);
    await commitRun(admin, found);
    unwrap(await createUser(admin, inputFor(organization, { properties: { [badge.id]: "7" } })));
    expect((await undoRun(admin, found.id)).state).toBe("undone");
    expect(await valuesOf("ada@x.example")).toEqual({ [badge.id]: "8" });
  });

  test("brings back no value of a property that is gone or means something else", async () => {
    await addAda({ [size.id]: "38", [badge.id]: "7" });
    const found = await prepare(["Nora,Nobel,ada@x.example,#clear,8,"]);
    await commitRun(admin, found);
    unwrap(await removeProperty(admin, size.id, 1, 0));
    await undoRun(admin, found.id);
    expect(await valuesOf("ada@x.example")).toEqual({ [badge.id]: "8" });
  });

  test("is shown again when a value was taken meanwhile, and writes nothing", async () => {
    const found = await prepare(["Ada,Adams,ada@x.example,,7,", "Ben,Berg,ben@x.example,,8,"]);
    unwrap(await createUser(admin, inputFor(organization, { properties: { [badge.id]: "7" } })));
    unwrap(await commitImport(admin, found.id, { planVersion: found.planVersion, onError: "skip" }));
    await carryOutImport(jobOf(admin, found.id));
    expect((await detailsOf(admin, found.id)).state).toBe("parsing");
    await parseImport(jobOf(admin, found.id));
    expect(await fatesOf(found)).toEqual(["invalid property_value_taken", "create"]);
    expect(await valuesOf("ada@x.example")).toBeUndefined();
  });

  test.each([
    ["changed", () => updateProperty(admin, size.id, 1, { ...size.input, type: "yesNo" })],
    ["required", () => updateProperty(admin, boss.id, 1, { ...boss.input, isRequired: true })],
    ["removed", () => removeProperty(admin, size.id, 1, 0)],
  ])("is judged anew when a property was %s meanwhile", async (what, alter) => {
    const found = await prepare(["Ada,Adams,ada@x.example,38,7,"]);
    unwrap(await alter());
    unwrap(await commitImport(admin, found.id, { planVersion: found.planVersion, onError: "skip" }));
    await carryOutImport(jobOf(admin, found.id));
    expect((await detailsOf(admin, found.id)).state).toBe("parsing");
    await parseImport(jobOf(admin, found.id));
    expect(await fatesOf(found)).toEqual([
      what === "changed" ? "invalid yes_no_unclear" : what === "required" ? "invalid missing" : "create",
    ]);
  });

  test("is matched as the last one with its headers, without properties that are gone", async () => {
    const first = await uploadRun(admin, `${HEADER}\nAda,Adams,ada@x.example,38,7,\n`);
    await judgeRun(admin, first.id, { matching: [...matching()], isRemembered: true });
    unwrap(await removeProperty(admin, size.id, 1, 0));
    const { findRemembered } = await import("@/lib/imports/queries");
    expect((await findRemembered(admin, HEADER.split(",")))?.matching).toEqual(
      matching().map((field) => (field === size.field ? null : field)),
    );
  });
});

test("rows that are typed have properties too", async () => {
  const typed = {
    id: newId(),
    columns: ["firstName", "lastName", "accessEmail", size.field, badge.field],
    rows: [["Ada", "Adams", "ada@x.example", "large", "7"]],
    onError: "refuse",
    setting: "link",
    grants: OWN_ACCOUNT_ONLY,
    seats: NO_SEATS,
  } as Parameters<typeof createTypedImport>[1];
  expect(await createTypedImport(admin, typed)).toMatchObject({
    error: { issues: [{ path: `1.${size.field}`, message: "Shoe size “large” is no number." }] },
  });
  const { id } = unwrap(
    await createTypedImport(admin, { ...typed, rows: [["Ada", "Adams", "ada@x.example", "38", "7"]] }),
  );
  await carryOutImport(jobOf(admin, id));
  expect(await valuesOf("ada@x.example")).toEqual({ [size.id]: "38", [badge.id]: "7" });
});

test("an export tells properties so that an import takes them as they are", async () => {
  const chief = await makeUser(organization, { lastName: "=Chief" });
  const grown = await makeProperty(admin, { name: "Grown up", type: "yesNo" });
  await addAda({ [size.id]: "38.5", [boss.id]: chief.id, [grown.id]: "yes" });
  const { query, properties } = await knownQuery(admin, readUserListQuery({ q: "nora" }));
  const chunks: Uint8Array[] = [];
  for await (const chunk of exportBytes(exportBatches(admin, query, properties), "csv", { properties }))
    chunks.push(chunk);
  const text = Buffer.concat(chunks).toString();
  const [header = "", row = ""] = text.split("\r\n");
  expect(header).toContain(`Role,Shoe size,Badge,Boss,Grown up,${EXPORT_ONLY_HEADERS.join(",")}`);
  expect(row).toContain(`,38.5,,${chief.username},yes,`);
  const { id } = await uploadRun(admin, text);
  const found = await detailsOf(admin, id);
  const { describeColumns } = await import("@/lib/imports/columns/description");
  const { columns } = describeColumns(
    { headers: found.headers, samples: found.samples, chosen: null },
    { mandatory: [], domains: [organization.domain], properties },
  );
  await judgeRun(admin, id, {
    mode: "both",
    matchKey: "username",
    matching: columns.map(({ field }) => field),
  });
  expect(await fatesOf(found)).toEqual(["unchanged"]);
});

test("a value of a removed person is free for a file", async () => {
  const id = await addAda({ [badge.id]: "7" });
  const [row] = await adminQuery("SELECT * FROM users WHERE id = $1", [id]);
  expect(row).toBeDefined();
  await setUser({ organizationId: organization.id, id } as Parameters<typeof setUser>[0], {
    removedAt: new Date(),
  });
  expect(await fatesOf(await prepare(["Ben,Berg,ben@x.example,,7,"], "createOnly"))).toEqual(["create"]);
});
