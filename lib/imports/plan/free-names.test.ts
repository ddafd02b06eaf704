import { expect, test } from "vitest";
import { freeNameCandidates, offerFreeNames } from "@/lib/imports/plan/free-names";
import { planRows } from "@/lib/imports/plan/plan";
import type { JudgedRow } from "@/lib/imports/rows/judge";

const row = (line: number, name: string, domain: string): JudgedRow => ({
  line,
  values: { accessEmail: `${name}@${domain}`, username: `${name}@acme.example` },
  issues: [],
  usernameFrom: "accessEmail",
});
const planned = (rows: JudgedRow[], usernames: string[] = []) =>
  planRows(
    rows,
    { usernames: new Set(usernames), accessEmails: new Set(), customerCodes: new Set() },
    { mode: "createOnly", matchKey: "accessEmail" },
  );
const suggestions = (rows: ReturnType<typeof offerFreeNames>) =>
  rows.map(({ issues }) => issues.map(({ suggestion }) => suggestion));

test("a taken username gets the next one that neither directory nor file has", () => {
  const plan = planned(
    [row(2, "ada", "x.example"), row(3, "ada2", "x.example"), row(4, "ben", "x.example")],
    ["ada@acme.example"],
  );
  expect(freeNameCandidates(plan)).toHaveLength(50);
  const offered = offerFreeNames(plan, new Set(["ada3@acme.example"]));
  expect(suggestions(offered)).toEqual([["ada4@acme.example"], [], []]);
  expect(offered[0]?.issues[0]?.message).toBe(
    "Username “ada@acme.example” belongs to somebody else. ada4@acme.example is free.",
  );
  expect(offerFreeNames(offered, new Set())).toEqual(offered);
});

test("of rows that share a username the first may keep it, and each other gets one of its own", () => {
  const rows = ["x", "y", "z"].map((domain, index) => row(index + 2, "info", `${domain}.example`));
  expect(suggestions(offerFreeNames(planned(rows), new Set()))).toEqual([
    [undefined],
    ["info2@acme.example"],
    ["info3@acme.example"],
  ]);
});

test("nothing is offered where nothing is wrong, or where all variants are taken", () => {
  const fine = planned([row(2, "ada", "x.example")]);
  expect(freeNameCandidates(fine)).toEqual([]);
  expect(offerFreeNames(fine, new Set())).toEqual(fine);
  const taken = planned([row(2, "ada", "x.example")], ["ada@acme.example"]);
  expect(offerFreeNames(taken, new Set(freeNameCandidates(taken)))).toEqual(taken);
});
