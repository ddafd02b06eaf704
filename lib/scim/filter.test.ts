import fc from "fast-check";
import { expect, test } from "vitest";
import { bindFilter } from "@/lib/scim/bind";
import { matches } from "@/lib/scim/evaluate";
import { type Filter, parseFilter } from "@/lib/scim/filter";
import { Refusal } from "@/lib/scim/refusal";
import { ENTERPRISE_URI, USER_URI, userType } from "@/lib/scim/schemas";
import { filterText, someFilter } from "@/tests/support/scim-filters";

const type = userType([], false);
const means = (text: string, resource: Record<string, unknown>) =>
  matches(bindFilter(parseFilter(text), type), resource);

test("a filter that is written and read is the same", () => {
  fc.assert(
    fc.property(someFilter(type), (filter: Filter) => {
      expect(parseFilter(filterText(filter))).toEqual(filter);
    }),
    { numRuns: 500 },
  );
});

const BABS = {
  userName: "bjensen@example.com",
  name: { familyName: "O'Malley" },
  title: "Tour Guide",
  active: true,
  emails: [
    { value: "a@work.example.com", type: "work" },
    { value: "b@home.example.org", type: "home", primary: true },
  ],
  meta: { lastModified: "2026-05-13T04:42:34.000Z", resourceType: "User" },
  schemas: [USER_URI],
};

test.each<[string, boolean]>([
  ['userName eq "BJENSEN@example.com"', true],
  ['name.familyName co "O\'Malley"', true],
  ['userName sw "J"', false],
  [`${USER_URI}:userName sw "b"`, true],
  ["title pr", true],
  ["nickName pr", false],
  ['meta.lastModified gt "2011-05-13T04:42:34Z"', true],
  ['meta.lastModified le "2026-05-13T06:42:34+02:00"', true],
  ['title pr and active eq "True"', true],
  ["title pr and not (active eq true)", false],
  ['userType eq "Employee" or emails[type eq "work" and value co "@work.example.com"]', true],
  ['emails[type eq "work" and value co "home"] or emails[primary eq true and type eq "work"]', false],
  ['emails co "example.org"', true],
  ['schemas eq "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"', false],
  ["meta.resourceType eq User", true],
  ["nickName eq null", true],
  ["title ne null", true],
  ['title NE "x" AND (active EQ true)', true],
  // And comes before or.
  ['title eq "x" and active eq false or active eq true', true],
  [`${ENTERPRISE_URI}:manager pr`, false],
  ['nickName ne "x"', true],
  ['emails ne "a@work.example.com"', true],
])("%s is %s", (text, expected) => {
  expect(means(text, BABS)).toBe(expected);
});

test.each([
  "",
  "userName",
  "userName eq",
  'userName is "x"',
  'userName eq "x',
  'userName eq "\\x"',
  'userName eq "x" and',
  'userName eq "x" title pr',
  '(userName eq "x"',
  'userName eq "x")',
  "not userName pr",
  "emails[type eq work",
  "emails[emails[type pr]]",
  "emails[type pr].value pr",
  'title[type eq "x"]',
  'shoeSize eq "x"',
  'name.shoe eq "x"',
  'name eq "x"',
  "active gt true",
  'active eq "maybe"',
  'active co "t"',
  'meta.created gt "yesterday"',
  'meta.created co "2026"',
  "title gt null",
  'userName eq "x" xor title pr',
  "1 eq 1",
  `${"(".repeat(60)}title pr${")".repeat(60)}`,
  `title eq "${"x".repeat(9000)}"`,
])("%s is no filter", (text) => {
  expect(() => bindFilter(parseFilter(text), type)).toThrow(Refusal);
  try {
    bindFilter(parseFilter(text), type);
  } catch (error) {
    expect(error).toMatchObject({ status: 400, scimType: "invalidFilter" });
  }
});

test("whatever is no filter is refused, and nothing else is thrown", () => {
  const pieces = fc.constantFrom(
    "title",
    "eq",
    '"x"',
    "(",
    ")",
    "[",
    "]",
    "and",
    "or",
    "not",
    "pr",
    "emails",
    "type",
    "null",
    ".",
    "\\",
    '"',
    "1",
    " ",
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 12 }), fc.constantFrom("", " "), (parts, between) => {
      try {
        bindFilter(parseFilter(parts.join(between)), type);
      } catch (error) {
        expect(error).toBeInstanceOf(Refusal);
      }
    }),
    { numRuns: 1000 },
  );
});
