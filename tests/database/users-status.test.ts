import { beforeAll, describe, expect, test } from "vitest";
import { withOrganization } from "@/lib/db";
import { newId } from "@/lib/ids";
import type { Actor } from "@/lib/permissions/actor";
import { ROLES } from "@/lib/permissions/roles";
import type { UserFilter } from "@/lib/users/filter";
import { countMatching, listUsers } from "@/lib/users/queries";
import { STATUSES, type StatusFacts, statusOf } from "@/lib/users/status";
import { adminQuery } from "@/tests/support/product-database";
import { makeActor, makeOrganization, type TestOrganization } from "@/tests/support/product-people";

const DAY_MS = 86_400_000;
const past = new Date(Date.now() - DAY_MS);
const future = new Date(Date.now() + DAY_MS);
const whenever = [null, past, future];

const combinations: StatusFacts[] = [null, "blocked", "disabled"].flatMap((legacyStatus) =>
  [null, past].flatMap((suspendedAt) =>
    whenever.flatMap((lockedUntil) =>
      whenever.flatMap((accessEndsAt) =>
        [null, past].flatMap((activatedAt) =>
          whenever.map((credentialExpiresAt) => ({
            legacyStatus,
            suspendedAt,
            lockedUntil,
            accessEndsAt,
            activatedAt,
            credentialExpiresAt,
          })),
        ),
      ),
    ),
  ),
);

const everybody: UserFilter = { search: "", status: null, role: null, importId: null, groupId: null };
const people = combinations.flatMap((facts) => ROLES.map((role) => ({ id: newId(), role, ...facts })));

let organization: TestOrganization;
let viewer: Actor;
beforeAll(async () => {
  organization = await makeOrganization();
  viewer = await makeActor(organization, "viewer");
  await adminQuery("DELETE FROM users");
  await withOrganization(organization.id, (tx) =>
    tx.user.createMany({
      data: people.map((person, index) => ({
        ...person,
        organizationId: organization.id,
        domainId: organization.domainId,
        firstName: "Una",
        lastName: `Upton ${index}`,
        username: `person${index}@${organization.domain}`,
        accessEmail: `person${index}@mail.example`,
      })),
    }),
  );
});

/** All that a filter lists, page by page. */
async function listAll(filter: UserFilter) {
  const query = { ...filter, sort: "name" as const, descending: false, before: null };
  const rows = [];
  let after = null;
  do {
    const page = await listUsers(viewer, { ...query, after });
    rows.push(...page.rows);
    after = page.next;
  } while (after);
  return rows;
}

test("every combination of facts is there", () => {
  expect(combinations).toHaveLength(324);
  expect(new Set(combinations.map((facts) => statusOf(facts, new Date())))).toEqual(new Set(STATUSES));
});

describe("the database finds the same people as statusOf", () => {
  test.each(STATUSES)("who are %s", async (status) => {
    const expected = people.filter((person) => statusOf(person, new Date()) === status);
    const listed = await listAll({ ...everybody, status });
    expect(listed.map(({ id }) => id).toSorted()).toEqual(expected.map(({ id }) => id).toSorted());
    expect(new Set(listed.map((row) => row.status))).toEqual(new Set([status]));
    expect(await countMatching(viewer, { ...everybody, status })).toBe(expected.length);
    for (const role of ROLES) {
      const those = expected.filter((person) => person.role === role);
      expect(await countMatching(viewer, { ...everybody, status, role })).toBe(those.length);
    }
  });

  test("and every one of them under exactly one status", async () => {
    const counts = await Promise.all(
      STATUSES.map((status) => countMatching(viewer, { ...everybody, status })),
    );
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(people.length);
    expect(await countMatching(viewer, everybody)).toBe(people.length);
  });
});
