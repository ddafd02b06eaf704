import { beforeEach, expect, test } from "vitest";
import type { Actor } from "@/lib/permissions/actor";
import { makeActor, makeOrganization, type TestOrganization } from "@/tests/support/product-people";
import { makeScimClient, type ScimClient } from "@/tests/support/scim";

const USER = "urn:ietf:params:scim:schemas:core:2.0:User";
const PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

let organization: TestOrganization;
let admin: Actor;
let client: ScimClient;
beforeEach(async () => {
  organization = await makeOrganization();
  admin = await makeActor(organization, "admin");
  client = await makeScimClient(admin);
});

test("walk", async () => {
  const made = await client.send("POST", "/Users", {
    schemas: [USER],
    userName: `bjensen@${organization.domain}`,
    externalId: "bjensen",
    name: { formatted: "Ms. Barbara J Jensen III", familyName: "Jensen", givenName: "Barbara" },
    title: "Chief",
    emails: [
      { value: "bjensen@example.com", type: "work", primary: true },
      { value: "babs@jensen.org", type: "home" },
    ],
    phoneNumbers: [
      { value: "+1 650 253 0000", type: "work" },
      { value: "555-1234", type: "fax" },
    ],
  });
  expect(made.status).toBe(201);
  const id = made.body.id;
  expect((await client.send("GET", `/Users/${id}`)).body).toEqual(made.body);
  const off = await client.send("PATCH", `/Users/${id}`, {
    schemas: [PATCH],
    Operations: [{ op: "Replace", path: "active", value: "False" }],
  });
  expect([off.status, off.body.active]).toEqual([200, false]);
  const list = await client.send(
    "GET",
    `/Users?filter=${encodeURIComponent('userName eq "BJENSEN@' + organization.domain + '"')}`,
  );
  expect(list.body.totalResults).toBe(1);
  expect(list.body.Resources[0]).toEqual(off.body);
  const group = await client.send("POST", "/Groups", {
    schemas: ["urn:ietf:params:scim:schemas:core:2.0:Group"],
    displayName: "Tour Guides",
    members: [{ value: id }],
  });
  expect(group.status).toBe(201);
  expect((await client.send("DELETE", `/Users/${id}`)).status).toBe(204);
  expect((await client.send("GET", `/Users/${id}`)).status).toBe(404);
  for (const path of ["/ServiceProviderConfig", "/ResourceTypes", "/Schemas", "/"])
    expect((await client.send("GET", path)).status).toBe(200);
});
