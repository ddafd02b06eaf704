import fc from "fast-check";
import { expect, test } from "vitest";
import { selectRows } from "@/lib/imports/commands/rows";
import { IMPORT_MODES } from "@/lib/imports/plan/modes";
import type { ImportDetails } from "@/lib/imports/queries";
import type { Actor } from "@/lib/permissions/actor";
import type { UserField } from "@/lib/users/fields";
import { commitRun, detailsOf, prepareRun, reviewRows, undoRun } from "@/tests/support/import-runs";
import { adminQuery } from "@/tests/support/product-database";
import { makeActor, makeOrganization, makeUser, unwrap } from "@/tests/support/product-people";

const RUNS = 25;

const FIELDS = [
  "firstName",
  "lastName",
  "username",
  "accessEmail",
  "customerCode",
  "company",
  "role",
] as const;

const NAMES = ["ada", "ben", "cem", "di", "eve", "fay", "gus", "hal"];

/** Mostly one of the first, now and then one of the others. */
const mostly = (usual: string[], rare: string[]) =>
  fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom(...usual) },
    { weight: 1, arbitrary: fc.constantFrom(...rare) },
  );

const cellOf: Record<(typeof FIELDS)[number], fc.Arbitrary<string>> = {
  firstName: mostly(["Ada", "Ben", "Zoë", "O'Neil"], [" ", "#clear"]),
  lastName: mostly(["Adams", "Bell", "Ça, va"], ["Dahl\u200b"]),
  username: mostly(["", ...NAMES], ["ada@elsewhere.example"]),
  accessEmail: mostly(
    NAMES.map((name) => `${name}@x.example`),
    ["nobody", ""],
  ),
  customerCode: mostly(["", "", "", "C-1", "C-2"], ["#clear"]),
  company: mostly(["", "Old Ltd", "New & Co"], ["#clear"]),
  role: mostly(["", "", "User", "View-only admin"], ["King"]),
};

const anyRow = fc.record(cellOf);

const anyImport = fc.record({
  people: fc.uniqueArray(fc.constantFrom(...NAMES), { maxLength: 4 }),
  rows: fc.array(anyRow, { minLength: 1, maxLength: 6 }),
  mode: fc.constantFrom(...IMPORT_MODES),
  matchKey: fc.constantFrom("username" as const, "accessEmail" as const, "customerCode" as const),
  out: fc.array(fc.integer({ min: 2, max: 7 }), { maxLength: 3 }),
});

const quoted = (cell: string) => `"${cell}"`;
const fileOf = (rows: readonly Record<(typeof FIELDS)[number], string>[]) =>
  [
    "First name,Last name,Username,Access email,Customer code,Company,Role",
    ...rows.map((row) => FIELDS.map((field) => quoted(row[field])).join(",")),
  ].join("\n");

/** All that a person is, without what an import and its undo count and date. */
const directory = (organizationId: string) =>
  adminQuery(
    `SELECT to_jsonb(u) - 'version' - 'updated_at' AS person FROM users u
     WHERE organization_id = $1 AND removed_at IS NULL ORDER BY username`,
    [organizationId],
  );

async function prepare(admin: Actor, text: string, choice: object, out: number[]): Promise<ImportDetails> {
  const matching: UserField[] = [...FIELDS];
  const { id } = await prepareRun(admin, text, { ...choice, matching });
  unwrap(await selectRows(admin, id, { lines: out }, false));
  return detailsOf(admin, id);
}

const sumOf = (counts: object) =>
  Object.values(counts).reduce((sum: number, count: number) => sum + count, 0);

test("whatever a file says: all rows are counted, a second time changes nothing, and an undo leaves no trace", async () => {
  const seen = { committed: 0, updated: 0 };
  await fc.assert(
    fc.asyncProperty(anyImport, async ({ people, rows, mode, matchKey, out }) => {
      const organization = await makeOrganization();
      const admin = await makeActor(organization, "admin");
      for (const [index, name] of people.entries()) {
        await makeUser(organization, {
          username: `${name}@${organization.domain}`,
          accessEmail: `${name}@x.example`,
          company: "Old Ltd",
          ...(index === 0 && { customerCode: "C-1" }),
        });
      }
      const before = await directory(organization.id);
      const text = fileOf(rows);
      const found = await prepare(admin, text, { mode, matchKey }, out);
      expect(sumOf(found.counts)).toBe(rows.length);
      const planned = await reviewRows(admin, found.id);
      if (found.counts.create + found.counts.update === 0) return;
      const done = await commitRun(admin, found);
      expect(done.state).toBe("done");
      expect(sumOf(done.result ?? {})).toBe(rows.length);
      seen.committed += 1;
      seen.updated += done.result?.updated ?? 0;

      const again = await prepare(admin, text, { mode: "both", matchKey }, out);
      const carriedOut = new Set(
        planned
          .filter(({ fate, selected }) => selected && (fate === "create" || fate === "update"))
          .map(({ line }) => line),
      );
      const fates = (await reviewRows(admin, again.id)).filter(({ line }) => carriedOut.has(line));
      expect(fates.map(({ line, fate }) => `${line} ${fate}`)).toEqual(
        [...carriedOut].map((line) => `${line} unchanged`),
      );

      await undoRun(admin, found.id);
      expect(await directory(organization.id)).toEqual(before);
    }),
    { numRuns: RUNS, seed: 20_261_122 },
  );
  expect(seen.committed).toBeGreaterThan(RUNS / 3);
  expect(seen.updated).toBeGreaterThan(3);
});
