import { beforeAll, describe, expect, test } from "vitest";
import { EXAMPLE } from "@/lib/rest/examples";
import { makeUser } from "@/tests/support/product-people";
import { callPath, makeExamples, makeRestOrganization, type RestOrganization } from "@/tests/support/rest";

let organization: RestOrganization;
beforeAll(async () => {
  organization = await makeRestOrganization();
  await makeExamples(organization);
});

const call = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
  const given = { headers, ...(body === undefined ? {} : { body }) };
  const response = await callPath(method, path, organization.secret, given);
  const text = await response.text();
  return { status: response.status, headers: response.headers, json: text === "" ? null : JSON.parse(text) };
};

describe("a group", () => {
  test("is made, changed, filled, emptied and removed", async () => {
    const made = await call("POST", "/groups", { name: "Night shift", permissions: ["users.read"] });
    expect(made).toMatchObject({
      status: 201,
      json: { name: "Night shift", description: "", permissions: ["users.read"], rule: null, members: 0 },
    });
    const path = `/groups/${made.json.id}`;
    expect((await call("GET", path)).json).toEqual(made.json);
    const etag = (await call("GET", path)).headers.get("etag") ?? "";
    expect((await call("PATCH", path, { description: "At night" })).status).toBe(428);
    const changed = await call("PATCH", path, { description: "At night" }, { "if-match": etag });
    expect(changed).toMatchObject({ status: 200, json: { name: "Night shift", description: "At night" } });
    expect((await call("PATCH", path, { name: "Late" }, { "if-match": etag })).status).toBe(412);

    const { id } = await makeUser(organization);
    const ids = [id, EXAMPLE.invited];
    expect((await call("POST", `${path}/members`, { ids })).json).toEqual({ changed: 2, left: 0 });
    expect((await call("POST", `${path}/members`, { ids })).json).toEqual({ changed: 0, left: 2 });
    const members = await call("GET", `${path}/members?limit=1`);
    expect(members.json).toMatchObject({ total: 2, next: expect.any(String) });
    expect(Object.keys(members.json.items[0])).toEqual(["id", "username", "firstName", "lastName", "status"]);
    expect((await call("GET", `/users/${id}/groups`)).json.items).toMatchObject([{ name: "Night shift" }]);
    expect((await call("DELETE", `${path}/members/${id}`)).status).toBe(204);
    expect((await call("GET", `${path}/members`)).json.items).toMatchObject([{ id: EXAMPLE.invited }]);

    expect((await call("DELETE", path, undefined, { "if-match": etag })).status).toBe(412);
    expect((await call("DELETE", path, undefined, { "if-match": "*" })).status).toBe(204);
    expect((await call("GET", path)).status).toBe(404);
  });

  test("with a rule has whom the rule names, and nobody is taken in by hand", async () => {
    await makeUser(organization, { company: "Ruled" });
    const rule = { match: "all", conditions: [{ field: "company", is: "is", value: "Ruled" }] };
    const made = await call("POST", "/groups", { name: "Ruled", rule });
    expect(made).toMatchObject({ status: 201, json: { rule, members: 1 } });
    const joined = await call("POST", `/groups/${made.json.id}/members`, { ids: [EXAMPLE.invited] });
    expect(joined.status).toBe(409);
  });

  test("gives nothing that the key does not hold, and has a name of its own", async () => {
    const above = await call("POST", "/groups", { name: "Above", permissions: ["apiKeys.update"] });
    expect([above.status, above.json.errors[0].path]).toEqual([403, "permissions"]);
    const again = await call("POST", "/groups", { name: "Sales" });
    expect([again.status, again.json.errors[0].path]).toEqual([400, "name"]);
  });
});

test("groups are listed by name, page by page", async () => {
  for (const name of ["alpha", "Beta", "gamma"]) await call("POST", "/groups", { name });
  const names: string[] = [];
  let path: string | null = "/groups?limit=2&fields=name";
  while (path) {
    const { json } = await call("GET", path);
    names.push(...json.items.map((each: { name: string }) => each.name));
    path = json.next?.replace("/api/v1", "") ?? null;
  }
  expect(names).toEqual(names.toSorted((one, other) => (one.toLowerCase() < other.toLowerCase() ? -1 : 1)));
  expect(names).toEqual(expect.arrayContaining(["alpha", "Beta", "gamma", "Sales"]));
});
