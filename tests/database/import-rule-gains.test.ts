import { beforeEach, describe, expect, test } from "vitest";
import { createGroup, updateGroup } from "@/lib/groups/commands";
import type { Rule, RuleCondition } from "@/lib/groups/rule";
import { newId } from "@/lib/ids";
import { NO_CHOICES } from "@/lib/imports/choices";
import type { ColumnField } from "@/lib/imports/columns/column-field";
import { commitImport } from "@/lib/imports/commands/commit";
import { editCells } from "@/lib/imports/commands/edits";
import { selectRows } from "@/lib/imports/commands/rows";
import { carryOutImport } from "@/lib/imports/jobs/commit";
import { parseImport } from "@/lib/imports/jobs/parse";
import type { ImportDetails } from "@/lib/imports/queries";
import { createTypedImport } from "@/lib/imports/typed/commands";
import type { Actor } from "@/lib/permissions/actor";
import { OWN_ACCOUNT_ONLY } from "@/lib/permissions/grants";
import type { Permission } from "@/lib/permissions/permissions";
import { createProperty } from "@/lib/properties/commands";
import { NO_SEATS } from "@/lib/services/given";
import {
  type Choice,
  commitRun,
  detailsOf,
  jobOf,
  prepareRun,
  reviewRows,
} from "@/tests/support/import-runs";
import { adminQuery } from "@/tests/support/product-database";
import {
  codeOf,
  makeActor,
  makeHome,
  makeUser,
  readUser,
  type TestOrganization,
  unwrap,
} from "@/tests/support/product-people";

let organization: TestOrganization;
let chief: Actor;
let lesser: Actor;
beforeEach(async () => {
  ({ organization, admin: chief } = await makeHome());
  lesser = await makeActor(organization, "user", "userManagementAdmin");
});

const all = (...conditions: RuleCondition[]): Rule => ({ match: "all", conditions });
const is = (field: string, value: string): RuleCondition => ({ field, is: "is", value });

const ruled = async (name: string, rule: Rule, permissions: Permission[] = ["apiKeys.update"]) =>
  unwrap(await createGroup(chief, { name, description: "", permissions, rule })).id;

const NAMED: ColumnField[] = ["firstName", "lastName", "accessEmail", "company"];
const HEADER = "First name,Last name,Access email,Company";
const SALES = "Ada,Adams,ada@x.example,Sales";
const WORKS = "Ben,Bell,ben@x.example,Works";

const prepare = (actor: Actor, lines: string[], choice: Partial<Choice> = {}) =>
  prepareRun(actor, [HEADER, ...lines].join("\n"), { matching: NAMED, ...choice });

/** Each row's fate, with what is wrong at which field. */
const fatesOf = async ({ id }: ImportDetails) =>
  (await reviewRows(chief, id)).map(({ fate, issues }) =>
    `${fate} ${issues.map(({ code, field }) => `${code} ${field}`).join()}`.trim(),
  );

const createdBy = ({ id }: ImportDetails) =>
  adminQuery("SELECT first_name FROM users WHERE import_id = $1 ORDER BY 1", [id]);

describe("a row that would bring somebody into a group that gives more than whoever imports holds", () => {
  test("says so at its cell, and the others go in", async () => {
    await ruled("Keys", all(is("company", "sales")));
    const prepared = await prepare(lesser, [SALES, WORKS]);
    expect(await fatesOf(prepared)).toEqual(["invalid rights_by_rule company", "create"]);
    expect((await reviewRows(lesser, prepared.id))[0]?.issues[0]?.message).toBe(
      "Company “Sales” would bring this person into the group “Keys”, which gives rights that you do not hold.",
    );
    const done = await commitRun(lesser, prepared);
    expect(done).toMatchObject({ state: "done", refusal: null });
    expect(await createdBy(done)).toEqual([{ first_name: "Ben" }]);
  });

  test("is right for whoever holds them, and where the group gives nothing that they lack", async () => {
    await ruled("Keys", all(is("company", "Sales")));
    expect(await fatesOf(await prepare(chief, [SALES]))).toEqual(["create"]);
    await ruled("Readers", all(is("company", "Works")), ["users.read"]);
    expect(await fatesOf(await prepare(lesser, [WORKS]))).toEqual(["create"]);
  });

  test("says it beside what else is wrong, but not of what nobody knows yet", async () => {
    await ruled("Keys", all(is("company", "Sales"), { field: "mobilePhone", is: "isEmpty", value: "" }));
    await ruled(
      "Few",
      all(is("company", "Sales"), { field: "accessEmail", is: "containsNot", value: "@x." }),
    );
    const lines = ["Ada,Adams,ada at x,Sales,", "Ben,Bell,ben@x.example,Sales,12"];
    const prepared = await prepareRun(lesser, [`${HEADER},Mobile`, ...lines].join("\n"), {
      matching: [...NAMED, "mobilePhone"],
    });
    const [ada, ben] = await reviewRows(lesser, prepared.id);
    expect(ada?.issues.map(({ code }) => code)).toEqual(["email_malformed", "rights_by_rule"]);
    expect(ada?.issues[1]?.message).toContain("“Keys”");
    expect(ben?.issues.map(({ code }) => code)).not.toContain("rights_by_rule");
  });

  test("is judged by what becomes of people who are there, and not of those who are in the group already", async () => {
    const rule = all(is("company", "Sales"), { field: "mobilePhone", is: "beginsWith", value: "+44" });
    await ruled("Keys", rule);
    const mobilePhone = "+442074559485";
    const ada = await makeUser(organization, { accessEmail: "ada@x.example", mobilePhone });
    await makeUser(organization, { accessEmail: "ben@x.example", mobilePhone });
    const lines = [SALES, WORKS, "Cem,Can,cem@x.example,Sales"];
    const prepared = await prepare(lesser, lines, { mode: "both", matchKey: "accessEmail" });
    expect(await fatesOf(prepared)).toEqual(["invalid rights_by_rule company", "update", "create"]);
    const updating = { mode: "updateOnly", matchKey: "accessEmail" } as const;
    expect(await fatesOf(await prepare(lesser, lines, updating))).toEqual([
      "invalid rights_by_rule company",
      "update",
      "absent",
    ]);
    expect((await commitRun(lesser, prepared)).state).toBe("done");
    expect((await readUser(ada.id))?.company).toBeNull();

    await adminQuery("UPDATE groups SET permissions = '{users.read}' WHERE name = 'Keys'");
    const once = await prepare(lesser, [SALES], updating);
    expect((await commitRun(lesser, once)).state).toBe("done");
    await adminQuery("UPDATE groups SET permissions = '{apiKeys.update}' WHERE name = 'Keys'");
    const again = await prepare(lesser, ["Adele,Adams,ada@x.example,Sales"], updating);
    expect(await fatesOf(again)).toEqual(["update"]);
  });

  test("is right again when its cell is, and wrong again when it is as before", async () => {
    await ruled("Keys", all(is("company", "Sales")));
    const prepared = await prepare(lesser, [SALES, WORKS]);
    const edit = async (value: string) =>
      unwrap(await editCells(lesser, prepared.id, { line: 2, cells: [{ column: 3, value }] })).rows?.[0];
    expect(await edit("Works")).toMatchObject({ fate: "create", issues: [] });
    expect(await edit("SALES")).toMatchObject({ fate: "invalid", issues: [{ code: "rights_by_rule" }] });
  });

  test("is told again when the other one of two duplicates is taken out", async () => {
    await ruled("Keys", all(is("company", "Sales")));
    const prepared = await prepare(lesser, [SALES, "Ada,Adams,ada@x.example,Works"]);
    expect(await fatesOf(prepared)).toEqual([
      "invalid duplicate accessEmail,rights_by_rule company",
      "invalid duplicate accessEmail",
    ]);
    unwrap(await selectRows(lesser, prepared.id, { lines: [3] }, false));
    expect(await fatesOf(prepared)).toEqual(["invalid rights_by_rule company", "create"]);
  });

  test("says so of a property, of what new people have by themselves, and of a domain", async () => {
    const property = { name: "Floor", type: "number" as const, defaultValue: "2" };
    const { id } = unwrap(
      await createProperty(chief, {
        ...property,
        choices: [],
        isUserProperty: true,
        isRequired: false,
        isUnique: false,
        help: "",
        value: null,
      }),
    );
    await ruled("Upstairs", all({ field: `property:${id}`, is: "atLeast", value: "10" }));
    const matching: ColumnField[] = [...NAMED.slice(0, 3), `property.${id}`];
    const lines = ["Ada,Adams,ada@x.example,12", "Ben,Bell,ben@x.example,", "Cem,Can,cem@y.example,3"];
    const text = ["First name,Last name,Access email,Floor", ...lines].join("\n");
    expect(await fatesOf(await prepareRun(lesser, text, { matching }))).toEqual([
      `invalid rights_by_rule property.${id}`,
      "create",
      "create",
    ]);
    await ruled("Ground", all({ field: `property:${id}`, is: "atMost", value: "2" }));
    await ruled("Why", all(is("emailDomain", "y.example")));
    expect(await fatesOf(await prepareRun(lesser, text, { matching }))).toEqual([
      `invalid rights_by_rule property.${id}`,
      "invalid rights_by_rule null",
      "invalid rights_by_rule accessEmail",
    ]);
  });

  test("says so where it is typed", async () => {
    await ruled("Keys", all(is("company", "Sales")));
    const typed = (onError: "refuse" | "skip") => ({
      id: newId(),
      columns: ["firstName", "lastName", "accessEmail", "company"] as ("company" | "accessEmail")[],
      rows: [SALES.split(","), WORKS.split(",")],
      onError,
      setting: "link" as const,
      grants: OWN_ACCOUNT_ONLY,
      seats: NO_SEATS,
    });
    const refused = await createTypedImport(lesser, typed("refuse"));
    expect(refused.ok ? [] : refused.error.issues).toEqual([
      { path: "1.company", message: expect.stringContaining("into the group “Keys”") },
    ]);
    const { id } = unwrap(await createTypedImport(lesser, typed("skip")));
    await carryOutImport(jobOf(lesser, id));
    const done = await detailsOf(lesser, id);
    expect([done.state, await createdBy(done)]).toEqual(["done", [{ first_name: "Ben" }]]);
  });
});

describe("when it is carried out", () => {
  /** Presses Import and has the job run, and what it puts off: the rows judged anew. */
  async function carryOut(actor: Actor, { id, planVersion }: ImportDetails): Promise<ImportDetails> {
    unwrap(await commitImport(actor, id, { planVersion, onError: "skip" }));
    await carryOutImport(jobOf(actor, id));
    if ((await detailsOf(actor, id)).state === "parsing") await parseImport(jobOf(actor, id));
    return detailsOf(actor, id);
  }

  test("a rule that has come meanwhile makes its row wrong, and the rest goes in by the next press", async () => {
    const prepared = await prepare(lesser, [SALES, WORKS]);
    await ruled("Keys", all(is("company", "Sales")));
    const shown = await carryOut(lesser, prepared);
    expect(shown).toMatchObject({ state: "review", refusal: null, options: { drifted: 1 } });
    expect(await fatesOf(shown)).toEqual(["invalid rights_by_rule company", "create"]);
    expect(await createdBy(shown)).toEqual([]);
    const done = await carryOut(lesser, shown);
    expect([done.state, await createdBy(done)]).toEqual(["done", [{ first_name: "Ben" }]]);
  });

  test("so does one that has changed, of people who are there", async () => {
    const id = await ruled("Keys", all(is("company", "Elsewhere")));
    const ada = await makeUser(organization, { accessEmail: "ada@x.example" });
    const choice = { mode: "updateOnly", matchKey: "accessEmail" } as const;
    const prepared = await prepare(lesser, [SALES], choice);
    expect(await fatesOf(prepared)).toEqual(["update"]);
    const rule = all(is("company", "Sales"));
    unwrap(
      await updateGroup(chief, id, 1, {
        name: "Keys",
        description: "",
        permissions: ["apiKeys.update"],
        rule,
      }),
    );
    const shown = await carryOut(lesser, prepared);
    expect([shown.state, await fatesOf(shown)]).toEqual(["review", ["invalid rights_by_rule company"]]);
    expect((await readUser(ada.id))?.company).toBeNull();
  });

  test("what somebody with more rights has prepared is judged by whoever presses Import", async () => {
    await ruled("Keys", all(is("company", "Sales")));
    const prepared = await prepare(chief, [SALES, WORKS]);
    expect(await fatesOf(prepared)).toEqual(["create", "create"]);
    const shown = await carryOut(lesser, prepared);
    expect([shown.state, await fatesOf(shown)]).toEqual([
      "review",
      ["invalid rights_by_rule company", "create"],
    ]);
    expect((await carryOut(lesser, shown)).state).toBe("done");
  });

  test("what a rule makes of the role that is chosen for all is refused as a whole, in words", async () => {
    await ruled("Keys", all(is("role", "user")));
    const prepared = await prepare(lesser, [SALES]);
    expect(await fatesOf(prepared)).toEqual(["create"]);
    const choices = { ...NO_CHOICES, grants: { ...NO_CHOICES.grants, role: "user" as const } };
    const given = { planVersion: prepared.planVersion, onError: "skip" as const, choices };
    const refused = await commitImport(lesser, prepared.id, given);
    expect(codeOf(refused)).toBe("forbidden");
    expect(refused.ok ? "" : refused.error.message).toContain("“Keys”");
  });
});
