import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, describe, expect, test } from "vitest";
import type { Actor } from "@/lib/permissions/actor";
import type { ExportRow } from "@/lib/users/export";
import { exportBatches } from "@/lib/users/export-queries";
import type { UserListQuery } from "@/lib/users/list";
import { countMatching, findUser, listUsers } from "@/lib/users/queries";
import { STATUSES, type Status } from "@/lib/users/status";
import { adminQuery } from "@/tests/support/product-database";
import { makeActor, makeOrganization, makeUser, type TestOrganization } from "@/tests/support/product-people";

let organization: TestOrganization;
let viewer: Actor;
beforeAll(async () => {
  organization = await makeOrganization();
  viewer = await makeActor(organization, "viewer");
});

const viewOf = (status: Status | null, search: string): UserListQuery => ({
  search,
  status,
  role: null,
  importId: null,
  groupId: null,
  sort: "name",
  descending: false,
  after: null,
  before: null,
});

async function exported(query: UserListQuery): Promise<ExportRow[]> {
  const rows: ExportRow[] = [];
  for await (const batch of exportBatches(viewer, query)) rows.push(...batch);
  return rows;
}

/** Fails where a list or an export says something else of whom it shows than it was asked for. */
async function expectAgreement(search: string): Promise<void> {
  for (const status of STATUSES) {
    for (const words of [search, ""]) {
      const { rows } = await listUsers(viewer, viewOf(status, words));
      expect(rows.map((row) => row.status)).toEqual(rows.map(() => status));
    }
    const rows = await exported(viewOf(status, search));
    expect(rows.map((row) => row.status)).toEqual(rows.map(() => status));
  }
}

/** What list, counts, page and export say of somebody, with no moment between them that matters. */
async function everywhere(userId: string, search: string): Promise<Set<string | undefined>> {
  const said = new Set<string | undefined>();
  said.add((await findUser(viewer, userId))?.status);
  said.add((await listUsers(viewer, viewOf(null, search))).rows[0]?.status);
  said.add((await exported(viewOf(null, search)))[0]?.status);
  for (const status of STATUSES) {
    const filter = viewOf(status, search);
    if ((await countMatching(viewer, filter)) > 0) said.add(status);
    const { rows, total } = await listUsers(viewer, filter);
    expect(total).toBe(rows.length);
    if (rows.length > 0) said.add(status);
  }
  return said;
}

const MOMENT_MS = 1_500;

describe("at the very second", () => {
  test.each([
    ["that access ends", { activatedAt: new Date(0) }, "access_ends_at", "active", "expired"],
    ["that a lock ends", { activatedAt: new Date(0) }, "locked_until", "locked", "active"],
    ["that a link lapses", { activatedAt: null }, "credential_expires_at", "pending", "expired"],
  ])("%s, list, filters, counts, page and export say the same", async (what, fields, column, first, then) => {
    const search = what.replaceAll(" ", "");
    const user = await makeUser(organization, { lastName: search, ...fields });
    const [row] = await adminQuery<{ at: Date }>(
      `UPDATE users SET ${column} = now() + make_interval(secs => $2) WHERE id = $1 RETURNING ${column} AS at`,
      [user.id, MOMENT_MS / 1000],
    );
    const at = row?.at.getTime() ?? 0;
    expect([...(await everywhere(user.id, search))]).toEqual([first]);
    let rounds = 0;
    while (Date.now() < at + 300) {
      await expectAgreement(search);
      rounds += 1;
      if (Date.now() < at - 400) await sleep(50);
    }
    expect(rounds).toBeGreaterThan(3);
    expect([...(await everywhere(user.id, search))]).toEqual([then]);
  });

  test("a moment is over when it comes, and not before, in the database as in the product", async () => {
    const user = await makeUser(organization, { lastName: "Boundary" });
    const at = async (ms: number) => {
      await adminQuery(
        "UPDATE users SET access_ends_at = now() + make_interval(secs => $2::float8 / 1000) WHERE id = $1",
        [user.id, ms],
      );
      return [...(await everywhere(user.id, "Boundary"))];
    };
    expect(await at(60_000)).toEqual(["active"]);
    expect(await at(0)).toEqual(["expired"]);
    expect(await at(-1)).toEqual(["expired"]);
  });
});
