import { beforeAll, expect, test } from "vitest";
import { withOrganization } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import type { Rule } from "@/lib/groups/rule";
import { gainsByRules } from "@/lib/groups/rule-gains";
import { newId } from "@/lib/ids";
import { adminQuery } from "@/tests/support/product-database";
import { makeOrganization } from "@/tests/support/product-people";
import { randomness } from "@/tests/support/random-access";
import { type KeptRule, meets, type PersonRow } from "@/tests/support/read-rules";

const PEOPLE = 300;
const RULES = 500;
const PROPERTY = `property:${newId()}`;
const PERSON = `property:${newId()}`;
const BOSSES = [newId(), newId()];

const TEXTS = ["is", "isNot", "contains", "containsNot", "beginsWith", "endsWith", "isEmpty", "isNotEmpty"];
const TESTS: Record<string, string[]> = {
  company: TEXTS,
  firstName: TEXTS,
  domain: TEXTS,
  emailDomain: TEXTS,
  businessPhone: TEXTS,
  role: ["is", "isNot"],
  accessProfile: ["is", "isNot", "isEmpty", "isNotEmpty"],
  createdAt: ["from", "until", "is"],
  otherEmail: TEXTS,
  udid: TEXTS,
  accessEndsAt: ["from", "until", "is", "isEmpty", "isNotEmpty"],
  [PERSON]: ["is", "isNot", "isEmpty", "isNotEmpty"],
  [PROPERTY]: [...TEXTS, "atLeast", "atMost", "from", "until"],
};
const VALUES: Record<string, string[]> = {
  company: ["Sales", "SÁLES", "straße", "s", "50%_\\", "Émile & Sön"],
  firstName: ["zoë", "Z", "Ada"],
  domain: ["example", "organization", "."],
  emailDomain: ["mail.example", "MAIL", "example"],
  businessPhone: ["+49", "+4930", "1"],
  role: ["user", "admin", "billing"],
  accessProfile: ["userManagementAdmin", "userManagementViewer"],
  createdAt: ["2026-01-31", "2025-06-15", "2030-01-01"],
  otherEmail: ["Home.example", "una"],
  udid: ["00-AB", "ab"],
  accessEndsAt: ["2026-12-31", "2027-01-01"],
  [PERSON]: BOSSES,
  [PROPERTY]: ["12", "-3.5", "2026-02-01", "true", "Red", "1e9"],
};

const random = randomness(33);
const oneOf = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;

let organization_id: string;
let rows: PersonRow[];
let rules: [string, KeptRule][];

beforeAll(async () => {
  const { id, domainId: domain_id, domain } = await makeOrganization();
  organization_id = id;
  const people = Array.from({ length: PEOPLE }, (_, index) => ({
    organization_id,
    domain_id,
    id: newId(),
    first_name: oneOf(["Ada", "Zoé", "zoe"]),
    last_name: `Person ${index}`,
    username: `rule${index}@${domain}`,
    access_email: `rule${index}@${oneOf(["mail.example", "Example.org".toLowerCase()])}`,
    company: oneOf([null, "sales", "Sales ", "STRASSE", "ßales", "50%_\\ off", "emile & son"]),
    business_phone: oneOf([null, "+493012345", "+4366412345"]),
    other_email: oneOf([null, "una@home.example", "ulf@other.example"]),
    udid: oneOf([null, "00-ab", "11-CD"]),
    access_ends_at: oneOf([null, "2026-12-31T23:59:59.999Z", "2027-01-01T12:00:00Z"]),
    role: oneOf(["user", "user", "admin", "billing"]),
    access_profile: oneOf([null, "userManagementAdmin"]),
    created_at: oneOf(["2025-06-15T23:59:59.999Z", "2026-01-31T00:00:00Z", "2026-02-01T00:00:00Z"]),
    removed_at: random() < 0.1 ? new Date().toISOString() : null,
    properties:
      random() < 0.2
        ? {}
        : {
            [PROPERTY.slice(9)]: oneOf([...(VALUES[PROPERTY] ?? []), "11", "x"]),
            ...(random() < 0.7 ? { [PERSON.slice(9)]: oneOf(BOSSES) } : {}),
          },
  }));
  const columns = Object.keys(people[0] ?? {}).join(", ");
  await adminQuery(
    `INSERT INTO users (${columns}) SELECT ${columns} FROM jsonb_populate_recordset(NULL::users, $1::jsonb)`,
    [JSON.stringify(people)],
  );
  rows = await adminQuery<PersonRow>("SELECT * FROM users WHERE organization_id = $1", [organization_id]);
  rules = Array.from({ length: RULES }, (): [string, KeptRule] => {
    const conditions = Array.from({ length: 1 + Math.floor(random() * 3) }, () => {
      const field = oneOf(Object.keys(TESTS));
      return { field, is: oneOf(TESTS[field] ?? []), value: oneOf(VALUES[field] ?? []) };
    });
    return [newId(), { match: oneOf(["all", "any"]), conditions }];
  });
});

test(`${RULES} rules mean the same of ${PEOPLE} people in the database as by hand`, async () => {
  const found = await withOrganization(
    organization_id,
    (tx) => tx.$queryRaw<{ group_id: string; people: string[] }[]>`
      SELECT group_id, array_agg(user_id::text ORDER BY user_id) AS people
      FROM people_by_rules(${organization_id}::uuid, ${JSON.stringify(Object.fromEntries(rules))}::jsonb,
        array(SELECT id FROM users)) GROUP BY group_id`,
  );
  const means = new Map(found.map(({ group_id, people: meant }) => [group_id, meant]));
  let meant = 0;
  for (const [id, rule] of rules) {
    const expected = rows.filter((row) => meets(rule, row)).map((row) => String(row.id));
    meant += expected.length;
    expect(means.get(id) ?? [], JSON.stringify(rule)).toEqual(expected.sort());
  }
  expect(meant).toBeGreaterThan(PEOPLE * 10);
});

/** How forms call what a rule asks, with the column of it; what is not here is not written by any. */
const WRITTEN: Record<string, [string, (string | null)[]]> = {
  company: ["company", [null, "sales", "Straße", "50%_\\ off"]],
  firstName: ["first_name", ["Zoë", "Ada"]],
  username: ["username", ["a@one.example", "b@organization.example"]],
  accessEmail: ["access_email", ["a@mail.example", "b@example.org"]],
  businessPhone: ["business_phone", [null, "+493099"]],
  otherEmail: ["other_email", [null, "una@home.example"]],
  udid: ["udid", [null, "00-AB"]],
  accessEndsAt: ["access_ends_at", [null, "2026-12-31", "2027-02-03"]],
  role: ["role", ["user", "admin"]],
  accessProfile: ["access_profile", [null, "userManagementAdmin"]],
  [PROPERTY.replace(":", ".")]: [PROPERTY, [null, "12", "-3.5", "Red"]],
};
const FIELD_OF: Record<string, string> = { domain: "username", emailDomain: "accessEmail" };
const calledIn = (field: string) => FIELD_OF[field] ?? field.replace(":", ".");

test("and the same of people as they would be, new and changed, before anything is written", async () => {
  const live = rows.filter(({ removed_at }) => !removed_at);
  const given = live.map((row, index) => {
    const isNew = index % 3 === 0;
    const fields = Object.entries(WRITTEN).filter(([field]) => (isNew ? field !== "role" : random() < 0.4));
    const said = Object.fromEntries(fields.map(([field, [, values]]) => [field, oneOf(values)]));
    const unknown = Object.keys(WRITTEN).filter(() => random() < 0.05);
    const blank = { removed_at: null, created_at: new Date(), properties: {} } as unknown as PersonRow;
    const person: PersonRow = { ...(isNew ? blank : row), properties: { ...(isNew ? {} : row.properties) } };
    for (const [field, value] of Object.entries(said)) {
      const column = WRITTEN[field]?.[0] ?? "";
      if (column !== PROPERTY) person[column] = value;
      else if (value === null) delete person.properties[PROPERTY.slice(9)];
      else person.properties[PROPERTY.slice(9)] = value;
    }
    const open = new Set([...unknown, ...(isNew ? ["role"] : [])]);
    return { line: index, user_id: isNew ? null : row.id, said, unknown, person, open };
  });
  const groups = rules.map(([id, rule]) => ({ id, name: id, rule: rule as Rule }));
  const found = await withOrganization(organization_id, (tx) =>
    gainsByRules(
      tx,
      organization_id,
      groups,
      Prisma.sql`SELECT * FROM jsonb_to_recordset(${JSON.stringify(given)}::jsonb)
        AS given(line integer, user_id uuid, said jsonb, unknown text[])`,
    ),
  );
  const means = new Map(found.map(({ line, groupId, fields }) => [`${line} ${groupId}`, fields]));
  let meant = 0;
  const otherwise: unknown[] = [];
  for (const { line, person, open } of given) {
    for (const [id, rule] of rules) {
      const met = rule.conditions.filter(
        (condition) =>
          !open.has(calledIn(condition.field)) && meets({ match: "all", conditions: [condition] }, person),
      );
      const isMeant = rule.match === "all" ? met.length === rule.conditions.length : met.length > 0;
      if (isMeant) meant += 1;
      const fields = isMeant ? met.map(({ field }) => calledIn(field)) : undefined;
      const told = means.get(`${line} ${id}`);
      if (JSON.stringify(told) !== JSON.stringify(fields)) otherwise.push([rule, person, told, fields]);
    }
  }
  expect(otherwise).toEqual([]);
  expect(meant).toBeGreaterThan(PEOPLE * 10);
});
