import { beforeAll, describe, expect, test } from "vitest";
import { env } from "@/lib/env";
import { EXAMPLE } from "@/lib/rest/examples";
import { forgetAnswers } from "@/lib/rest/idempotency";
import { makeApiKey } from "@/tests/support/api";
import { adminQuery } from "@/tests/support/product-database";
import { callPath, makeExamples, makeRestOrganization, type RestOrganization } from "@/tests/support/rest";

let organization: RestOrganization;
beforeAll(async () => {
  organization = await makeRestOrganization();
  await makeExamples(organization);
});

const post = (path: string, body: unknown, key: string, secret = organization.secret) =>
  callPath("POST", path, secret, { body, headers: { "idempotency-key": key } });
const groupsNamed = async (name: string) =>
  (
    await adminQuery("SELECT id FROM groups WHERE organization_id = $1 AND name = $2", [
      organization.id,
      name,
    ])
  ).length;

describe("an idempotency key", () => {
  test("answers the same request as the first time, and carries it out once", async () => {
    const first = await post("/groups", { name: "Once", description: "x" }, "k1");
    const again = await post("/groups", { description: "x", name: "Once" }, "k1");
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(await again.json()).toEqual(await first.json());
    expect(again.headers.get("location")).toBe(first.headers.get("location"));
    expect(again.headers.get("etag")).toBe(first.headers.get("etag"));
    expect([first.headers.get("idempotency-replayed"), again.headers.get("idempotency-replayed")]).toEqual([
      null,
      "true",
    ]);
    expect(await groupsNamed("Once")).toBe(1);
  });

  test("is refused for another body and another address, and is each key's own", async () => {
    await post("/groups", { name: "Mine" }, "k2");
    const other = await post("/groups", { name: "Other" }, "k2");
    expect([other.status, (await other.json()).code]).toEqual([422, "keyReused"]);
    expect((await post(`/users/${EXAMPLE.invited}/pins`, { name: "Mine" }, "k2")).status).toBe(400);
    const { secret } = await makeApiKey(organization.admin, ["groups.write"]);
    expect((await post("/groups", { name: "Another key's" }, "k2", secret)).status).toBe(201);
  });

  test("keeps refusals that would be the same, and none that is another's business", async () => {
    const refused = await post("/groups", { name: "Sales" }, "k3");
    expect([refused.status, refused.headers.get("idempotency-replayed")]).toEqual([400, null]);
    const again = await post("/groups", { name: "Sales" }, "k3");
    expect([again.status, again.headers.get("idempotency-replayed")]).toEqual([400, "true"]);
    for (const key of ["", "two words", "x".repeat(256)])
      expect((await post("/groups", { name: "Bad" }, key)).status).toBe(400);
    expect(await groupsNamed("Bad")).toBe(0);
  });

  test("of many at once carries one out, and tells the others that it is under way", async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => post("/groups", { name: "At once" }, "k4")),
    );
    const statuses = answers.map(({ status }) => status);
    expect(statuses.every((status) => status === 201 || status === 409)).toBe(true);
    expect(statuses).toContain(201);
    expect(await groupsNamed("At once")).toBe(1);
    expect((await post("/groups", { name: "At once" }, "k4")).status).toBe(201);
  });

  test("of a request whose process was killed makes the same thing as that did, and not another", async () => {
    const made = await (await post("/groups", { name: "Killed" }, "k5")).json();
    const interrupt = (ago: string) =>
      adminQuery(
        `UPDATE api_answers SET status = NULL, answer = NULL, begun_at = now() - $2::interval
         WHERE organization_id = $1 AND new_id = $3`,
        [organization.id, ago, made.id],
      );
    await interrupt("1 minute");
    expect((await post("/groups", { name: "Killed" }, "k5")).status).toBe(409);
    await interrupt("1 hour");
    const again = await post("/groups", { name: "Killed" }, "k5");
    expect([again.status, (await again.json()).id]).toEqual([201, made.id]);
    expect(await groupsNamed("Killed")).toBe(1);
  });

  test("leaves nothing of the answer to read, and is forgotten after a day", async () => {
    const pin = await (await post(`/users/${EXAMPLE.invited}/pins`, {}, "k6")).json();
    const again = await (await post(`/users/${EXAMPLE.invited}/pins`, {}, "k6")).json();
    expect(again).toEqual(pin);
    const rows = await adminQuery<{ answer: Buffer }>(
      "SELECT answer FROM api_answers WHERE organization_id = $1 AND answer IS NOT NULL",
      [organization.id],
    );
    expect(rows.length).toBeGreaterThan(0);
    expect(Buffer.concat(rows.map(({ answer }) => answer)).includes(pin.id)).toBe(false);
    const jobs = await adminQuery<{ run_at: Date }>(
      `SELECT j.run_at FROM graphile_worker._private_jobs j JOIN graphile_worker._private_tasks t ON t.id = j.task_id
       WHERE t.identifier = 'api-answers.forget' AND j.payload ->> 'organizationId' = $1`,
      [organization.id],
    );
    expect(jobs.length).toBeLessThanOrEqual(2);
    expect(jobs[0]?.run_at.getTime()).toBeGreaterThan(Date.now() + 23 * 3_600_000);
    await forgetAnswers({ organizationId: organization.id });
    const count = async () =>
      (await adminQuery("SELECT 1 FROM api_answers WHERE organization_id = $1", [organization.id])).length;
    expect(await count()).toBeGreaterThan(0);
    await adminQuery("UPDATE api_answers SET expires_at = now() WHERE organization_id = $1", [
      organization.id,
    ]);
    expect((await (await post(`/users/${EXAMPLE.invited}/pins`, {}, "k6")).json()).id).not.toBe(pin.id);
    await forgetAnswers({ organizationId: organization.id });
    expect(await count()).toBe(1);
  });
});

describe("requests of one key", () => {
  test("are counted, told of in headers, and refused beyond the limit", async () => {
    const { secret } = await makeApiKey(organization.admin, ["groups.read"]);
    const limit = env().ROLLCALL_API_REQUESTS_PER_MINUTE;
    const ask = (by = secret) => callPath("GET", "/groups/x", by);
    const first = await ask();
    expect(first.headers.get("ratelimit-policy")).toBe(`"key";q=${limit};w=60`);
    expect(first.headers.get("ratelimit")).toMatch(new RegExp(`^"key";r=${limit - 1};t=\\d+$`));
    await adminQuery(
      "UPDATE throttles SET points = 60 WHERE key = (SELECT 'api-key:' || id FROM api_keys WHERE prefix = $1)",
      [secret.slice(0, 15)],
    );
    let refused = await ask();
    for (let count = 0; count < limit && refused.status !== 429; count += 1) refused = await ask();
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(refused.headers.get("ratelimit")).toMatch(/^"key";r=0;t=\d+$/);
    expect(await refused.json()).toMatchObject({ code: "throttled", status: 429 });
    expect((await ask(organization.secret)).status).toBe(404);
  });
});

test("a scope and a right are both asked for, and a body is not read without", async () => {
  const { secret } = await makeApiKey(organization.admin, ["groups.read"]);
  const refused = await callPath("POST", "/groups", secret, { body: { nothing: "of this" } });
  expect([refused.status, refused.headers.get("www-authenticate")]).toEqual([
    403,
    'Bearer realm="Rollcall", error="insufficient_scope", scope="groups.write"',
  ]);
  expect((await callPath("GET", "/groups", null)).status).toBe(401);
});
