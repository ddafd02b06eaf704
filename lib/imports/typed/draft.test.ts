import { expect, test } from "vitest";
import { type Draft, draftKey, readDraft, writeDraft } from "@/lib/imports/typed/draft";

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
