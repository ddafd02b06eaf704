import { beforeEach, describe, expect, test } from "vitest";
import { withOrganization } from "@/lib/db";
import type { User } from "@/lib/generated/prisma/client";
import { newId } from "@/lib/ids";
import type { Actor } from "@/lib/permissions/actor";
import {
  createScimConnection,
  OVERLAP_HOURS,
  revokeScimConnection,
  rotateScimToken,
} from "@/lib/scim/connection-commands";
import { listScimConnections } from "@/lib/scim/connection-queries";
import { newScimToken } from "@/lib/scim/token";
import { adminQuery, asApplication, snapshot } from "@/tests/support/product-database";
import {
  actorOf,
  codeOf,
  eventsOf,
  makeActor,
  makeOrganization,
  makeUser,
  readUser,
  setUser,
  type TestOrganization,
  unwrap,
} from "@/tests/support/product-people";
import { makeProperty } from "@/tests/support/properties";
import { makeScimClient, type ScimBody, type ScimClient, scimClient } from "@/tests/support/scim";

const USER = "urn:ietf:params:scim:schemas:core:2.0:User";
const GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group";
const ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
const ROLLCALL = "urn:rollcall:params:scim:schemas:extension:2.0:User";
const PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
const GIVEN = { name: "Entra", sendsInvitations: false, writesRoles: false, expiresInDays: 30 };

let organization: TestOrganization;
let maker: User;
let admin: Actor;
let client: ScimClient;
beforeEach(async () => {
  organization = await makeOrganization();
  maker = await makeUser(organization, { role: "admin" });
  admin = actorOf(maker, organization);
  client = await makeScimClient(admin);
});

const at = (name: string) => `${name}@${organization.domain}`;
const filtered = (path: string, filter: string) => `${path}?filter=${encodeURIComponent(filter)}`;
const patch = (id: string, ...Operations: object[]) =>
  client.send("PATCH", `/Users/${id}`, { schemas: [PATCH], Operations });

async function add(fields: object = {}, by = client): Promise<ScimBody> {
  const answer = await by.send("POST", "/Users", {
    schemas: [USER],
    userName: at(`p${newId().slice(-12)}`),
    ...fields,
  });
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return answer.body;
}

const addGroup = async (fields: object = {}) =>
  (await client.send("POST", "/Groups", { schemas: [GROUP], displayName: "Guides", ...fields })).body;

describe("a connection", () => {
  test("keeps a hash of its token alone, and says in the log that it was made", async () => {
    const { id, token } = unwrap(await createScimConnection(admin, GIVEN));
    const rows = await adminQuery("SELECT * FROM scim_tokens WHERE connection_id = $1", [id]);
    const listed = await listScimConnections(admin);
    const events = await eventsOf(id);
    expect(events).toMatchObject([
      { action: "scimConnection.created", actor_user_id: maker.id, subject_name: "Entra" },
    ]);
    expect(listed[0]).toMatchObject({
      id,
      name: "Entra",
      people: 0,
      tokens: [{ lastUsedAt: null, makerName: admin.name }],
    });
    expect(JSON.stringify([rows, listed, events])).not.toContain(token.slice(22));
    expect((await scimClient(token).send("GET", "/Users")).status).toBe(200);
    expect((await listScimConnections(admin))[0]?.tokens[0]?.lastUsedAt).toBeInstanceOf(Date);
  });

  test("is made, given another token and revoked by admins alone", async () => {
    const before = await snapshot();
    for (const role of ["viewer", "billing", "user"] as const) {
      const actor = await makeActor(organization, role);
      expect(codeOf(await createScimConnection(actor, GIVEN))).toBe("forbidden");
      expect(codeOf(await rotateScimToken(actor, client.connectionId, 30))).toBe("forbidden");
      expect(codeOf(await revokeScimConnection(actor, client.connectionId))).toBe("forbidden");
    }
    expect(Object.keys(before).length).toBeGreaterThan(0);
    expect(await listScimConnections(admin)).toHaveLength(1);
  });

  test("may do no more than whoever makes it, and no more than they may by now", async () => {
    const limited = { ...admin, permissions: new Set(["connections.update", "users.read"] as const) };
    expect(codeOf(await createScimConnection(limited, GIVEN))).toBe("forbidden");
    expect((await client.send("GET", "/Users")).status).toBe(200);
    await setUser(maker, { role: "viewer" });
    expect((await client.send("GET", "/Users")).status).toBe(200);
    expect((await client.send("POST", "/Users", { schemas: [USER], userName: "x" })).status).toBe(403);
    await setUser(maker, { role: "user" });
    expect((await client.send("GET", "/Users")).status).toBe(403);
    expect((await client.send("GET", "/Groups")).status).toBe(403);
  });

  test.each<[string, () => Promise<unknown>]>([
    ["it is revoked", () => revokeScimConnection(admin, client.connectionId)],
    [
      "its token has expired",
      () =>
        adminQuery("UPDATE scim_tokens SET expires_at = now() WHERE connection_id = $1", [
          client.connectionId,
        ]),
    ],
    ["its maker is suspended", () => setUser(maker, { suspendedAt: new Date() })],
    ["its maker is removed", () => setUser(maker, { removedAt: new Date() })],
    [
      "its organization is suspended",
      () => adminQuery("UPDATE organizations SET suspended_at = now() WHERE id = $1", [organization.id]),
    ],
  ])("is refused where %s", async (_, end) => {
    await end();
    const { status, headers, body } = await client.send("GET", "/Users");
    expect([status, body.status]).toEqual([401, "401"]);
    expect(headers.get("www-authenticate")).toContain("Bearer");
  });

  test("without a token, or with one of nobody, learns nothing of what it sent", async () => {
    for (const token of [null, newScimToken(), "rollcall_scim_short"])
      for (const [method, path, body] of [
        ["GET", "/Users"],
        ["GET", "/Nothing"],
        ["POST", "/Users", "{"],
        ["GET", "/Schemas"],
      ] as const)
        expect((await scimClient(token).send(method, path, body)).status).toBe(401);
  });

  test("takes another token, beside which those before it go on for a day", async () => {
    const other = await makeUser(organization, { role: "admin" });
    const { token } = unwrap(await rotateScimToken(actorOf(other, organization), client.connectionId, 90));
    expect((await client.send("GET", "/Users")).status).toBe(200);
    expect((await scimClient(token).send("GET", "/Users")).status).toBe(200);
    const [listed] = await listScimConnections(admin);
    const [first, second] = listed?.tokens ?? [];
    expect(first?.makerName).toBe(`${other.firstName} ${other.lastName}`);
    const hours = ((second?.expiresAt.getTime() ?? 0) - Date.now()) / 3_600_000;
    expect(hours).toBeLessThanOrEqual(OVERLAP_HOURS);
    // The maker of the first one leaves, and the connection goes on by the second.
    await setUser(maker, { suspendedAt: new Date() });
    expect((await client.send("GET", "/Users")).status).toBe(401);
    expect((await scimClient(token).send("GET", "/Users")).status).toBe(200);
  });

  test("comes from the organization's networks alone", async () => {
    await adminQuery("UPDATE organizations SET allowed_networks = '{192.0.2.0/24}' WHERE id = $1", [
      organization.id,
    ]);
    expect((await client.send("GET", "/Users")).status).toBe(403);
  });
});

describe("another tenant", () => {
  test("finds nothing, changes nothing, and names nobody", async () => {
    const mine = await add({ externalId: "mine", title: "Captain" });
    const group = await addGroup({ externalId: "mine", members: [{ value: mine.id }] });
    const there = await makeOrganization();
    const other = await makeScimClient(await makeActor(there, "admin"));
    for (const [path, filter] of [
      ["/Users", `id eq "${mine.id}"`],
      ["/Users", 'externalId eq "mine"'],
      ["/Users", 'title eq "Captain"'],
      ["/Users", `groups eq "${group.id}"`],
      ["/Groups", `members eq "${mine.id}"`],
      ["/Groups", "displayName pr"],
    ] as const)
      expect((await other.send("GET", filtered(path, filter))).body.totalResults, filter).toBe(0);
    const operations = { schemas: [PATCH], Operations: [{ op: "replace", path: "displayName", value: "x" }] };
    for (const path of [`/Users/${mine.id}`, `/Groups/${group.id}`]) {
      expect((await other.send("GET", path)).status).toBe(404);
      expect((await other.send("PATCH", path, operations)).status).toBe(404);
      expect((await other.send("DELETE", path)).status).toBe(404);
    }
    const put = { schemas: [USER], userName: "x" };
    expect((await other.send("PUT", `/Users/${mine.id}`, put)).status).toBe(404);
    const members = { schemas: [GROUP], displayName: "Theirs", members: [{ value: mine.id }] };
    expect((await other.send("POST", "/Groups", members)).body).toMatchObject({
      status: "400",
      scimType: "invalidValue",
    });
    const stranger = await makeActor(there, "admin");
    expect(await listScimConnections(stranger)).toHaveLength(1);
    expect(codeOf(await rotateScimToken(stranger, client.connectionId, 1))).toBe("notFound");
    expect(codeOf(await revokeScimConnection(stranger, client.connectionId))).toBe("notFound");
    expect((await client.send("GET", `/Users/${mine.id}`)).status).toBe(200);
  });

  test("learns from the look-up only which organization a whole token is of", async () => {
    const ask = (hash: Uint8Array) =>
      asApplication(null, (database) =>
        database.query("SELECT organization_of_scim_token($1) AS id", [Buffer.from(hash)]),
      );
    const [row] = await adminQuery<{ secret_hash: Buffer }>(
      "SELECT secret_hash FROM scim_tokens WHERE connection_id = $1",
      [client.connectionId],
    );
    const hash = row?.secret_hash ?? Buffer.of();
    expect((await ask(hash)).rows).toEqual([{ id: organization.id }]);
    expect((await ask(hash.subarray(0, 16))).rows).toEqual([{ id: null }]);
  });
});

describe("a person", () => {
  test("is added pending, in the connection's name, with what SCIM knows beside their row", async () => {
    const made = await add({
      userName: "Maria.Miller",
      externalId: "e-1",
      displayName: "Maria Miller",
      emails: [{ value: "Maria@Mail.example", type: "work", primary: true }],
      phoneNumbers: [
        { value: "tel:+44 20 7946 0958", type: "work" },
        { value: "555-1234", type: "mobile" },
      ],
      [ENTERPRISE]: { organization: "Acme", department: "Tours" },
      [ROLLCALL]: { customerCode: "C-1", accessEndsAt: "2030-12-31" },
    });
    expect(await readUser(made.id)).toMatchObject({
      username: at("maria.miller"),
      first_name: "Maria",
      last_name: "Miller",
      access_email: "maria@mail.example",
      business_phone: "+442079460958",
      mobile_phone: null,
      company: "Acme",
      customer_code: "C-1",
      role: "user",
      activated_at: null,
      suspended_at: null,
    });
    expect(made).toMatchObject({
      active: true,
      emails: [{ value: "Maria@Mail.example", type: "work", primary: true }],
      phoneNumbers: [{ value: "tel:+44 20 7946 0958" }, { value: "555-1234", type: "mobile" }],
      [ENTERPRISE]: { organization: "Acme", department: "Tours" },
      [ROLLCALL]: { customerCode: "C-1", accessEndsAt: "2030-12-31", inAddressBook: false },
    });
    expect((await client.send("GET", `/Users/${made.id}`)).body).toEqual(made);
    const events = await eventsOf(made.id);
    expect(events.map(({ action, actor_user_id }) => [action, actor_user_id])).toEqual([
      ["user.created", maker.id],
      ["user.updated", maker.id],
    ]);
    expect(events[0]?.actor_name).toContain("SCIM");
    expect(JSON.stringify(events[1]?.changes)).toContain("Tours");
  });

  test("without names has those that the username tells", async () => {
    const one = await add({ userName: "maria.von.trapp" });
    expect(one.name).toMatchObject({ givenName: "maria von", familyName: "trapp" });
    expect((await add({ userName: "alice" })).name).toMatchObject({ givenName: "alice", familyName: "-" });
  });

  test("is what an admin makes of them since, and keeps what the directory said as long as it is so", async () => {
    const { id } = await add({
      emails: [{ value: "A@b.example", type: "home", primary: true }],
      title: "Guide",
    });
    await setUser({ organizationId: organization.id, id } as User, {
      accessEmail: "new@b.example",
      firstName: "Ann",
      lastName: "Other",
    });
    const { body } = await client.send("GET", `/Users/${id}`);
    expect(body).toMatchObject({
      emails: [{ value: "new@b.example", type: "home", primary: true }],
      displayName: "Ann Other",
      title: "Guide",
    });
    expect((await client.send("GET", filtered("/Users", 'emails[type eq "home"].value pr'))).status).toBe(
      400,
    );
    expect(
      (await client.send("GET", filtered("/Users", 'emails[type eq "home" and value eq "NEW@b.example"]')))
        .body.totalResults,
    ).toBe(1);
  });

  test("is refused at a foreign domain, with a role or a phone that is needed, and with what cannot be kept", async () => {
    const send = async (fields: object) =>
      (await client.send("POST", "/Users", { schemas: [USER], userName: "x", ...fields })).body;
    expect(await send({ userName: "x@elsewhere.example" })).toMatchObject({
      status: "400",
      scimType: "invalidValue",
    });
    expect(await send({ title: "nul\0" })).toMatchObject({ status: "400", scimType: "invalidValue" });
    expect(await send({ name: { givenName: "x".repeat(101), familyName: "y" } })).toMatchObject({
      status: "400",
    });
    await adminQuery(
      "UPDATE organizations SET mandatory_fields = mandatory_fields || '{mobilePhone}' WHERE id = $1",
      [organization.id],
    );
    expect((await send({})).detail).toContain("Mobile phone");
    expect((await client.send("GET", "/Users")).body.totalResults).toBe(1);
  });

  test("is suspended and reactivated by “active”, signed out at once, and told of", async () => {
    const { id } = await add();
    expect((await patch(id, { op: "Replace", path: "active", value: "False" })).body.active).toBe(false);
    expect((await readUser(id))?.suspended_at).toBeInstanceOf(Date);
    expect((await client.send("GET", filtered("/Users", "active eq false"))).body.totalResults).toBe(1);
    expect((await patch(id, { op: "replace", value: { active: true } })).body.active).toBe(true);
    expect((await eventsOf(id)).map(({ action }) => action)).toEqual([
      "user.created",
      "user.suspended",
      "user.reactivated",
    ]);
    expect((await add({ active: false })).active).toBe(false);
  });

  test("who is removed is nobody, and can be taken back", async () => {
    const made = await add({ userName: "gone" });
    expect((await client.send("DELETE", `/Users/${made.id}`)).status).toBe(204);
    expect((await client.send("DELETE", `/Users/${made.id}`)).status).toBe(404);
    expect((await readUser(made.id))?.removed_at).toBeInstanceOf(Date);
    expect((await add({ userName: "gone" })).id).not.toBe(made.id);
  });

  test("has a name of each connection's own", async () => {
    const { id } = await add({ externalId: "one" });
    const other = await makeScimClient(admin);
    expect((await other.send("GET", `/Users/${id}`)).body.externalId).toBeUndefined();
    await other.send("PATCH", `/Users/${id}`, {
      Operations: [{ op: "add", path: "externalId", value: "two" }],
    });
    expect((await other.send("GET", filtered("/Users", 'externalId eq "two"'))).body.totalResults).toBe(1);
    expect((await other.send("GET", filtered("/Users", 'externalId eq "one"'))).body.totalResults).toBe(0);
    expect((await client.send("GET", `/Users/${id}`)).body.externalId).toBe("one");
  });

  test("has the organization's properties", async () => {
    const floor = await makeProperty(admin, { name: "Floor no." });
    await makeProperty(admin, { name: "Desks", type: "number" });
    await makeProperty(admin, { name: "Is a guide", type: "yesNo" });
    const { id } = await add({ [ROLLCALL]: { floorNo: "7", desks: 2.5, isAGuide: true } });
    const path = `${ROLLCALL}:floorNo`;
    expect(
      (await client.send("GET", filtered("/Users", `${path} eq "7" and ${ROLLCALL}:desks gt 2`))).body
        .totalResults,
    ).toBe(1);
    expect((await patch(id, { op: "replace", path, value: "8" })).body[ROLLCALL]).toEqual({
      floorNo: "8",
      desks: 2.5,
      isAGuide: true,
      inAddressBook: false,
    });
    expect((await readUser(id))?.properties).toMatchObject({ [floor.id]: "8" });
    await client.send("PUT", `/Users/${id}`, { schemas: [USER], userName: at("put") });
    expect((await readUser(id))?.properties).toMatchObject({ [floor.id]: "8" });
    const { body } = await client.send("GET", `/Schemas/${ROLLCALL}`);
    expect((body.attributes as { name: string }[]).map(({ name }) => name)).toContain("floorNo");
  });

  test("gets an invitation where the connection sends them", async () => {
    const inviting = await makeScimClient(admin, { sendsInvitations: true });
    const { id } = await add({}, inviting);
    const sent = () => adminQuery("SELECT kind, method FROM messages WHERE user_id = $1", [id]);
    expect(await sent()).toEqual([{ kind: "invitation", method: "email" }]);
    const { id: quiet } = await add();
    expect(await adminQuery("SELECT 1 FROM messages WHERE user_id = $1", [quiet])).toEqual([]);
  });

  test("gets a role where the connection may change roles, and else is a user", async () => {
    const roles = [{ value: "viewer", primary: true }];
    expect((await add({ roles })).roles).toMatchObject([{ value: "user" }]);
    const { id } = await add();
    expect((await patch(id, { op: "replace", path: "roles", value: roles })).body.scimType).toBe(
      "mutability",
    );
    const writing = await makeScimClient(admin, { writesRoles: true });
    expect((await add({ roles }, writing)).roles).toMatchObject([{ value: "viewer" }]);
    const unknown = { schemas: [USER], userName: "r", roles: [{ value: "king" }] };
    expect((await writing.send("POST", "/Users", unknown)).body.scimType).toBe("invalidValue");
  });
});

describe("never", () => {
  test("is the last admin lost, whichever way", async () => {
    const other = await makeUser(organization, { role: "admin" });
    const writing = await makeScimClient(admin, { writesRoles: true });
    // The maker does not count: their access ends with the day.
    await setUser(maker, { accessEndsAt: new Date(Date.now() + 3_600_000) });
    const before = await readUser(other.id);
    const off = { Operations: [{ op: "replace", path: "active", value: false }] };
    const user = { Operations: [{ op: "replace", path: "roles", value: [{ value: "user" }] }] };
    expect((await writing.send("PATCH", `/Users/${other.id}`, off)).status).toBe(409);
    expect((await writing.send("PATCH", `/Users/${other.id}`, user)).status).toBe(409);
    expect((await writing.send("DELETE", `/Users/${other.id}`)).status).toBe(409);
    expect(await readUser(other.id)).toEqual(before);
  });

  test("does a connection shut out whoever made it", async () => {
    await makeUser(organization, { role: "admin" });
    expect((await patch(maker.id, { op: "replace", path: "active", value: false })).status).toBe(403);
    expect((await client.send("DELETE", `/Users/${maker.id}`)).status).toBe(403);
  });

  test("does it reach above whoever made it", async () => {
    const above = await makeUser(organization, { role: "admin" });
    // A manager of people who makes connections, which an organization may give by a group.
    const extraPermissions = ["connections.update", "groups.read", "groups.update"];
    const below = await makeUser(organization, {
      role: "user",
      accessProfile: "userManagementAdmin",
      extraPermissions,
    });
    const limited = await makeScimClient(actorOf(below, organization));
    const title = { Operations: [{ op: "replace", path: "title", value: "x" }] };
    const off = { Operations: [{ op: "replace", path: "active", value: false }] };
    expect((await limited.send("PATCH", `/Users/${above.id}`, title)).status).toBe(403);
    expect((await limited.send("PATCH", `/Users/${above.id}`, off)).status).toBe(403);
    expect((await limited.send("DELETE", `/Users/${above.id}`)).status).toBe(403);
    const gives = newId();
    await withOrganization(organization.id, (tx) =>
      tx.group.create({
        data: { organizationId: organization.id, id: gives, name: "Auditors", permissions: ["audit.read"] },
      }),
    );
    const { id } = await add();
    const joins = { Operations: [{ op: "add", path: "members", value: [{ value: id }] }] };
    expect((await limited.send("PATCH", `/Groups/${gives}`, joins)).status).toBe(403);
    expect((await client.send("PATCH", `/Groups/${gives}`, joins)).status).toBe(204);
  });
});

describe("a group", () => {
  test("is one of ours: without rights, renamed, told of, and gone", async () => {
    const { id: userId } = await add();
    const { id } = await addGroup({ externalId: "g", members: [{ value: userId }] });
    const rename = { Operations: [{ op: "replace", value: { id, displayName: "Drivers" } }] };
    expect((await client.send("PATCH", `/Groups/${id}`, rename)).status).toBe(204);
    const { body } = await client.send("GET", filtered("/Groups", 'displayName eq "drivers"'));
    expect(body.Resources).toMatchObject([
      { id, displayName: "Drivers", externalId: "g", members: [{ value: userId, type: "User" }] },
    ]);
    expect((await client.send("GET", `/Users/${userId}`)).body.groups).toMatchObject([
      { value: id, display: "Drivers" },
    ]);
    expect((await eventsOf(userId)).map(({ action }) => action)).toContain("user.joinedGroup");
    expect(
      (await client.send("POST", "/Groups", { schemas: [GROUP], displayName: "DRIVERS" })).body,
    ).toMatchObject({ status: "409", scimType: "uniqueness" });
    expect((await client.send("DELETE", `/Groups/${id}`)).status).toBe(204);
    expect((await client.send("GET", `/Groups/${id}`)).status).toBe(404);
    expect((await client.send("GET", `/Users/${userId}`)).status).toBe(200);
  });

  test("is asked about without its members, and whether somebody is in it", async () => {
    const { id: userId } = await add();
    const { id } = await addGroup({ members: [{ value: userId }] });
    const { body } = await client.send("GET", `/Groups/${id}?excludedAttributes=members`);
    expect(body.members).toBeUndefined();
    const isIn = (who: string) =>
      client.send("GET", filtered("/Groups", `id eq "${id}" and members eq "${who}"`));
    expect((await isIn(userId)).body.totalResults).toBe(1);
    expect((await isIn(newId())).body.totalResults).toBe(0);
  });

  test("with a rule takes nobody in by hand, and nobody who is not there", async () => {
    const { id: userId } = await add();
    const { id } = await addGroup();
    const join = (value: string) =>
      client.send("PATCH", `/Groups/${id}`, {
        Operations: [{ op: "Add", path: "members", value: [{ value }] }],
      });
    expect((await join(newId())).body).toMatchObject({ status: "400", scimType: "invalidValue" });
    const rule = { match: "all", conditions: [{ field: "company", is: "is", value: "Acme" }] };
    await adminQuery("UPDATE groups SET rule = $1, rule_by = '{}', rule_at = now() WHERE id = $2", [
      JSON.stringify(rule),
      id,
    ]);
    expect((await join(userId)).body).toMatchObject({ status: "400", scimType: "mutability" });
  });

  test("of many takes one in and out without reading the others", async () => {
    const people = await Promise.all([add(), add(), add()]);
    const { id } = await addGroup({ members: people.map(({ id: value }) => ({ value })) });
    const [first, second] = people.map((each) => each.id);
    const operations = [
      { op: "Remove", path: "members", value: [{ value: first }] },
      { op: "remove", path: `members[value eq "${second}"]` },
      { op: "Remove", path: "members", value: [{ value: newId() }] },
      { op: "Add", path: "members", value: [{ value: first }] },
    ];
    expect((await client.send("PATCH", `/Groups/${id}`, { Operations: operations })).status).toBe(204);
    const { body } = await client.send("GET", `/Groups/${id}`);
    expect((body.members ?? []).map(({ value }) => value).toSorted()).toEqual(
      [String(first), String(people[2]?.id)].toSorted(),
    );
  });
});

test("what two send at the same moment is both there", async () => {
  const { id } = await add();
  const parts = ["title", "nickName", "userType", "locale", "timezone", "preferredLanguage"];
  const answers = await Promise.all(parts.map((path) => patch(id, { op: "add", path, value: path })));
  expect(answers.map(({ status }) => status)).toEqual(parts.map(() => 200));
  expect((await client.send("GET", `/Users/${id}`)).body).toMatchObject(
    Object.fromEntries(parts.map((part) => [part, part])),
  );
});
