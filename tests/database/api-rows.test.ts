import { beforeEach, expect, test } from "vitest";
import { PATCH as changeRow } from "@/app/api/v1/imports/[importId]/rows/[line]/route";
import type { ApiRow } from "@/lib/imports/api-shape";
import type { Actor } from "@/lib/permissions/actor";
import { apiRequest, makeApiKey } from "@/tests/support/api";
import { detailsOf, prepareRun } from "@/tests/support/import-runs";
import { eventsOf, makeActor, makeOrganization, type TestOrganization } from "@/tests/support/product-people";

const TEXT = "First name,Last name,Email\nAda,Lovelace,ada@mail.example\nCy,Cole,wrong\n";

let organization: TestOrganization;
let admin: Actor;
let secret: string;
let id: string;
beforeEach(async () => {
  organization = await makeOrganization();
  admin = await makeActor(organization, "admin");
  secret = (await makeApiKey(admin)).secret;
  id = (await prepareRun(admin, TEXT, { matching: ["firstName", "lastName", "accessEmail"] })).id;
});

function patch(body: unknown, line: number | string = 3, key = secret, importId = id): Promise<Response> {
  const request = apiRequest(`/api/v1/imports/${importId}/rows/${line}`, key, {
    method: "PATCH",
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
  return changeRow(request, { params: Promise.resolve({ importId, line: String(line) }) });
}

async function statusOf(response: Promise<Response>): Promise<number> {
  const { status, headers } = await response;
  if (status >= 400) expect(headers.get("content-type")).toBe("application/problem+json");
  return status;
}

test("a value is changed and the row answered as it is judged then", async () => {
  const response = await patch({
    values: { accessEmail: "Cy@Mail.example", username: "cy" },
    planVersion: 1,
  });
  expect(response.status).toBe(200);
  expect((await response.json()) as ApiRow).toEqual({
    line: 3,
    fate: "create",
    selected: true,
    values: {
      firstName: "Cy",
      lastName: "Cole",
      accessEmail: "cy@mail.example",
      username: `cy@${organization.domain}`,
    },
    issues: [],
    changes: null,
  });
  const found = await detailsOf(admin, id);
  expect(found).toMatchObject({ planVersion: 2, counts: { create: 2, invalid: 0 } });
  expect((await eventsOf(id)).map(({ action }) => action)).toContain("import.edited");
});

test("cells come in the file's order, and a row is left out in the same request", async () => {
  const response = await patch({ cells: ["Cyd", "Cole", "cyd@mail.example"], selected: false });
  expect((await response.json()) as ApiRow).toMatchObject({
    fate: "skipped",
    selected: false,
    values: { firstName: "Cyd" },
  });
  expect(await statusOf(patch({ selected: true }))).toBe(200);
  expect(await detailsOf(admin, id)).toMatchObject({ counts: { create: 2, unselected: 0 } });
});

test("a plan that is no longer the import's is refused, and nothing is changed", async () => {
  expect(await statusOf(patch({ selected: false }))).toBe(200);
  expect(await statusOf(patch({ values: { lastName: "Cooper" }, planVersion: 1 }))).toBe(409);
  const { planVersion } = await detailsOf(admin, id);
  expect(await statusOf(patch({ values: { lastName: "Cooper" }, planVersion }))).toBe(200);
});

test.each([
  ["no JSON", 400],
  [{}, 400],
  [{ values: { nickname: "C" } }, 400],
  [{ values: { password: "Long-enough-1" } }, 400],
  [{ values: { lastName: "x" }, cells: [] }, 400],
  [{ values: { lastName: "x".repeat(2001) } }, 400],
])("%j is answered %i", async (body, status) => {
  expect(await statusOf(patch(body))).toBe(status);
  expect(await detailsOf(admin, id)).toMatchObject({ planVersion: 1 });
});

test("it is not for keys that only read, nor for other organizations, nor of rows that are none", async () => {
  const reader = await makeApiKey(admin, ["imports.read"]);
  const stranger = await makeApiKey(await makeActor(await makeOrganization(), "admin"));
  const change = { values: { lastName: "x" } };
  expect(await statusOf(patch(change, 3, reader.secret))).toBe(403);
  expect(await statusOf(patch(change, 3, "none"))).toBe(401);
  expect(await statusOf(patch(change, 3, stranger.secret))).toBe(404);
  expect(await statusOf(patch(change, 99))).toBe(404);
  expect(await statusOf(patch(change, "x"))).toBe(404);
  expect(await statusOf(patch(change, 3, secret, "none"))).toBe(404);
  expect(await detailsOf(admin, id)).toMatchObject({ planVersion: 1 });
});
