import { expect, test } from "vitest";
import { type Choice, USUAL_FIELDS } from "@/lib/sync/kinds";
import type { Values } from "@/lib/sync/person";
import { planPerson } from "@/lib/sync/plan-person";
import { blankUserForm } from "@/lib/users/user-form";
import { readUserForm } from "@/lib/users/user-form-read";

const settings = {
  mandatoryFields: ["firstName", "lastName", "accessEmail"],
  defaultCountry: "GB",
  properties: [],
};
const read = (form: Parameters<typeof readUserForm>[0]) => readUserForm(form, settings);
const blank = blankUserForm("acme.example", "user");
const ADA: Values = {
  firstName: "Ada",
  lastName: "Lovelace",
  username: "ada@acme.example",
  accessEmail: "ada@mail.example",
  mobilePhone: "020 7946 0001",
};
const form = {
  ...blank,
  firstName: "Ada",
  lastName: "Lovelace",
  usernameLocal: "ada",
  accessEmail: "ada@mail.example",
};

function plan(
  values: Values,
  more: { fields?: Choice["fields"]; here?: Partial<typeof form>; applied?: object; role?: "viewer" } = {},
) {
  const { fields = USUAL_FIELDS.entra, here, applied = {}, role = null } = more;
  const own = here ? { ...form, ...here } : null;
  const input = own ? read(own) : null;
  const person = own && { form: own, input: input?.ok ? input.value : null };
  return planPerson({ values, here: person, blank, fields, applied, role }, read);
}

test("somebody new has all that the directory says, as it is written here", () => {
  const planned = plan({ ...ADA, company: null });
  expect(planned).toMatchObject({ ok: true, issue: null, conflicts: [] });
  expect(planned.ok && planned.applied).toEqual({
    firstName: "Ada",
    lastName: "Lovelace",
    username: "ada@acme.example",
    accessEmail: "ada@mail.example",
    mobilePhone: "+442079460001",
    company: "",
  });
});

test("of somebody who is here only what differs changes, and what is not said stays", () => {
  const planned = plan({ ...ADA, mobilePhone: undefined } as Values, {
    here: { company: "Ours", lastName: "King" },
  });
  expect(planned.ok && planned.changed).toEqual(["lastName"]);
  expect(planned.ok && planned.input.company).toBe("Ours");
});

test("what is emptied there is emptied here, but nothing that everybody needs", () => {
  const planned = plan(
    { ...ADA, mobilePhone: null, firstName: null },
    { here: { mobilePhone: "+442079460001" } },
  );
  expect(planned.ok && planned.changed).toEqual(["mobilePhone"]);
  expect(planned.ok && planned.input).toMatchObject({ mobilePhone: null, firstName: "Ada" });
});

test("what cannot be read of an optional field leaves it, and is said", () => {
  const planned = plan(
    { ...ADA, mobilePhone: "ask at the desk" },
    { here: { mobilePhone: "+442079460001" } },
  );
  expect(planned.ok && planned.input.mobilePhone).toBe("+442079460001");
  expect(planned.ok && planned.issue).toContain("ask at the desk");
  expect(plan({ ...ADA, accessEmail: "nowhere" })).toMatchObject({ ok: false });
});

test("a field whose last word somebody else has is only filled, and differing is told", () => {
  const fields = { ...USUAL_FIELDS.entra, company: { from: "companyName", owner: "hand" as const } };
  const kept = plan({ ...ADA, company: "Theirs" }, { fields, here: { company: "Ours" } });
  expect(kept.ok && kept.conflicts).toEqual([
    { field: "company", here: "Ours", there: "Theirs", kept: "here" },
  ]);
  expect(kept.ok && kept.input.company).toBe("Ours");
  const filled = plan({ ...ADA, company: "Theirs" }, { fields, here: {} });
  expect(filled.ok && filled.input.company).toBe("Theirs");
});

test("what was changed here goes, and is told, where the directory has the last word", () => {
  const planned = plan(
    { ...ADA, company: "Theirs" },
    { here: { company: "Ours" }, applied: { company: "Theirs" } },
  );
  expect(planned.ok && planned.conflicts).toEqual([
    { field: "company", here: "Ours", there: "Theirs", kept: "there" },
  ]);
});

test("a role of the directory's groups comes and goes with them, and one given by hand stays", () => {
  expect(plan(ADA, { here: {}, role: "viewer" })).toMatchObject({
    input: { role: "viewer" },
    applied: { role: "viewer" },
  });
  const gone = plan(ADA, { here: { role: "viewer" }, applied: { role: "viewer" } });
  expect(gone).toMatchObject({ input: { role: "user" } });
  expect(gone.ok && "role" in gone.applied).toBe(false);
  expect(plan(ADA, { here: { role: "admin" }, applied: { role: "viewer" } })).toMatchObject({
    input: { role: "admin" },
  });
});
