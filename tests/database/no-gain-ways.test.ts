import { beforeAll, describe, expect, test } from "vitest";
import { allowFollowing } from "@/lib/grants/follow-commands";
import { type Actor, actorIn } from "@/lib/permissions/actor";
import { ALL_PERMISSIONS, type Permission } from "@/lib/permissions/permissions";
import { ACCESS_PROFILES, ROLES } from "@/lib/permissions/roles";
import { holdingOf, waysOf } from "@/tests/support/giving";
import { adminQuery } from "@/tests/support/product-database";
import {
  makeActor,
  makeOrganization,
  makeUser,
  personOf,
  type TestOrganization,
  unwrap,
} from "@/tests/support/product-people";
import {
  givableIn,
  givenBy,
  HOLDERS,
  KEY_REACH,
  type RoleWay,
  WAY_NAMES,
  WAYS,
  type WayName,
} from "@/tests/support/ways-to-give";

/** Rights that no role has: enough to go many ways, and little to give. */
const PARTS: Permission[][] = [
  ["users.read", "users.update", "users.role.update", "users.groups.update", "users.create"],
  ["users.read", "users.groups.update", "groups.read", "groups.update"],
  [
    "users.import.read",
    "users.import.prepare",
    "users.import.commit",
    "users.role.update",
    "users.update",
    "users.remove",
    "apiKeys.update",
  ],
];

/** The same of people at work in an organization that theirs manages. */
const ABROAD: Permission[][] = [
  ["organizations.read"],
  ["organizations.read", "organizations.manage"],
  ["organizations.read", "organizations.manage", "organizations.suspend"],
];

const ROLES_GIVEN = [
  ...ROLES.map((role) => ({ role, accessProfile: null })),
  ...ACCESS_PROFILES.map((accessProfile) => ({ role: "user" as const, accessProfile })),
];

type Holder = { label: string; actor: Actor };
type World = {
  organization: TestOrganization;
  holders: Holder[];
  ways: Awaited<ReturnType<typeof waysOf>>;
};

/** People at work in an organization, by their rights at home: in it, or in the one that manages it. */
async function worldOf(
  organization: TestOrganization,
  home: TestOrganization,
  parts: Permission[][],
): Promise<World> {
  const admin = await makeActor(organization, "admin");
  unwrap(await allowFollowing(admin, { isAllowed: true }));
  const people = [
    ...HOLDERS.map(({ label, role, accessProfile }) => ({ label, fields: { role, accessProfile } })),
    ...parts.map((extraPermissions) => ({ label: extraPermissions.join(" "), fields: { extraPermissions } })),
  ];
  const holders: World["holders"] = [];
  for (const { label, fields } of people) {
    const actor = actorIn(personOf(await makeUser(home, fields)), organization);
    if (actor) holders.push({ label, actor });
  }
  return { organization, holders, ways: await waysOf(organization, admin) };
}

let own: World;
let managed: World;
beforeAll(async () => {
  const organization = await makeOrganization();
  own = await worldOf(organization, organization, PARTS);
  // It manages others itself, so that there is something of managing to give in it.
  const home = await makeOrganization({ managing: true });
  managed = await worldOf(await makeOrganization({ managing: true, managedBy: home.id }), home, ABROAD);
});

const isRoleWay = (name: WayName): name is RoleWay => name in own.ways.roleWays;

/** What somebody gives by a way: all that they may in one go, and nothing where there is one more among it. */
async function expectNoGain(
  { organization, ways }: World,
  name: WayName,
  { label, actor }: Holder,
): Promise<number> {
  const of = async (id: string | null) => (id ? holdingOf(organization, id) : []);
  const may = givenBy(name, actor);
  if (isRoleWay(name)) {
    const given = new Set<Permission>();
    for (const role of ROLES_GIVEN) {
      for (const each of await of(await ways.roleWays[name](actor, role))) given.add(each);
    }
    expect([...given].sort(), label).toEqual(may.sort());
    return may.length;
  }
  const give = ways.permissionWays[name];
  if (may.length > 0) expect(await of(await give(actor, may)), `${label}: all`).toEqual([...may].sort());
  const beyond = givableIn(ALL_PERMISSIONS, organization).filter((each) => !may.includes(each));
  for (const permission of beyond)
    expect(await of(await give(actor, [permission])), `${label}: ${permission}`).toEqual([]);
  return may.length;
}

test("of those at home in a managing organization, those whom it lets manage others give anything here", () => {
  const givers = managed.holders.filter(({ actor }) =>
    WAY_NAMES.some((name) => givenBy(name, actor).length > 0),
  );
  expect(givers.map(({ label }) => label).sort()).toEqual(
    [
      "Organization admin",
      "organizations.read organizations.manage",
      "organizations.read organizations.manage organizations.suspend",
    ].sort(),
  );
});

describe.each(WAY_NAMES)("%s", (name) => {
  test(`${WAYS[name].label}: nobody gives what they do not hold`, async () => {
    let givers = 0;
    for (const holder of own.holders) if ((await expectNoGain(own, name, holder)) > 0) givers += 1;
    expect(givers).toBeGreaterThan(0);
  }, 120_000);

  test(`${WAYS[name].label}: nor does whoever manages the organization`, async () => {
    let givers = 0;
    for (const holder of managed.holders) if ((await expectNoGain(managed, name, holder)) > 0) givers += 1;
    expect(givers).toBeGreaterThan(0);
  }, 120_000);
});

describe("by the time that a job does it", () => {
  const LESSER: Permission[] = [...(PARTS[2] ?? []), "users.groups.update", "users.read"];
  const demote = async ({ userId, organizationId }: Actor) => {
    await adminQuery("UPDATE users SET role = 'user' WHERE id = $1", [userId]);
    await adminQuery("INSERT INTO held_permissions VALUES ($1, $2, $3)", [
      organizationId,
      userId,
      [...LESSER].sort(),
    ]);
  };

  test.each(["rows", "importChoices", "api"] as const)(
    "%s give what their author holds then",
    async (name) => {
      const { organization, ways } = own;
      const reach = name === "api" ? KEY_REACH : ALL_PERMISSIONS;
      let given = 0;
      for (const permission of givableIn(reach, organization)) {
        const author = await makeActor(organization, "admin");
        const id = await ways.permissionWays[name](author, [permission], () => demote(author));
        const gained = id ? await holdingOf(organization, id) : [];
        expect(gained, permission).toEqual(LESSER.includes(permission) ? [permission] : []);
        given += gained.length;
      }
      expect(given).toBeGreaterThan(0);
    },
    120_000,
  );

  test("an import that is taken back gives no role back that is above whoever took it back", async () => {
    for (const role of ROLES) {
      const author = await makeActor(own.organization, "admin");
      const given = { role, accessProfile: null };
      const id = await own.ways.roleWays.undoImport(author, given, () => demote(author));
      expect(id && (await holdingOf(own.organization, id)), role).toEqual([]);
    }
  });
});
