import { expect, test } from "vitest";
import { type Draft, draftKey, readDraft, withinOffered, writeDraft } from "@/lib/imports/typed/draft";
import { OWN_ACCOUNT_ONLY } from "@/lib/permissions/grants";
import type { Grants } from "@/lib/permissions/grants-schema";

let ids = 0;
const newId = () => `row-${++ids}`;
const DRAFT: Draft = {
  id: "0193",
  columns: ["firstName", "company"],
  rows: [
    { id: "a", cells: { firstName: "Ada", company: " Acme " } },
    { id: "b", cells: {} },
  ],
};

test("what is kept is read again as it was typed", () => {
  const read = readDraft(writeDraft(DRAFT), [], newId);
  expect(read?.id).toBe("0193");
  expect(read?.columns).toEqual(["firstName", "company"]);
  expect(read?.rows.map(({ cells }) => cells)).toEqual(DRAFT.rows.map(({ cells }) => cells));
});

test("so are the rights for all rows, if they are of that form, as far as they are still offered", () => {
  const chosen: Grants = {
    by: "role",
    role: "billing",
    accessProfile: "userManagementViewer",
    groups: ["g1", "g2"],
    permissions: ["audit.read", "users.read"],
  };
  expect(readDraft(writeDraft({ ...DRAFT, grants: chosen }), [], newId)?.grants).toEqual(chosen);
  expect(readDraft(writeDraft(DRAFT), [], newId)).not.toHaveProperty("grants");
  for (const grants of [
    7,
    null,
    {},
    { ...chosen, role: "chief" },
    { ...chosen, groups: "g1" },
    { ...chosen, by: "mirror" },
  ])
    expect(
      readDraft(JSON.stringify({ ...JSON.parse(writeDraft(DRAFT)), grants }), [], newId),
    ).not.toHaveProperty("grants");
  const group = { id: "g2", name: "Two", gives: "" };
  const offered = {
    roles: ["billing" as const, "user" as const],
    profiles: [],
    groups: [group],
    areas: [{ label: "Users", permissions: [{ value: "users.read" as const, label: "See people" }] }],
    mayFollow: false,
  };
  expect(withinOffered(chosen, offered)).toEqual({
    by: "role",
    role: "billing",
    accessProfile: null,
    groups: ["g2"],
    permissions: ["users.read"],
  });
  expect(withinOffered(chosen, { ...offered, roles: ["user"], groups: [], areas: [] })).toEqual(
    OWN_ACCOUNT_ONLY,
  );
  const mirror: Grants = { ...chosen, by: "mirror", userId: "u", without: [] };
  expect(withinOffered(mirror, offered)).toBe(mirror);
});

test("a field that has become mandatory gets its column", () => {
  expect(readDraft(writeDraft(DRAFT), ["accessEmail"], newId)?.columns).toEqual([
    "firstName",
    "accessEmail",
    "company",
  ]);
});

test("nothing but texts of fields that can be typed comes out of it", () => {
  const kept = {
    version: 1,
    id: "1",
    columns: ["nope", "firstName"],
    rows: [{ firstName: 3, password: "x", lastName: "L" }, 7],
  };
  expect(readDraft(JSON.stringify(kept), [], newId)).toMatchObject({
    columns: ["firstName"],
    rows: [{ cells: { lastName: "L" } }, { cells: {} }],
  });
});

test.each([
  null,
  "",
  "{",
  "7",
  "null",
  '{"version":2,"id":"1","rows":[{}]}',
  '{"version":1,"id":"1","rows":[]}',
])("%j is no draft", (text) => {
  expect(readDraft(text, [], newId)).toBeNull();
});

test("everybody has a draft of their own in each organization", () => {
  expect(new Set([draftKey("u1", "o1"), draftKey("u2", "o1"), draftKey("u1", "o2")]).size).toBe(3);
});
