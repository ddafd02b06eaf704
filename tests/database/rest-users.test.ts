import { beforeAll, describe, expect, test } from "vitest";
import { withOrganization } from "@/lib/db";
import { EXAMPLE } from "@/lib/rest/examples";
import { userSchema } from "@/lib/rest/resources/user-shape";
import { eventsOf, makeUser } from "@/tests/support/product-people";
import { callPath, makeExamples, makeRestOrganization, type RestOrganization } from "@/tests/support/rest";

let organization: RestOrganization;
beforeAll(async () => {
  organization = await makeRestOrganization();
  await makeExamples(organization);
});

const call = async (
  method: string,
  path: string,
  given: { body?: unknown; headers?: Record<string, string> } = {},
  secret = organization.secret,
) => {
  const response = await callPath(method, path, secret, given);
  const text = await response.text();
  return { status: response.status, headers: response.headers, json: text === "" ? null : JSON.parse(text) };
};

describe("a person", () => {
  test("is added, read, changed, suspended, reactivated, removed and restored", async () => {
    const body = { firstName: "Ada", lastName: "Adams", accessEmail: "ada@mail.example" };
    const added = await call("POST", "/users", { body });
    expect(added).toMatchObject({
      status: 201,
      json: { username: `ada@${organization.domain}`, version: 1 },
    });
    const { id } = added.json;
    const path = `/users/${id}`;
    expect(added.headers.get("location")).toBe(`/api/v1${path}`);
    const read = await call("GET", path);
    expect(userSchema.strict().parse(read.json)).toEqual(added.json);
    const etag = read.headers.get("etag") ?? "";
    expect(etag).toMatch(/^"1-/);
    const changed = await call("PATCH", path, { body: { company: "Acme" }, headers: { "if-match": etag } });
    expect(changed).toMatchObject({ status: 200, json: { company: "Acme", firstName: "Ada", version: 2 } });
    expect(await call("PUT", `${path}/suspension`)).toMatchObject({ json: { status: "suspended" } });
    expect(await call("PUT", `${path}/suspension`)).toMatchObject({ status: 200, json: { version: 3 } });
    expect(await call("DELETE", `${path}/suspension`)).toMatchObject({ json: { status: "pending" } });
    expect((await call("DELETE", path)).status).toBe(204);
    expect(await call("GET", path)).toMatchObject({ json: { removedAt: expect.any(String) } });
    expect((await call("PATCH", path, { body: {}, headers: { "if-match": "*" } })).status).toBe(404);
    expect(await call("DELETE", `${path}/removal`)).toMatchObject({ status: 200, json: { removedAt: null } });
    expect((await eventsOf(id)).map(({ action }) => action)).toEqual([
      "user.created",
      "user.updated",
      "user.suspended",
      "user.reactivated",
      "user.removed",
      "user.restored",
    ]);
  });

  test("is refused with every wrong field named as it was sent", async () => {
    const body = { firstName: "", lastName: "A", accessEmail: "nobody", username: "x y", shoeSize: 7 };
    const { status, json } = await call("POST", "/users", { body });
    expect([status, json.code]).toEqual([400, "invalid"]);
    expect(json.errors.map(({ path }: { path: string }) => path)).toEqual(["firstName", "shoeSize"]);
    const { shoeSize: _, ...known } = { ...body, firstName: "Ada" };
    const again = await call("POST", "/users", { body: known });
    expect(again.json.errors.map(({ path }: { path: string }) => path).toSorted()).toEqual([
      "accessEmail",
      "username",
    ]);
  });

  test("is found by nobody's key of another organization", async () => {
    const other = await makeRestOrganization();
    expect((await call("GET", `/users/${EXAMPLE.user}`, {}, other.secret)).status).toBe(404);
    expect((await call("DELETE", `/users/${EXAMPLE.user}`, {}, other.secret)).status).toBe(404);
  });

  test("who is admin is out of a key's reach, and no key gives a role", async () => {
    const { id } = await makeUser(organization, { role: "admin" });
    const path = `/users/${id}`;
    const patch = { body: { company: "X" }, headers: { "if-match": "*" } };
    expect((await call("PATCH", path, patch)).status).toBe(403);
    expect((await call("DELETE", path)).status).toBe(403);
    const body = { firstName: "A", lastName: "B", accessEmail: "ab@mail.example", role: "admin" };
    expect(await call("POST", "/users", { body })).toMatchObject({
      status: 403,
      json: { code: "forbidden" },
    });
  });
});

describe("a change of what was read", () => {
  test("needs If-Match, is refused where somebody else was faster, and goes on with *", async () => {
    const { id } = await makeUser(organization);
    const path = `/users/${id}`;
    const body = { company: "One" };
    expect((await call("PATCH", path, { body })).status).toBe(428);
    const etag = (await call("GET", path)).headers.get("etag") ?? "";
    expect((await call("PATCH", path, { body, headers: { "if-match": etag } })).status).toBe(200);
    const other = { body: { company: "Two" } };
    expect((await call("PATCH", path, { ...other, headers: { "if-match": etag } })).status).toBe(412);
    expect((await call("PATCH", path, { ...other, headers: { "if-match": `W/${etag}` } })).status).toBe(412);
    expect((await call("PATCH", path, { ...other, headers: { "if-match": "1" } })).status).toBe(400);
    expect((await call("PATCH", path, { ...other, headers: { "if-match": "*" } })).status).toBe(200);
    expect((await call("DELETE", path, { headers: { "if-match": etag } })).status).toBe(412);
  });

  test("is 304 to whoever has it, until it is another", async () => {
    const { id } = await makeUser(organization);
    const etag = (await call("GET", `/users/${id}`)).headers.get("etag") ?? "";
    const has = { headers: { "if-none-match": etag } };
    expect(await call("GET", `/users/${id}`, has)).toMatchObject({ status: 304, json: null });
    expect((await call("GET", `/users/${id}?fields=username`, has)).status).toBe(200);
    await call("PUT", `/users/${id}/suspension`);
    expect((await call("GET", `/users/${id}`, has)).status).toBe(200);
  });
});

describe("a list", () => {
  test("holds everybody once, page by page, in every order", async () => {
    const { id: organizationId } = organization;
    const live = await withOrganization(organizationId, (tx) =>
      tx.user.count({ where: { removedAt: null } }),
    );
    for (const sort of ["name", "-name", "created", "-username"]) {
      const seen: string[] = [];
      let path: string | null = `/users?limit=3&sort=${sort}`;
      while (path) {
        const { json } = await call("GET", path);
        expect(json.total).toBe(live);
        seen.push(...json.items.map(({ id }: { id: string }) => id));
        path = json.next?.replace("/api/v1", "") ?? null;
      }
      expect([seen.length, new Set(seen).size]).toEqual([live, live]);
    }
  });

  test("has all of each person, as reading them has, or what was asked for", async () => {
    const { json } = await call("GET", "/users?search=miller");
    const one = await call("GET", `/users/${EXAMPLE.user}`);
    expect(json.items).toEqual([one.json]);
    const sparse = await call("GET", "/users?search=miller&fields=username,company");
    const { id, username, company } = one.json;
    expect(sparse.json.items).toEqual([{ id, username, company }]);
  });

  test("is narrowed by status, role and group", async () => {
    const idsOf = async (query: string) =>
      (await call("GET", `/users?${query}`)).json.items.map(({ id }: { id: string }) => id);
    expect(await idsOf("status=removed")).toContain(EXAMPLE.removed);
    expect(await idsOf(`group=${EXAMPLE.group}`)).toEqual([EXAMPLE.user]);
    expect(await idsOf("role=admin&fields=id")).toContain(organization.maker.id);
    const reading = await makeRestOrganization(["users.read"]);
    expect((await call("GET", `/users?group=${EXAMPLE.group}`, {}, reading.secret)).status).toBe(403);
  });

  test("refuses what it does not know, and another list's cursor", async () => {
    for (const query of [
      "limit=0",
      "limit=201",
      "limit=x",
      "status=gone",
      "colour=red",
      "cursor=x",
      "fields=x",
    ])
      expect((await call("GET", `/users?${query}`)).status, query).toBe(400);
    const { json } = await call("GET", "/users?limit=1");
    const cursor = new URL(json.next, "http://x").searchParams.get("cursor");
    expect((await call("GET", `/users?cursor=${cursor}&sort=-name`)).status).toBe(400);
    expect((await call("GET", `/groups?cursor=${cursor}`)).status).toBe(400);
  });
});

test("links and PINs are made, and links are sent", async () => {
  const path = `/users/${EXAMPLE.invited}`;
  expect(await call("POST", `${path}/activation-links`)).toMatchObject({
    status: 201,
    json: { link: expect.stringContaining("/activate/") },
  });
  expect(await call("POST", `${path}/pins`, { body: {} })).toMatchObject({
    status: 201,
    json: { pin: expect.stringMatching(/^\d{6}$/) },
  });
  const send = (kind: string) => call("POST", `${path}/messages`, { body: { kind } });
  expect(await send("invitation")).toMatchObject({ status: 202, json: { queued: 1 } });
  expect((await send("invitation")).status).toBe(409);
  expect((await send("reset")).status).toBe(409);
});

test("an address that there is not, and a method that it does not take", async () => {
  expect((await call("GET", "/nothing")).status).toBe(404);
  const refused = await call("PUT", "/users");
  expect([refused.status, refused.headers.get("allow")]).toEqual([405, "GET, HEAD, POST, OPTIONS"]);
  expect((await callPath("OPTIONS", "/users", null)).status).toBe(204);
});
