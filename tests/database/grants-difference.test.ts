import { beforeAll, expect, test } from "vitest";
import { giveGrants, planGrants } from "@/lib/grants/commands";
import { allowFollowing } from "@/lib/grants/follow-commands";
import { findMirror, findMirrorCandidates } from "@/lib/grants/mirror";
import { createGroup } from "@/lib/groups/commands";
import type { Actor } from "@/lib/permissions/actor";
import { OWN_ACCOUNT_ONLY } from "@/lib/permissions/grants";
import type { Grants } from "@/lib/permissions/grants-schema";
import { ALL_PERMISSIONS, isGivable } from "@/lib/permissions/permissions";
import { adminQuery, snapshot } from "@/tests/support/product-database";
import {
  codeOf,
  makeActor,
  makeHome,
  makeOrganization,
  makeUser,
  type TestOrganization,
  unwrap,
} from "@/tests/support/product-people";
import { fillAtRandom, randomness } from "@/tests/support/random-access";

const PEOPLE = 80;
const ROUNDS = 40;
/** Rounds before anybody follows. */
const BY_MANAGER = 10;

let organization: TestOrganization;
let admin: Actor;
let manager: Actor;
const random = randomness(7);
const below = (limit: number) => Math.floor(random() * limit);
const some = <T>(values: readonly T[], share: number): T[] => values.filter(() => random() < share);

beforeAll(async () => {
  organization = await makeOrganization();
  admin = await makeActor(organization, "admin");
  manager = await makeActor(organization, "user", "userManagementAdmin");
  await fillAtRandom(organization, PEOPLE, random);
  unwrap(await allowFollowing(admin, { isAllowed: true }));
});

type Standing = { id: string; removed: boolean; username: string; follows: string | null } & Record<
  "things" | "ruled",
  string[]
>;

/** What everybody has, read from the bare tables. */
const standings = () =>
  adminQuery<Standing>(
    `SELECT u.id, u.username, u.removed_at IS NOT NULL AS removed,
       (SELECT source_id FROM follows f WHERE f.user_id = u.id) AS follows,
       array(SELECT 'rule ' || group_id FROM group_members m WHERE m.user_id = u.id AND by_rule) AS ruled,
       array(SELECT 'role ' || u.role WHERE u.role <> 'user'
         UNION ALL SELECT 'accessProfile ' || u.access_profile WHERE u.access_profile IS NOT NULL
         UNION ALL SELECT 'group ' || group_id FROM group_members m WHERE m.user_id = u.id AND NOT by_rule
         UNION ALL SELECT 'permission ' || permission FROM user_permissions p WHERE p.user_id = u.id
         UNION ALL SELECT 'follows ' || source_id FROM follows f WHERE f.user_id = u.id) AS things
     FROM users u WHERE organization_id = $1 ORDER BY u.id`,
    [organization.id],
  );

async function anyGrants(actor: Actor, people: Standing[], mayFollow: boolean): Promise<Grants> {
  const here = people.filter(({ removed }) => !removed);
  const other = here[below(here.length)];
  if (other && random() < 0.4) {
    const mirror = await findMirror(actor, other);
    if (!mirror) throw new Error("Nobody is found.");
    const without = [
      ...new Set([...mirror.without, ...some(mirror.permissions, 0.2), ...some(mirror.groups, 0.2)]),
    ];
    const follow = mayFollow && other.follows === null && random() < 0.7;
    return { ...mirror, without, ...(follow ? { follow } : {}) };
  }
  const groups = await adminQuery<{ id: string }>(
    "SELECT id FROM groups WHERE organization_id = $1 AND rule IS NULL ORDER BY id",
    [organization.id],
  );
  const given = ALL_PERMISSIONS.filter((each) => isGivable(each, false));
  return {
    by: "role",
    role: (["user", "user", "billing", "viewer"] as const)[below(actor === admin ? 4 : 1)] ?? "user",
    accessProfile: ([null, "userManagementViewer"] as const)[below(2)] ?? null,
    groups: actor === admin ? some(groups, 0.15).map(({ id }) => id) : [],
    permissions: some(actor === admin ? given : ["users.read", "messages.read"], 0.2),
  };
}

/** How many of some people have come to a thing, or lost it. */
function counted(before: Standing[], after: Standing[], ids: readonly string[]): Record<string, number> {
  const lines: Record<string, number> = {};
  const add = (key: string) => {
    lines[key] = (lines[key] ?? 0) + 1;
  };
  for (const id of ids) {
    const was = before.find((each) => each.id === id);
    const is = after.find((each) => each.id === id);
    if (!was || !is) throw new Error("Somebody is gone.");
    for (const thing of is.things) if (!was.things.includes(thing)) add(`gained ${thing}`);
    for (const thing of was.things) if (!is.things.includes(thing)) add(`lost ${thing}`);
    for (const rule of was.ruled) if (!is.ruled.includes(rule)) add(`lost ${rule}`);
    for (const rule of is.ruled) add(`${was.ruled.includes(rule) ? "kept" : "gained"} ${rule}`);
  }
  return lines;
}

test("the difference that is shown is what comes of it, for people at random", async () => {
  let lines = 0;
  let moved = 0;
  let followers = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const actor = round < BY_MANAGER ? manager : admin;
    const before = await standings();
    const people = before.filter(({ id }) => id !== admin.userId && id !== manager.userId);
    const chosen = some(people, [0.02, 0.2, 0.9][below(3)] ?? 0).map(({ id }) => id);
    const grants = await anyGrants(actor, people, round >= BY_MANAGER);
    const plan = unwrap(await planGrants(actor, { ids: chosen }, grants));
    const shown = Object.fromEntries(plan.difference.lines.map(({ key, people: count }) => [key, count]));
    unwrap(await giveGrants(actor, { ids: chosen }, grants, { expected: plan.changed, shown: plan.shown }));
    const after = await standings();
    expect(shown, `round ${round}`).toEqual(counted(before, after, chosen));
    lines += plan.difference.lines.length;
    moved += plan.difference.lines.filter(({ key }) => /^(gained|lost) rule /.test(key)).length;
    followers += plan.difference.followers;
    const others = before.filter(({ id }) => !chosen.includes(id));
    const touched = others.filter(
      ({ id, things }) =>
        after
          .find((each) => each.id === id)
          ?.things.sort()
          .join() !== things.sort().join(),
    );
    for (const { follows } of touched) expect(chosen).toContain(follows);
    expect(plan.difference.followers).toBeGreaterThanOrEqual(touched.length);
  }
  expect(lines).toBeGreaterThan(200);
  expect(moved).toBeGreaterThan(20);
  expect(followers).toBeGreaterThan(0);
});

test("it names what a rule gives, of whoever gets rights and of whoever is mirrored", async () => {
  const { organization: home, admin: chief } = await makeHome();
  const seller = await makeUser(home, { company: "Sales", lastName: "Seller" });
  const rule = {
    match: "all" as const,
    conditions: [{ field: "company", is: "is" as const, value: "Sales" }],
  };
  unwrap(await createGroup(chief, { name: "Sellers", description: "", permissions: ["users.read"], rule }));
  const plan = unwrap(await planGrants(chief, { ids: [seller.id] }, OWN_ACCOUNT_ONLY));
  expect(plan).toMatchObject({ changed: 0, left: 1 });
  expect(plan.difference.lines).toMatchObject([
    { becomes: "kept", label: "Group “Sellers”, by its rule", people: 1 },
  ]);
  const [candidate] = await findMirrorCandidates(chief, "Seller");
  expect(candidate).toMatchObject({ lines: [], byRule: ["Sellers"], grants: { groups: [], without: [] } });
});

test("where they would gain or lose something else by now, nobody is changed", async () => {
  const { organization: home, admin: chief } = await makeHome();
  const users = [await makeUser(home), await makeUser(home)];
  const selection = { ids: users.map(({ id }) => id) };
  const grants: Grants = { ...OWN_ACCOUNT_ONLY, permissions: ["users.read"] };
  const { changed: expected, shown } = unwrap(await planGrants(chief, selection, grants));
  const own: Grants = { ...OWN_ACCOUNT_ONLY, permissions: ["audit.read"] };
  unwrap(await giveGrants(chief, { ids: selection.ids.slice(1) }, own));
  const before = await snapshot();
  // As many people as before would be changed, but not in the same way.
  expect(codeOf(await giveGrants(chief, selection, grants, { expected, shown }))).toBe("conflict");
  expect(await snapshot()).toEqual(before);
  const anew = unwrap(await planGrants(chief, selection, grants));
  expect(anew.difference.lines).toMatchObject([
    { key: "gained permission users.read", people: 2 },
    { key: "lost permission audit.read", people: 1 },
  ]);
  const confirmed = { expected: anew.changed, shown: anew.shown };
  expect(unwrap(await giveGrants(chief, selection, grants, confirmed))).toMatchObject({
    changed: 2,
    left: 0,
  });
});

test("it is told to nobody who may not see people, and of nobody out of reach or of another organization", async () => {
  const { organization: home, admin: chief } = await makeHome();
  const above = await makeUser(home, { role: "viewer", extraPermissions: ["settings.update"] });
  const stranger = await makeUser(await makeOrganization(), { role: "viewer" });
  const half = await makeActor(home, "user", "userManagementAdmin");
  const blind: Actor = {
    ...half,
    permissions: new Set([...half.permissions].filter((each) => each !== "users.read")),
  };
  const selection = { ids: [above.id, stranger.id] };
  const before = await snapshot();
  expect(codeOf(await planGrants(blind, selection, OWN_ACCOUNT_ONLY))).toBe("forbidden");
  expect(unwrap(await planGrants(half, selection, OWN_ACCOUNT_ONLY))).toMatchObject({
    changed: 0,
    left: 1,
    difference: { lines: [], followers: 0 },
  });
  expect(unwrap(await planGrants(chief, selection, OWN_ACCOUNT_ONLY)).difference.lines).toMatchObject([
    { key: "lost role viewer", people: 1 },
  ]);
  expect(await snapshot()).toEqual(before);
});
