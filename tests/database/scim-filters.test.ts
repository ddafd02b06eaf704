import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { withOrganization } from "@/lib/db";
import { newId } from "@/lib/ids";
import { ROLES } from "@/lib/permissions/roles";
import { bindFilter } from "@/lib/scim/bind";
import { type Context, contextOf } from "@/lib/scim/context";
import { matches } from "@/lib/scim/evaluate";
import { listScimGroups } from "@/lib/scim/group-queries";
import { targetOf } from "@/lib/scim/path";
import type { Query } from "@/lib/scim/query";
import { ENTERPRISE_URI } from "@/lib/scim/schemas";
import { listScimUsers } from "@/lib/scim/user-queries";
import { adminQuery } from "@/tests/support/product-database";
import { makeActor, makeOrganization, makeUser, type TestOrganization } from "@/tests/support/product-people";
import { makeProperty } from "@/tests/support/properties";
import { makeScimClient } from "@/tests/support/scim";
import { filterText, SOME_MOMENTS, SOME_TEXTS, someFilter } from "@/tests/support/scim-filters";

const PEOPLE = 40;
const ALL = {
  isDescending: false,
  startIndex: 1,
  count: 200,
  attributes: [],
  excludedAttributes: [],
  sort: null,
};

let organization: TestOrganization;
let context: Context;
beforeAll(async () => {
  organization = await makeOrganization();
  const admin = await makeActor(organization, "admin");
  const ids = {
    text: (await makeProperty(admin, { name: "Floor" })).id,
    number: (await makeProperty(admin, { name: "Desks", type: "number" })).id,
    yesNo: (await makeProperty(admin, { name: "Is a guide", type: "yesNo" })).id,
  };
  const { connectionId: id } = await makeScimClient(admin);
  context = await contextOf({
    actor: admin,
    id,
    name: "Directory",
    sendsInvitations: false,
    writesRoles: false,
  });
  const groups = ["Ab", "é", "work"].map((name) => ({ organizationId: organization.id, id: newId(), name }));
  await withOrganization(organization.id, (tx) => tx.group.createMany({ data: groups }));
  for (const [index, person] of fc.sample(somebody, { numRuns: PEOPLE, seed: 7 }).entries()) {
    const { kept, externalId, desks, guide, floor, joins, ...fields } = person;
    const properties = {
      ...(floor ? { [ids.text]: floor } : {}),
      ...(desks === null ? {} : { [ids.number]: String(desks) }),
      ...(guide === null ? {} : { [ids.yesNo]: String(guide) }),
    };
    const made = await makeUser(organization, {
      ...fields,
      properties,
      customerCode: index % 3 ? `c${index}` : null,
    });
    const key = { organizationId: organization.id, userId: made.id };
    await withOrganization(organization.id, async (tx) => {
      if (Object.keys(kept).length > 0)
        await tx.scimPerson.create({ data: { ...key, kept: kept as object } });
      if (externalId) await tx.scimUserLink.create({ data: { ...key, connectionId: id, externalId } });
      for (const [place, group] of groups.entries())
        if (joins & (1 << place))
          await tx.groupMember.create({ data: { ...key, groupId: group.id, addedBy: {} } });
    });
  }
  // The last one is somebody's manager.
  await adminQuery(
    `UPDATE scim_people SET kept = kept || jsonb_build_object($1::text, jsonb_build_object('manager', jsonb_build_object('value',
       (SELECT id FROM users WHERE organization_id = $2 ORDER BY id DESC LIMIT 1)))) WHERE organization_id = $2 AND kept ? 'title'`,
    [ENTERPRISE_URI, organization.id],
  );
});

const word = fc.constantFrom(...SOME_TEXTS.filter((text) => text !== ""));
const perhaps = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary);
const several = fc.array(
  fc.record({ value: word, type: word, display: word, primary: fc.boolean() }, { requiredKeys: ["value"] }),
  { minLength: 1, maxLength: 3 },
);
const addressed = (slots: readonly string[]) =>
  fc
    .array(
      fc.record(
        { value: word, type: word, primary: fc.boolean(), $of: fc.constantFrom(...slots), $read: word },
        { requiredKeys: ["value"] },
      ),
      { minLength: 1, maxLength: 3 },
    )
    .map((all) =>
      all.filter(
        (each, index) =>
          all.findIndex(({ $of }) => $of !== undefined && $of === each.$of) === index ||
          each.$of === undefined,
      ),
    );

const kept = fc.record(
  {
    name: fc.record({ formatted: word, middleName: word }, { requiredKeys: [] }),
    displayName: word,
    nickName: word,
    title: word,
    emails: addressed(["accessEmail", "otherEmail"]),
    phoneNumbers: addressed(["mobilePhone", "businessPhone"]),
    addresses: fc.array(
      fc.record({ type: word, locality: word, primary: fc.boolean() }, { requiredKeys: ["type"] }),
      { minLength: 1, maxLength: 2 },
    ),
    ims: several,
    photos: several,
    [ENTERPRISE_URI]: fc.record({ department: word, costCenter: word }, { requiredKeys: ["department"] }),
  },
  { requiredKeys: [] },
);

const somebody = fc.record({
  firstName: word,
  lastName: word,
  accessEmail: word,
  otherEmail: perhaps(word),
  mobilePhone: perhaps(word),
  businessPhone: perhaps(word),
  company: perhaps(word),
  udid: perhaps(word),
  inAddressBook: fc.boolean(),
  role: fc.constantFrom(...ROLES),
  accessEndsAt: perhaps(fc.constant(new Date("2030-12-31T23:59:59.999Z"))),
  suspendedAt: perhaps(fc.constant(new Date())),
  legacyStatus: fc.constantFrom(null, null, null, "blocked"),
  createdAt: fc.constantFrom(...SOME_MOMENTS.map((moment) => new Date(moment))),
  updatedAt: fc.constantFrom(...SOME_MOMENTS.map((moment) => new Date(moment))),
  kept,
  externalId: perhaps(word),
  floor: perhaps(word),
  desks: perhaps(fc.constantFrom(-1, 0, 0.5, 7, 1000)),
  guide: perhaps(fc.boolean()),
  joins: fc.nat(7),
});

const idsOf = (resources: readonly Record<string, unknown>[]) =>
  resources.map(({ id }) => String(id)).toSorted();

test("a filter means the same people in the database as in memory", async () => {
  const { resources } = await listScimUsers(context, { ...ALL, filter: null });
  expect(resources.length).toBe(PEOPLE + 1);
  let met = 0;
  await fc.assert(
    fc.asyncProperty(someFilter(context.users), async (filter) => {
      const bound = bindFilter(filter, context.users);
      const found = await listScimUsers(context, { ...ALL, filter: bound });
      const meant = resources.filter((resource) => matches(bound, resource));
      if (meant.length > 0 && meant.length < resources.length) met += 1;
      expect(idsOf(found.resources), filterText(filter)).toEqual(idsOf(meant));
      expect(found.total).toBe(meant.length);
    }),
    { numRuns: 600 },
  );
  // Not only filters that mean everybody, or nobody.
  expect(met).toBeGreaterThan(100);
}, 60_000);

test("so does a filter of groups", async () => {
  const { resources } = await listScimGroups(context, { ...ALL, filter: null });
  expect(resources.length).toBe(3);
  const members = resources.flatMap(({ members: all }) => (all as { value: string }[] | undefined) ?? []);
  const texts = [...SOME_TEXTS, ...members.slice(0, 3).map(({ value }) => value), String(resources[0]?.id)];
  await fc.assert(
    fc.asyncProperty(someFilter(context.groups, texts), async (filter) => {
      const bound = bindFilter(filter, context.groups);
      const found = await listScimGroups(context, { ...ALL, filter: bound });
      expect(idsOf(found.resources), filterText(filter)).toEqual(
        idsOf(resources.filter((resource) => matches(bound, resource))),
      );
    }),
    { numRuns: 300 },
  );
}, 60_000);

test("pages in an order hold everybody once, whatever they are sorted by", async () => {
  const places = [
    ["userName"],
    ["name", "familyName"],
    ["title"],
    ["emails", "value"],
    ["meta", "created"],
    ["active"],
  ] as const;
  for (const [name, part] of places)
    for (const isDescending of [false, true]) {
      const target = targetOf(context.users, { uri: null, name, sub: part ?? null });
      if (!target?.attribute) throw new Error(`There is no ${name}.`);
      const sort = { ...target, attribute: target.attribute };
      const query: Query = { ...ALL, isDescending, filter: null, sort, count: 7 };
      const found: Record<string, unknown>[] = [];
      for (let startIndex = 1; startIndex <= PEOPLE + 1; startIndex += 7)
        found.push(...(await listScimUsers(context, { ...query, startIndex })).resources);
      expect(new Set(idsOf(found)).size, name).toBe(PEOPLE + 1);
      if (name !== "title") continue;
      const has = found.map(({ title }) => title !== undefined);
      // Whoever has none comes last, and first the other way round (RFC 7644, 3.4.2.3).
      expect(has).toEqual(
        has.toSorted((one, other) => Number(isDescending ? one : other) - Number(isDescending ? other : one)),
      );
    }
});
