import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { matchColumns } from "@/lib/imports/columns/match";
import { IMPORT_MODES } from "@/lib/imports/plan/modes";
import type { ExistingPerson } from "@/lib/imports/plan/people";
import { countFates, type Directory, matchKeyOf, type PlannedRow, planRows } from "@/lib/imports/plan/plan";
import { type JudgeContext, rowJudge } from "@/lib/imports/rows/judge";
import { readTable } from "@/lib/imports/table/table";
import { ROLES, type Role } from "@/lib/permissions/roles";

const FOLDER = fileURLToPath(new URL("../../../shared/fixtures/", import.meta.url));
const files = readdirSync(FOLDER).filter((name) => name.endsWith(".csv"));

const CONTEXT: JudgeContext = {
  domains: ["acme.example"],
  primaryDomain: "acme.example",
  mandatory: ["firstName", "lastName", "accessEmail"],
  grantableRoles: ROLES,
  defaultRole: null,
};

/** A fixture's rows and columns as they match by themselves; null where the file is refused. */
function judge(name: string) {
  const reading = readTable(new Uint8Array(readFileSync(`${FOLDER}${name}`)), {});
  if (!reading.ok) return null;
  const { columns } = matchColumns(reading.value.headers, reading.value.samples);
  return { columns, rows: [...reading.value.rows].map(rowJudge(columns, CONTEXT)) };
}

function directoryOf(people: ExistingPerson[]): Directory {
  const all = (field: "username" | "accessEmail" | "customerCode") =>
    new Set(people.flatMap(({ values }) => values[field] ?? []));
  return {
    usernames: all("username"),
    accessEmails: all("accessEmail"),
    customerCodes: all("customerCode"),
    people,
  };
}

/** The people whom a plan creates. */
const peopleOf = (plan: readonly PlannedRow[]): ExistingPerson[] =>
  plan
    .filter(({ fate }) => fate === "create")
    .map(({ line, values }) => {
      const { username = "", accessEmail = "", role = "user" } = values;
      return {
        id: `${line}`,
        version: 1,
        accessProfile: null,
        values: { ...values, username, accessEmail, role: role as Role },
      };
    });

test.each(files)("%s adds up in every mode, and is unchanged once it is committed", (name) => {
  const judged = judge(name);
  if (!judged) return;
  const { rows, columns } = judged;
  const options = { matchKey: matchKeyOf(columns), mandatory: CONTEXT.mandatory };
  const first = planRows(rows, directoryOf([]), { ...options, mode: "both" });
  const known = directoryOf(peopleOf(first));
  for (const mode of IMPORT_MODES) {
    for (const directory of [directoryOf([]), known]) {
      const { rows: total, ...counts } = countFates(planRows(rows, directory, { ...options, mode }));
      expect(Object.values(counts).reduce((sum, count) => sum + count)).toBe(total);
      expect(total).toBe(rows.length);
    }
  }
  const again = countFates(planRows(rows, known, { ...options, mode: "both" }));
  expect(again).toMatchObject({ create: 0, update: 0, unchanged: countFates(first).create });
});
