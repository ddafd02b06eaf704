import { beforeEach, describe, expect, test } from "vitest";
import { makeActor, makeOrganization, type TestOrganization } from "@/tests/support/product-people";
import { makeScimClient, type ScimAnswer, type ScimBody, type ScimClient } from "@/tests/support/scim";

// The examples of RFC 7644, section by section. Where an answer is not as the RFC prints it, a comment says what the RFC
// allows: usernames here always have a domain, and everybody has an access email and a role.

const USER = "urn:ietf:params:scim:schemas:core:2.0:User";
const GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group";
const ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
const MESSAGES = "urn:ietf:params:scim:api:messages:2.0";
const BASE = "http://rollcall.example/api/scim/v2";

let organization: TestOrganization;
let client: ScimClient;
beforeEach(async () => {
  organization = await makeOrganization();
  client = await makeScimClient(await makeActor(organization, "admin"));
});

const at = (name: string) => `${name}@${organization.domain}`;
const emailsOf = ({ emails = [] }: ScimBody) =>
  emails.map(({ value, type, primary = false }) => [value, type, primary]);
const query = (parameters: Record<string, string>) => `?${new URLSearchParams(parameters)}`;

async function made(path: string, body: object): Promise<ScimBody> {
  const answer = await client.send("POST", path, body);
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return answer.body;
}

const BJENSEN = {
  schemas: [USER],
  userName: "bjensen",
  externalId: "bjensen",
  name: { formatted: "Ms. Barbara J Jensen III", familyName: "Jensen", givenName: "Barbara" },
};

const bjensen = (more: object = {}) => made("/Users", { ...BJENSEN, ...more });
const patch = (path: string, ...Operations: object[]): Promise<ScimAnswer> =>
  client.send("PATCH", path, { schemas: [`${MESSAGES}:PatchOp`], Operations });

function expectError({ status, headers, body }: ScimAnswer, expected: number, scimType?: string): void {
  expect([status, body.status, body.schemas]).toEqual([expected, String(expected), [`${MESSAGES}:Error`]]);
  expect(headers.get("content-type")).toBe("application/scim+json; charset=utf-8");
  expect(body.scimType).toBe(scimType);
  expect(body.detail).toEqual(expect.any(String));
}

test("3.3: a resource is created", async () => {
  const { status, headers, body } = await client.send("POST", "/Users", BJENSEN);
  expect(status).toBe(201);
  expect(headers.get("content-type")).toBe("application/scim+json; charset=utf-8");
  expect(headers.get("location")).toBe(`${BASE}/Users/${body.id}`);
  expect(headers.get("etag")).toBe(body.meta.version);
  expect(body).toMatchObject({
    ...BJENSEN,
    schemas: expect.arrayContaining([USER]),
    userName: at("bjensen"),
  });
  expect(body.meta).toEqual({
    resourceType: "User",
    created: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    lastModified: body.meta.created,
    location: `${BASE}/Users/${body.id}`,
    version: expect.stringMatching(/^W\/"\d+"$/),
  });
});

test("3.3: one that is there already is refused with 409 and uniqueness", async () => {
  await bjensen();
  expectError(await client.send("POST", "/Users", BJENSEN), 409, "uniqueness");
});

test("3.4.1: a known resource is read", async () => {
  const phoneNumbers = [{ value: "+1 555 555 8377", type: "work" }];
  const emails = [{ value: "bjensen@example.com", type: "work" }];
  const { id } = await bjensen({ phoneNumbers, emails });
  const { status, headers, body } = await client.send("GET", `/Users/${id}`);
  expect([status, headers.get("content-location"), headers.get("etag")]).toEqual([
    200,
    `${BASE}/Users/${id}`,
    body.meta.version,
  ]);
  expect(body).toMatchObject({
    ...BJENSEN,
    schemas: expect.arrayContaining([USER]),
    userName: at("bjensen"),
    phoneNumbers,
    emails,
  });
  expectError(await client.send("GET", "/Users/2819c223-7f76-453a-919d-413861904646"), 404);
});

test("3.4.2: resources are listed with the attributes that are asked for", async () => {
  const [one, other] = [await bjensen(), await made("/Users", { schemas: [USER], userName: "jsmith" })];
  const { status, body } = await client.send("GET", "/Users?attributes=userName");
  expect(status).toBe(200);
  expect([body.schemas, body.totalResults]).toEqual([[`${MESSAGES}:ListResponse`], 3]);
  expect(body.Resources.slice(1)).toEqual(
    [one, other].map(({ schemas, id, userName }) => ({ schemas, id, userName })),
  );
});

describe("3.4.2.2: a filter", () => {
  beforeEach(async () => {
    await bjensen({
      title: "Vice President",
      userType: "Employee",
      emails: [
        { value: "b@work.example.com", type: "work" },
        { value: "b@example.org", type: "home" },
      ],
      ims: [{ value: "b@foo.com", type: "xmpp" }],
      [ENTERPRISE]: { employeeNumber: "701984" },
    });
    await made("/Users", {
      schemas: [USER],
      userName: "James",
      name: { familyName: "O'Malley" },
      userType: "Intern",
      emails: [{ value: "j@other.example" }],
    });
  });

  test.each<[string, string[]]>([
    ['userName eq "bjensen@DOMAIN"', ["bjensen"]],
    ['name.familyName co "O\'Malley"', ["james"]],
    ['userName sw "J"', ["james"]],
    ['urn:ietf:params:scim:schemas:core:2.0:User:userName sw "J"', ["james"]],
    ["title pr", ["bjensen"]],
    ['meta.lastModified gt "2011-05-13T04:42:34Z"', ["bjensen", "james"]],
    ['meta.lastModified ge "2011-05-13T04:42:34Z"', ["bjensen", "james"]],
    ['meta.lastModified lt "2011-05-13T04:42:34Z"', []],
    ['meta.lastModified le "2011-05-13T04:42:34Z"', []],
    ['title pr and userType eq "Employee"', ["bjensen"]],
    ['title pr or userType eq "Intern"', ["bjensen", "james"]],
    ['schemas eq "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"', ["bjensen"]],
    ['userType eq "Employee" and (emails co "example.com" or emails.value co "example.org")', ["bjensen"]],
    ['userType ne "Employee" and not (emails co "example.com" or emails.value co "example.org")', ["james"]],
    ['userType eq "Employee" and (emails.type eq "work")', ["bjensen"]],
    ['userType eq "Employee" and emails[type eq "work" and value co "@work.example.com"]', ["bjensen"]],
    [
      'emails[type eq "work" and value co "@example.com"] or ims[type eq "xmpp" and value co "@foo.com"]',
      ["bjensen"],
    ],
    ['urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber eq "701984"', ["bjensen"]],
  ])("%s", async (filter, expected) => {
    // Who is here beside them is the admin who made the connection, and has a name without a user type.
    const asked = `(${filter.replace("DOMAIN", organization.domain)}) and userType pr`;
    const { status, body } = await client.send("GET", `/Users${query({ filter: asked })}`);
    expect(status).toBe(200);
    expect(body.Resources.map(({ userName }) => String(userName).split("@")[0])).toEqual(expected);
    expect([body.totalResults, body.itemsPerPage]).toEqual([expected.length, expected.length]);
  });

  test("over several kinds of resources", async () => {
    await made("/Groups", { schemas: [GROUP], displayName: "Guides" });
    const filter = "(meta.resourceType eq User) or (meta.resourceType eq Group)";
    const { body } = await client.send("GET", `/${query({ filter })}`);
    expect(body.Resources.map(({ meta }) => meta.resourceType)).toEqual(["User", "User", "User", "Group"]);
  });

  test("that cannot be read is 400 invalidFilter", async () => {
    expectError(
      await client.send("GET", `/Users${query({ filter: 'userName is "x"' })}`),
      400,
      "invalidFilter",
    );
    expectError(
      await client.send("GET", `/Users${query({ filter: 'shoeSize eq "x"' })}`),
      400,
      "invalidFilter",
    );
  });
});

test("3.4.2.3: resources are sorted, ascending unless something else is said", async () => {
  for (const userName of ["cy", "ada", "bob"])
    await made("/Users", { schemas: [USER], userName, userType: "x" });
  const names = async (parameters: Record<string, string>) => {
    const { body } = await client.send("GET", `/Users${query({ filter: "userType pr", ...parameters })}`);
    return body.Resources.map(({ userName }) => String(userName).split("@")[0]);
  };
  expect(await names({ sortBy: "userName" })).toEqual(["ada", "bob", "cy"]);
  expect(await names({ sortBy: "userName", sortOrder: "descending" })).toEqual(["cy", "bob", "ada"]);
  expect(await names({ sortBy: "emails" })).toEqual(["ada", "bob", "cy"]);
});

test("3.4.2.4: pages begin where they are asked to", async () => {
  for (let count = 0; count < 12; count += 1)
    await made("/Users", { schemas: [USER], userName: `user${count}` });
  const page = async (parameters: Record<string, string>) => {
    const { status, body } = await client.send("GET", `/Users${query(parameters)}`);
    return [status, body.totalResults, body.itemsPerPage, body.startIndex, body.Resources.length];
  };
  expect(await page({ startIndex: "1", count: "10" })).toEqual([200, 13, 10, 1, 10]);
  expect(await page({ startIndex: "11", count: "10" })).toEqual([200, 13, 3, 11, 3]);
  expect(await page({ startIndex: "0", count: "-1" })).toEqual([200, 13, 0, 1, 0]);
  expect(await page({ startIndex: "99" })).toEqual([200, 13, 0, 99, 0]);
  expectError(await client.send("GET", "/Users?count=many"), 400, "invalidValue");
});

test("3.4.3: a search by POST", async () => {
  await made("/Users", { schemas: [USER], userName: "smith", displayName: "Smith James" });
  await made("/Groups", { schemas: [GROUP], displayName: "Smith Family" });
  const asked = {
    schemas: [`${MESSAGES}:SearchRequest`],
    attributes: ["displayName", "userName"],
    filter: 'displayName sw "smith"',
    startIndex: 1,
    count: 10,
  };
  const { status, body } = await client.send("POST", "/.search", asked);
  expect(status).toBe(200);
  expect(body).toMatchObject({
    schemas: [`${MESSAGES}:ListResponse`],
    totalResults: 2,
    itemsPerPage: 2,
    startIndex: 1,
  });
  expect(body.Resources.map(({ userName, displayName }) => ({ userName, displayName }))).toEqual([
    { userName: at("smith"), displayName: "Smith James" },
    { displayName: "Smith Family" },
  ]);
  expect((await client.send("POST", "/Users/.search", asked)).body.totalResults).toBe(1);
});

test("3.5.1: a resource is replaced", async () => {
  const { id, meta } = await bjensen({ title: "Chief" });
  const body = {
    schemas: [USER],
    id,
    userName: "bjensen",
    externalId: "bjensen",
    name: { ...BJENSEN.name, middleName: "Jane" },
    roles: [],
    emails: [{ value: "bjensen@example.com" }, { value: "babs@jensen.org" }],
  };
  const answer = await client.send("PUT", `/Users/${id}`, body, { "if-match": meta.version ?? "" });
  expect(answer.status).toBe(200);
  // Roles are read alone by this connection: everybody has one (RFC 7643, 2.2: readOnly).
  const { roles: _, schemas: __, ...rest } = body;
  expect(answer.body).toMatchObject({ ...rest, userName: at("bjensen") });
  expect(answer.body.title).toBeUndefined();
  expect(answer.headers.get("etag")).not.toBe(meta.version);
});

describe("3.5.2: PATCH", () => {
  let babs: ScimBody;
  let james: ScimBody;
  let group: ScimBody;
  beforeEach(async () => {
    babs = await bjensen({
      addresses: [{ type: "work", streetAddress: "100 Universal City Plaza", locality: "Hollywood" }],
      emails: [
        { value: "b@example.com", type: "work" },
        { value: "b@other.example", type: "home" },
      ],
    });
    james = await made("/Users", { schemas: [USER], userName: "james" });
    group = await made("/Groups", { schemas: [GROUP], displayName: "Guides", members: [{ value: babs.id }] });
  });
  const members = async () => {
    const { body } = await client.send("GET", `/Groups/${group.id}`);
    return (body.members ?? []).map(({ value }) => value).toSorted();
  };

  test("3.5.2.1: adds a member to a group", async () => {
    const value = [{ display: "James", $ref: `${BASE}/Users/${james.id}`, value: james.id }];
    expect((await patch(`/Groups/${group.id}`, { op: "add", path: "members", value })).status).toBe(204);
    expect(await members()).toEqual([babs.id, james.id].toSorted());
    const before = (await client.send("GET", `/Groups/${group.id}`)).headers.get("etag");
    await patch(`/Groups/${group.id}`, { op: "add", path: "members", value });
    expect((await client.send("GET", `/Groups/${group.id}`)).headers.get("etag")).toBe(before);
  });

  test("3.5.2.1: adds several attributes without a path", async () => {
    const value = { emails: [{ value: "babs@jensen.org", type: "home" }], nickname: "Babs" };
    const { status, body } = await patch(`/Users/${babs.id}`, { op: "add", value });
    expect([status, body.nickName]).toEqual([200, "Babs"]);
    expect(body.emails).toContainEqual({ value: "babs@jensen.org", type: "home" });
    expect(body.emails).toHaveLength(3);
  });

  test("3.5.2.2: removes a member, and all of them", async () => {
    await patch(`/Groups/${group.id}`, { op: "add", path: "members", value: [{ value: james.id }] });
    await patch(`/Groups/${group.id}`, { op: "remove", path: `members[value eq "${james.id}"]` });
    expect(await members()).toEqual([babs.id]);
    expect((await patch(`/Groups/${group.id}`, { op: "remove", path: "members" })).status).toBe(204);
    expect(await members()).toEqual([]);
  });

  test("3.5.2.2: removes some of several values", async () => {
    const path = 'emails[type eq "work" and value ew "example.com"]';
    const { body } = await patch(`/Users/${babs.id}`, { op: "remove", path });
    expect(emailsOf(body)).toEqual([["b@other.example", "home", false]]);
  });

  test("3.5.2.2: removes one member and adds another", async () => {
    const value = [{ display: "James Smith", value: james.id }];
    const remove = { op: "remove", path: `members[value eq "${babs.id}"]` };
    await patch(`/Groups/${group.id}`, remove, { op: "add", path: "members", value });
    expect(await members()).toEqual([james.id]);
  });

  test("3.5.2.3: replaces all members", async () => {
    const value = [{ display: "James Smith", value: james.id }];
    await patch(`/Groups/${group.id}`, { op: "replace", path: "members", value });
    expect(await members()).toEqual([james.id]);
  });

  test("3.5.2.3: replaces an address, and a part of one", async () => {
    const address = {
      type: "work",
      streetAddress: "911 Universal City Plaza",
      locality: "Hollywood",
      region: "CA",
      postalCode: "91608",
      country: "US",
      formatted: "911 Universal City Plaza\nHollywood, CA 91608 US",
      primary: true,
    };
    const whole = await patch(`/Users/${babs.id}`, {
      op: "replace",
      path: 'addresses[type eq "work"]',
      value: address,
    });
    expect(whole.body.addresses).toEqual([address]);
    const path = 'addresses[type eq "work"].streetAddress';
    const part = await patch(`/Users/${babs.id}`, { op: "replace", path, value: "1010 Broadway Ave" });
    expect(part.body.addresses).toEqual([{ ...address, streetAddress: "1010 Broadway Ave" }]);
  });

  test("3.5.2.3: replaces several attributes without a path", async () => {
    const emails = [
      { value: "bjensen@example.com", type: "work", primary: true },
      { value: "babs@jensen.org", type: "home" },
    ];
    const { body } = await patch(`/Users/${babs.id}`, { op: "replace", value: { emails, nickname: "Babs" } });
    expect([body.emails, body.nickName]).toEqual([emails, "Babs"]);
  });

  test("does all of it, or nothing", async () => {
    const answer = await patch(
      `/Users/${babs.id}`,
      { op: "replace", path: "title", value: "Boss" },
      { op: "replace", path: 'emails[type eq "fax"].value', value: "x@y.example" },
    );
    expectError(answer, 400, "noTarget");
    expect((await client.send("GET", `/Users/${babs.id}`)).body).toMatchObject({
      ...babs,
      groups: expect.anything(),
    });
  });
});

test("3.6: a resource is deleted, and is not there any more", async () => {
  const { id, meta } = await bjensen();
  expectError(
    await client.send("DELETE", `/Users/${id}`, undefined, { "if-match": 'W/"c310cd84f0281b7"' }),
    412,
  );
  const answer = await client.send("DELETE", `/Users/${id}`, undefined, { "if-match": meta.version ?? "" });
  expect([answer.status, answer.body]).toEqual([204, {}]);
  const gone = await client.send("GET", `/Users/${id}`);
  expectError(gone, 404);
  expect(gone.body.detail).toContain(`Resource ${id} not found`);
  expect((await client.send("GET", `/Users${query({ filter: `id eq "${id}"` })}`)).body.totalResults).toBe(0);
});

describe("3.7: bulk", () => {
  const bulk = (Operations: object[], more: object = {}) =>
    client.send("POST", "/Bulk", { schemas: [`${MESSAGES}:BulkRequest`], Operations, ...more });
  const post = (userName: string, bulkId: string, more: object = {}) => ({
    method: "POST",
    path: "/Users",
    bulkId,
    data: { schemas: [USER], userName, ...more },
  });

  test("3.7.1: groups that are in each other wait for each other, and are refused with 409", async () => {
    const group = (displayName: string, bulkId: string, member: string) => ({
      method: "POST",
      path: "/Groups",
      bulkId,
      data: { schemas: [GROUP], displayName, members: [{ type: "Group", value: `bulkId:${member}` }] },
    });
    const { status, body } = await bulk([
      group("Group A", "qwerty", "ytrewq"),
      group("Group B", "ytrewq", "qwerty"),
    ]);
    expect(status).toBe(200);
    expect(body.Operations.map((each) => each.status)).toEqual(["409", "409"]);
  });

  test("3.7.2: what one operation makes, others name, whichever comes first", async () => {
    const guides = {
      method: "POST",
      path: "/Groups",
      bulkId: "ytrewq",
      data: {
        schemas: [GROUP],
        displayName: "Tour Guides",
        members: [{ type: "User", value: "bulkId:qwerty" }],
      },
    };
    for (const operations of [[post("Alice", "qwerty"), guides]]) {
      const { status, body } = await bulk(operations);
      expect([status, body.schemas]).toEqual([200, [`${MESSAGES}:BulkResponse`]]);
      expect(body.Operations).toEqual([
        {
          location: expect.stringContaining(`${BASE}/Users/`),
          method: "POST",
          bulkId: "qwerty",
          version: 'W/"1"',
          status: "201",
        },
        {
          location: expect.stringContaining(`${BASE}/Groups/`),
          method: "POST",
          bulkId: "ytrewq",
          version: expect.any(String),
          status: "201",
        },
      ]);
      const group = await client.send("GET", String(body.Operations[1]?.location).slice(BASE.length));
      expect(group.body.members).toMatchObject([
        { value: String(body.Operations[0]?.location).split("/").at(-1) },
      ]);
    }
    const manager = post("Jim", "jim", { [ENTERPRISE]: { manager: { value: "bulkId:bob" } } });
    const { body } = await bulk([manager, post("Bob", "bob")]);
    expect(body.Operations.map(({ bulkId, status }) => [bulkId, status])).toEqual([
      ["jim", "201"],
      ["bob", "201"],
    ]);
  });

  test("3.7.3: each operation has an answer of its own", async () => {
    const bob = await made("/Users", { schemas: [USER], userName: "Bob" });
    const dan = await made("/Users", { schemas: [USER], userName: "Dan" });
    const eve = await made("/Users", { schemas: [USER], userName: "Eve" });
    const name = [
      { op: "replace", path: "name.familyName", value: "Dent" },
      { op: "add", path: "emails", value: [{ type: "home", value: "d@home.example" }] },
    ];
    const { status, body } = await bulk(
      [
        post("Alice", "qwerty"),
        {
          method: "PUT",
          path: `/Users/${bob.id}`,
          version: bob.meta.version,
          data: { schemas: [USER], userName: "Bob", nickName: "B" },
        },
        { method: "PATCH", path: `/Users/${dan.id}`, version: dan.meta.version, data: { Operations: name } },
        { method: "DELETE", path: `/Users/${eve.id}`, version: eve.meta.version },
      ],
      { failOnErrors: 1 },
    );
    expect(status).toBe(200);
    expect(body.Operations.map(({ method, status: each }) => [method, each])).toEqual([
      ["POST", "201"],
      ["PUT", "200"],
      ["PATCH", "200"],
      ["DELETE", "204"],
    ]);
    expect(body.Operations[1]).toMatchObject({
      location: `${BASE}/Users/${bob.id}`,
      version: expect.stringMatching(/^W\//),
    });
  });

  test("3.7.3: ends after as many errors as it is told, and tells each", async () => {
    const there = "4342-unknown";
    const operations = [
      { method: "POST", path: "/Users", bulkId: "qwerty", data: { schemas: [USER] } },
      { method: "PUT", path: `/Users/${there}`, data: { schemas: [USER], userName: "Bob" } },
      post("Late", "late"),
    ];
    const ended = await bulk(operations, { failOnErrors: 1 });
    expect(ended.status).toBe(200);
    expect(ended.body.Operations).toEqual([
      {
        method: "POST",
        bulkId: "qwerty",
        status: "400",
        response: {
          schemas: [`${MESSAGES}:Error`],
          scimType: "invalidValue",
          detail: expect.any(String),
          status: "400",
        },
      },
    ]);
    const through = await bulk(operations);
    expect(through.body.Operations.map((each) => each.status)).toEqual(["400", "404", "201"]);
  });

  test("3.7.4: more than there may be is 413", async () => {
    expectError(await bulk(Array.from({ length: 501 }, (_, index) => post(`u${index}`, String(index)))), 413);
    expectError(await client.send("POST", "/Bulk", `"${"x".repeat(1_100_000)}"`), 413);
    const { body } = await client.send("GET", "/ServiceProviderConfig");
    expect(body.bulk).toEqual({ supported: true, maxOperations: 500, maxPayloadSize: 1_048_576 });
  });

  test("what is no operation is refused as a whole", async () => {
    expectError(await bulk([{ method: "GET", path: "/Users" }]), 400, "invalidSyntax");
    expectError(await bulk([{ method: "POST", path: "/Users", data: {} }]), 400, "invalidSyntax");
    expectError(await bulk([{ method: "POST", path: "/Shoes", bulkId: "x", data: {} }]), 400, "invalidPath");
    expectError(await bulk([]), 400, "invalidSyntax");
  });
});

test("3.9: the attributes that are asked for, and those that are not", async () => {
  const { id, schemas } = await bjensen({ emails: [{ value: "b@c.example", type: "work" }] });
  const read = async (parameters: Record<string, string>) =>
    (await client.send("GET", `/Users/${id}${query(parameters)}`)).body;
  expect(await read({ attributes: "userName" })).toEqual({ schemas, id, userName: at("bjensen") });
  expect(await read({ attributes: `${USER}:name.familyName,emails.value` })).toEqual({
    schemas,
    id,
    name: { familyName: "Jensen" },
    emails: [{ value: "b@c.example" }],
  });
  const without = await read({ excludedAttributes: "name.formatted,id,emails" });
  expect(without).toMatchObject({ id, name: { familyName: "Jensen", givenName: "Barbara" } });
  expect([without.emails, (without.name as Record<string, unknown>).formatted]).toEqual([
    undefined,
    undefined,
  ]);
});

test("3.11: a connection is nobody, so /Me is not implemented", async () => {
  expectError(await client.send("GET", "/Me"), 501);
});

describe("3.12: errors", () => {
  test("a PATCH of what is only read is 400 mutability", async () => {
    const { id } = await bjensen();
    expectError(await patch(`/Users/${id}`, { op: "replace", path: "groups", value: [] }), 400, "mutability");
  });

  test("what is missing, no JSON, of another kind, or nowhere", async () => {
    expectError(await client.send("POST", "/Users", { schemas: [USER] }), 400, "invalidValue");
    expectError(await client.send("POST", "/Users", { userName: "x" }), 400, "invalidValue");
    expectError(await client.send("POST", "/Users", "{"), 400, "invalidSyntax");
    expectError(await client.send("POST", "/Users", BJENSEN, { "content-type": "text/plain" }), 415);
    expectError(await client.send("GET", "/Shoes"), 404);
    expectError(await client.send("PUT", "/Users", BJENSEN), 405);
    expectError(await client.send("DELETE", "/Schemas"), 405);
  });
});

test("3.14: versions: only what has changed is sent again, and only what is known is written", async () => {
  const { id, meta } = await bjensen();
  const version = meta.version ?? "";
  const same = await client.send("GET", `/Users/${id}`, undefined, { "if-none-match": version });
  expect([same.status, same.body]).toEqual([304, {}]);
  const put = (tag: string) =>
    client.send("PUT", `/Users/${id}`, { ...BJENSEN, nickName: "B" }, { "if-match": tag });
  expect((await put(version)).status).toBe(200);
  expectError(await put(version), 412);
  expect((await put("*")).status).toBe(200);
  expect((await client.send("GET", `/Users/${id}`, undefined, { "if-none-match": version })).status).toBe(
    200,
  );
});

test("4: what the service tells of itself", async () => {
  const config = (await client.send("GET", "/ServiceProviderConfig")).body;
  expect(config).toMatchObject({
    schemas: ["urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"],
    patch: { supported: true },
    filter: { supported: true, maxResults: 200 },
    changePassword: { supported: false },
    sort: { supported: true },
    etag: { supported: true },
    authenticationSchemes: [{ type: "oauthbearertoken" }],
  });
  const types = (await client.send("GET", "/ResourceTypes")).body;
  expect(types.Resources.map(({ id, endpoint, schema }) => [id, endpoint, schema])).toEqual([
    ["User", "/Users", USER],
    ["Group", "/Groups", GROUP],
  ]);
  expect((await client.send("GET", "/ResourceTypes/User")).body).toEqual(types.Resources[0]);
  const schemas = (await client.send("GET", "/Schemas")).body;
  expect(schemas.Resources.map(({ id }) => id)).toEqual([
    USER,
    GROUP,
    ENTERPRISE,
    "urn:rollcall:params:scim:schemas:extension:2.0:User",
  ]);
  expect((await client.send("GET", `/Schemas/${USER}`)).body).toEqual(schemas.Resources[0]);
  expectError(await client.send("GET", "/Schemas/urn:nothing"), 404);
  expectError(await client.send("GET", "/Schemas?filter=id%20pr"), 403);
});
