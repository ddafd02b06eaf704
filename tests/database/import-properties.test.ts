import fc from "fast-check";
import { expect, test } from "vitest";
import { selectRows } from "@/lib/imports/commands/rows";
import { IMPORT_MODES } from "@/lib/imports/plan/modes";
import type { ImportDetails } from "@/lib/imports/queries";
import type { Actor } from "@/lib/permissions/actor";
import type { UserField } from "@/lib/users/fields";
import { promised, readDirectory, reasonsOf } from "@/tests/support/directory";
import { commitRun, detailsOf, prepareRun, reviewRows, undoRun } from "@/tests/support/import-runs";
import {
  joinGroup,
  makeActor,
  makeGroup,
  makeLink,
  makeOrganization,
  makeUser,
  type TestOrganization,
  unwrap,
} from "@/tests/support/product-people";

const RUNS = 25;
const TIMEOUT_MS = 300_000;

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
  role: mostly(["", "User", "View-only admin", "View-only admin"], ["King"]),
};

const anyRow = fc.record(cellOf);

const DAY_MS = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * DAY_MS);

/** What people are who are in the directory already. */
const KINDS = {
  active: () => ({}),
  waiting: () => ({ activatedAt: null }),
  invited: () => ({ activatedAt: null, credentialExpiresAt: inDays(3) }),
  invitedLongSince: () => ({ activatedAt: null, credentialExpiresAt: inDays(1) }),
  lapsed: () => ({ activatedAt: null, credentialExpiresAt: inDays(-3) }),
  suspended: () => ({ activatedAt: null, suspendedAt: inDays(-1), credentialExpiresAt: inDays(5) }),
  legacy: () => ({ legacyStatus: "blocked" }),
  leaving: () => ({ accessEndsAt: inDays(30), inAddressBook: true }),
};
const KIND_NAMES = Object.keys(KINDS) as (keyof typeof KINDS)[];

const anyPerson = fc.record({ name: fc.constantFrom(...NAMES), kind: fc.constantFrom(...KIND_NAMES) });

const anyImport = fc.record({
  people: fc.uniqueArray(anyPerson, { maxLength: 4, selector: ({ name }) => name }),
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

/** Somebody of a name and a kind, in a group, with the link that they were sent where they were sent one. */
async function addPerson(
  organization: TestOrganization,
  groupId: string,
  { name, kind }: { name: string; kind: keyof typeof KINDS },
  customerCode?: string,
): Promise<void> {
  const user = await makeUser(organization, {
    username: `${name}@${organization.domain}`,
    accessEmail: `${name}@x.example`,
    company: "Old Ltd",
    ...KINDS[kind](),
    ...(customerCode && { customerCode }),
  });
  await makeLink(user, user.credentialExpiresAt ?? inDays(-30));
  await joinGroup(user, groupId);
}

async function prepare(admin: Actor, text: string, choice: object, out: number[]): Promise<ImportDetails> {
  const matching: UserField[] = [...FIELDS];
  const { id } = await prepareRun(admin, text, { ...choice, matching });
  unwrap(await selectRows(admin, id, { lines: out }, false));
  return detailsOf(admin, id);
}

const sumOf = (counts: object) =>
  Object.values(counts).reduce((sum: number, count: number) => sum + count, 0);

test(
  "whatever a file says: all rows are counted, a second time changes nothing, and an undo leaves no trace",
  async () => {
    const seen = { committed: 0, updated: 0, restored: 0, links: 0 };
    await fc.assert(
      fc.asyncProperty(anyImport, async ({ people, rows, mode, matchKey, out }) => {
        const organization = await makeOrganization();
        const admin = await makeActor(organization, "admin");
        const groupId = await makeGroup(organization);
        for (const [index, person] of people.entries()) {
          await addPerson(organization, groupId, person, index === 0 ? "C-1" : undefined);
        }
        const before = await readDirectory(organization.id);
        const versions = new Map(before.map(({ id, person }) => [id, person.version]));
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
        const after = await readDirectory(organization.id);
        const reasons = await reasonsOf(admin, found.id);
        const changed = new Set(
          after.filter(({ id, person }) => person.version !== versions.get(id)).map(({ id }) => id),
        );
        expect(changed.size).toBe(done.result?.updated);
        expect(promised(after, changed, reasons)).toEqual(promised(before, changed, reasons));
        expect(new Set(reasons.values())).toEqual(new Set(reasons.size > 0 ? ["link"] : []));
        seen.links += reasons.size;
        seen.restored += changed.size - reasons.size;
      }),
      { numRuns: RUNS, seed: 20_261_122 },
    );
    expect(seen.committed).toBeGreaterThan(RUNS / 3);
    expect(seen.updated).toBeGreaterThan(3);
    expect(seen.restored).toBeGreaterThan(3);
    expect(seen.links).toBeGreaterThan(0);
  },
  TIMEOUT_MS,
);
