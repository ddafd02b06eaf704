import { expect, test } from "vitest";
import { matchColumns } from "@/lib/imports/columns/match";
import { matchKeyOf, planRows } from "@/lib/imports/plan/plan";
import { rowJudge } from "@/lib/imports/rows/judge";
import { readHead, readTable } from "@/lib/imports/table/table";
import { readPhone } from "@/lib/users/phone";
import { peopleFile } from "@/scripts/bench/shared/people-file";
import { phoneFrom } from "@/scripts/bench/shared/phones";
import { randomFrom } from "@/scripts/bench/shared/random";

const DIRECTORY = {
  usernames: new Set<string>(),
  accessEmails: new Set<string>(),
  customerCodes: new Set<string>(),
};

test.each([10, 1000, 5000])("of %i rows exactly those are wrong that are said to be", (rows) => {
  const file = peopleFile(rows, rows, "acme.example");
  expect(file.bad).toBe(Math.round(rows * 0.02));
  const bytes = file.bytes;
  const head = readHead(bytes, { isWhole: true });
  const table = readTable(bytes, {});
  if (!head.ok || !table.ok) throw new Error("The file was refused.");
  const { columns } = matchColumns(head.value.headers, head.value.samples);
  expect(columns.map(({ field }) => field)).toEqual([
    "firstName",
    "lastName",
    "username",
    "accessEmail",
    "otherEmail",
    "mobilePhone",
    "businessPhone",
    "company",
    "customerCode",
    "udid",
    "role",
    null,
  ]);
  const judge = rowJudge(columns, {
    domains: ["acme.example"],
    primaryDomain: "acme.example",
    mandatory: ["firstName", "lastName", "accessEmail"],
    grantableRoles: ["viewer", "billing", "user"],
    defaultRole: "user",
  });
  const judged = [...table.value.rows].map(judge);
  const plan = planRows(judged, DIRECTORY, { mode: "createOnly", matchKey: matchKeyOf(columns) });
  const fates = plan.map(({ fate }) => fate);
  expect(fates.filter((fate) => fate === "create")).toHaveLength(file.good);
  expect(fates.filter((fate) => fate === "invalid")).toHaveLength(file.bad);
});

test("every phone is a number of its country", () => {
  const random = randomFrom(1);
  for (let count = 0; count < 5000; count += 1) {
    const phone = phoneFrom(random);
    expect(readPhone(phone), phone).toMatchObject({ ok: true });
  }
});
