import { beforeAll, expect, test } from "vitest";
import { withOrganization } from "@/lib/db";
import { newId } from "@/lib/ids";
import { AT_ONCE_MAX } from "@/lib/users/many/waiting";
import { makeApiKey, runJobs } from "@/tests/support/api";
import { makeUser, setUser } from "@/tests/support/product-people";
import { callPath, makeRestOrganization, type RestOrganization } from "@/tests/support/rest";

let organization: RestOrganization;
beforeAll(async () => {
  organization = await makeRestOrganization();
});

const call = async (method: string, path: string, body?: unknown, secret = organization.secret) => {
  const response = await callPath(method, path, secret, body === undefined ? {} : { body });
  return { status: response.status, headers: response.headers, json: await response.json() };
};

test("a change of few is made at once, of whom it makes no difference to nobody", async () => {
  const { id } = await makeUser(organization);
  const body = { people: { ids: [id] }, change: { kind: "suspend" } };
  const made = await call("POST", "/changes", body);
  expect(made).toMatchObject({ status: 200, json: { state: "done", people: 1, left: 0 } });
  expect((await call("GET", `/changes/${made.json.id}`)).json).toMatchObject({ state: "done", people: 1 });
  const again = await call("POST", "/changes", body);
  expect(again.json).toEqual({ id: null, state: "done", people: 0, left: 1, refusal: null });
  expect((await call("POST", "/changes", { ...body, expected: 1 })).status).toBe(409);
});

test("a change of very many is 202, and where to ask says when it is done", async () => {
  const { id: organizationId, domainId } = organization;
  const data = Array.from({ length: AT_ONCE_MAX + 1 }, (_, index) => ({
    organizationId,
    domainId,
    id: newId(),
    firstName: "Crowd",
    lastName: `Person ${index}`,
    username: `crowd${index}@${organization.domain}`,
    accessEmail: `crowd${index}@mail.example`,
    activatedAt: new Date(),
  }));
  await withOrganization(organizationId, (tx) => tx.user.createMany({ data }));
  const body = { people: { filter: { search: "crowd" } }, change: { kind: "suspend" } };
  const begun = await call("POST", "/changes", body);
  expect(begun).toMatchObject({ status: 202, json: { state: "running" } });
  const path = begun.headers.get("location")?.replace("/api/v1", "") ?? "";
  expect(path).toBe(`/changes/${begun.json.id}`);
  expect((await call("GET", path)).json).toMatchObject({ state: "running", left: null });
  await runJobs();
  expect((await call("GET", path)).json).toMatchObject({ state: "done", people: AT_ONCE_MAX + 1, left: 0 });
  expect((await call("GET", "/users?status=suspended&limit=1&search=crowd")).json.items).toHaveLength(1);
});

test("a key changes nothing that its maker may not change any more", async () => {
  const maker = await makeUser(organization, { role: "admin" });
  const { secret } = await makeApiKey({ ...organization.admin, userId: maker.id }, ["users.write"]);
  const { id } = await makeUser(organization);
  const body = { people: { ids: [id] }, change: { kind: "suspend" } };
  await setUser(maker, { role: "viewer" });
  expect((await call("POST", "/changes", body, secret)).status).toBe(403);
  expect((await callPath("PUT", `/users/${id}/suspension`, secret)).status).toBe(403);
  expect((await callPath("GET", `/users/${id}`, secret)).status).toBe(200);
  await setUser(maker, { role: "user" });
  expect((await callPath("GET", `/users/${id}`, secret)).status).toBe(403);
});

test("a key for people takes nobody into a group, by whatever way", async () => {
  const { secret } = await makeApiKey(organization.admin, ["users.write"]);
  const group = newId();
  const { id: organizationId } = organization;
  await withOrganization(organizationId, (tx) =>
    tx.group.create({ data: { organizationId, id: group, name: "Closed" } }),
  );
  const { id } = await makeUser(organization);
  const change = { people: { ids: [id] }, change: { kind: "joinGroup", group } };
  expect((await call("POST", "/changes", change, secret)).status).toBe(403);
  const body = { firstName: "Ada", lastName: "Adams", accessEmail: "ada@mail.example", groups: [group] };
  expect((await call("POST", "/users", body, secret)).status).toBe(403);
  expect((await call("POST", "/changes", change)).json).toMatchObject({ people: 1 });
  expect((await call("POST", "/users", body)).status).toBe(201);
});
