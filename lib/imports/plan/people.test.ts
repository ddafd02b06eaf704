import { expect, test } from "vitest";
import { changesTo, type ExistingPerson, findTargets, rowKeyOf } from "@/lib/imports/plan/people";
import type { JudgedRow } from "@/lib/imports/rows/judge";

const row = (values: JudgedRow["values"], usernameFrom: JudgedRow["usernameFrom"] = "login"): JudgedRow => ({
  line: 2,
  values,
  issues: [],
  usernameFrom,
});
const ada: ExistingPerson = {
  id: "ada",
  version: 3,
  accessProfile: null,
  values: {
    firstName: "Ada",
    username: "ada@acme.example",
    accessEmail: "ada@x.example",
    role: "user",
    company: "Old",
  },
};

test("a row is found by its key, and by its access email where it has none", () => {
  const both = { username: "ada@acme.example", accessEmail: "ada@x.example" };
  expect(rowKeyOf(row(both), "username")).toEqual({ field: "username", value: both.username });
  expect(rowKeyOf(row(both, "accessEmail"), "username")).toEqual({
    field: "accessEmail",
    value: both.accessEmail,
  });
  expect(rowKeyOf(row(both), "customerCode")).toMatchObject({ field: "accessEmail" });
  expect(rowKeyOf(row({ ...both, customerCode: "C-1" }), "customerCode")).toMatchObject({ value: "C-1" });
  expect(rowKeyOf(row({ firstName: "Ada" }), "username")).toBeNull();
});

test("several people with one access email are all found", () => {
  const twin = { ...ada, id: "twin", values: { ...ada.values, username: "twin@acme.example" } };
  const byEmail = row({ accessEmail: "ada@x.example" }, null);
  const byName = row({ username: "twin@acme.example" });
  const targets = findTargets(
    [byEmail, byName, row({ accessEmail: "no@x.example" })],
    [ada, twin],
    "username",
  );
  expect(targets.get(byEmail)?.map(({ id }) => id)).toEqual(["ada", "twin"]);
  expect(targets.get(byName)?.map(({ id }) => id)).toEqual(["twin"]);
  expect(targets.size).toBe(2);
});

test("only what has a value changes, an empty one is emptied, and what is so already is no change", () => {
  expect(changesTo(row({ firstName: "Ada", company: "New", udid: "U" }), ada, "username")).toEqual({
    before: { company: "Old", udid: null },
    after: { company: "New", udid: "U" },
  });
  expect(changesTo(row({ company: "", udid: "" }), ada, "username")).toEqual({
    before: { company: "Old" },
    after: { company: null },
  });
  expect(changesTo(row({ firstName: "Ada" }), ada, "username")).toBeNull();
});

test("a username changes only where the file has it and people are found by something else", () => {
  const values = { username: "countess@acme.example", accessEmail: "ada@x.example" };
  expect(changesTo(row(values), ada, "accessEmail")?.after).toEqual({ username: "countess@acme.example" });
  expect(changesTo(row(values), ada, "username")).toBeNull();
  expect(changesTo(row(values, "accessEmail"), ada, "accessEmail")).toBeNull();
});
