import { readdirSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { POST as commitImport } from "@/app/api/v1/imports/[importId]/commit/route";
import { GET as readImport } from "@/app/api/v1/imports/[importId]/route";
import { GET as readRows } from "@/app/api/v1/imports/[importId]/rows/route";
import { POST as uploadImport } from "@/app/api/v1/imports/route";
import { env } from "@/lib/env";
import { createGroup } from "@/lib/groups/commands";
import { startImport } from "@/lib/imports/api-commands";
import type { ApiImport, ApiRow } from "@/lib/imports/api-shape";
import type { Actor } from "@/lib/permissions/actor";
import { createService } from "@/lib/services/commands";
import { apiRequest, makeApiKey, runJobs } from "@/tests/support/api";
import { adminQuery } from "@/tests/support/product-database";
import {
  codeOf,
  heldSql,
  makeActor,
  makeOrganization,
  makeUser,
  type TestOrganization,
  unwrap,
} from "@/tests/support/product-people";

const SECRET = "long enough to be one";
const FILE = `First name,Last name,Email,Password\nAda,Adams,ada@x.example,${SECRET}\nBen,Bell,ben@x.example,`;
const BASE = "/api/v1/imports";

let organization: TestOrganization;
let admin: Actor;
let key: string;
beforeEach(async () => {
  await adminQuery("DELETE FROM graphile_worker._private_jobs");
  organization = await makeOrganization();
  admin = await makeActor(organization, "admin");
  key = (await makeApiKey(admin)).secret;
});

function upload(options: unknown, text = FILE): Promise<Response> {
  const body = new FormData();
  body.set("file", new File([text], "people.csv"));
  body.set("options", JSON.stringify(options));
  return uploadImport(apiRequest(BASE, key, { method: "POST", body }));
}

const at = (importId: string) => ({ params: Promise.resolve({ importId }) });

async function prepared(options: unknown, text = FILE): Promise<ApiImport> {
  const { id } = (await (await upload(options, text)).json()) as ApiImport;
  await runJobs();
  return (await (await readImport(apiRequest(`${BASE}/${id}`, key), at(id))).json()) as ApiImport;
}

function commit({ id, planVersion }: ApiImport, more = {}): Promise<Response> {
  const body = JSON.stringify({ planVersion, ...more });
  return commitImport(apiRequest(`${BASE}/${id}/commit`, key, { method: "POST", body }), at(id));
}

async function committed(options: unknown, text = FILE): Promise<ApiImport> {
  const found = await prepared(options, text);
  expect((await commit(found)).status).toBe(202);
  await runJobs();
  return found;
}

const people = ({ id }: ApiImport) =>
  adminQuery(
    `SELECT u.role, u.access_profile, u.in_address_book, p.must_change FROM users u
     LEFT JOIN passwords p ON p.user_id = u.id WHERE u.import_id = $1 ORDER BY u.username`,
    [id],
  );
const secrets = () =>
  adminQuery("SELECT 1 FROM import_secrets WHERE organization_id = $1", [organization.id]);

describe("the option password", () => {
  test("is a link unless the program says otherwise: nothing of a password is kept", async () => {
    const found = await prepared({});
    expect(await secrets()).toEqual([]);
    const rows = await readRows(apiRequest(`${BASE}/${found.id}/rows`, key), at(found.id));
    const { rows: all } = (await rows.json()) as { rows: ApiRow[] };
    expect(JSON.stringify(all)).not.toContain("password");
    await commit(found);
    await runJobs();
    expect((await people(found)).map(({ must_change }) => must_change)).toEqual([null, null]);
  });

  test("takes those of the file, which no row shows", async () => {
    const found = await committed({ password: "file" });
    expect((await people(found)).map(({ must_change }) => must_change)).toEqual([true, null]);
    expect(await secrets()).toEqual([]);
  });
});

test("the option permissions gives what the key holds, by itself or as a mirror, and no more", async () => {
  const mirrored = await makeUser(organization);
  for (const permissions of [{ role: "user" }, { mirror: mirrored.username }]) {
    const found = await committed({ permissions, addressBook: true });
    expect(await people(found)).toMatchObject([
      { role: "user", access_profile: null, in_address_book: true },
      { role: "user", in_address_book: true },
    ]);
    await adminQuery("UPDATE users SET removed_at = now() WHERE import_id = $1", [found.id]);
  }
  expect((await upload({ permissions: { role: "viewer" } })).status).toBe(403);
  expect((await upload({ permissions: { accessProfile: "userManagementAdmin" } })).status).toBe(403);
  expect((await upload({ permissions: { mirror: admin.username } })).status).toBe(403);
  expect((await upload({ permissions: { mirror: `nobody@${organization.domain}` } })).status).toBe(400);
});

test("and the groups that the key holds, by their names", async () => {
  for (const [name, permissions] of [
    ["Sales", ["users.read"]],
    ["Audit", ["audit.read"]],
  ] as const)
    unwrap(await createGroup(admin, { name, description: "", permissions: [...permissions] }));
  const found = await committed({ permissions: { groups: ["sales"] } });
  const given = await adminQuery(`SELECT ${heldSql("users")} AS held FROM users WHERE import_id = $1`, [
    found.id,
  ]);
  expect(given.map(({ held }) => held)).toEqual([["users.read"], ["users.read"]]);
  expect((await upload({ permissions: { groups: ["Audit"] } })).status).toBe(403);
  const unknown = await upload({ permissions: { groups: ["Sales", "Purchasing"] } });
  expect(await unknown.json()).toMatchObject({ status: 400, title: "There is no group “Purchasing”." });
});

test("the option notify sends links as files where there is no mail service", async () => {
  await committed({ notify: "email" });
  const messages = await adminQuery<{ id: string; state: string }>(
    "SELECT id, state FROM messages WHERE organization_id = $1 ORDER BY id",
    [organization.id],
  );
  expect(messages.map(({ state }) => state)).toEqual(["sent", "sent"]);
  const files = readdirSync(join(env().ROLLCALL_DATA_DIR, "outbox"));
  expect(files).toEqual(expect.arrayContaining(messages.map(({ id }) => `${id}.eml`)));
});

test("a commit can wait for a moment, and reads as under way until then", async () => {
  const found = await prepared({ note: "Monday" });
  const goLiveAt = new Date(Date.now() + 600_000).toISOString();
  expect((await (await commit(found, { goLiveAt })).json()).state).toBe("committing");
  await runJobs();
  const [row] = await adminQuery("SELECT state, options FROM imports WHERE id = $1", [found.id]);
  expect(row).toMatchObject({ state: "scheduled", options: { goLiveAt, choices: { note: "Monday" } } });
  const late = new Date(Date.now() - 1000).toISOString();
  expect((await commit(await prepared({}), { goLiveAt: late })).status).toBe(400);
});

test("and single permissions that the key holds", async () => {
  const found = await committed({ permissions: { individual: ["users.read"] } });
  const given = await adminQuery(`SELECT ${heldSql("users")} AS held FROM users WHERE import_id = $1`, [
    found.id,
  ]);
  expect(given.map(({ held }) => held)).toEqual([["users.read"], ["users.read"]]);
  for (const permission of ["audit.read", "account.read", "organizations.manage"])
    expect((await upload({ permissions: { individual: [permission] } })).status).toBe(403);
  expect((await upload({ permissions: { individual: ["users.fly"] } })).status).toBe(400);
  expect((await upload({ permissions: { individual: ["users.read"], mirror: "a@b" } })).status).toBe(400);
});

describe("services and extensions", () => {
  const withExtensions =
    "First name,Last name,Email,Extension\nAda,Adams,ada@x.example,105\nBen,Bell,ben@x.example,next";

  test("are given by an import of a program, by their names and numbers", async () => {
    const mail = await makeService("Mail", 1);
    const found = await committed(
      { services: ["mail"], whenShort: "wait", extensions: { type: "web", forceLogin: true } },
      withExtensions,
    );
    expect(found.columns.map(({ field }) => field)).toEqual([
      "firstName",
      "lastName",
      "accessEmail",
      "extension",
    ]);
    const seats = await adminQuery(
      "SELECT (SELECT count(*)::int FROM seats WHERE service_id = $1) AS seats, (SELECT count(*)::int FROM seat_waits WHERE service_id = $1) AS waits",
      [mail.id],
    );
    expect(seats).toEqual([{ seats: 1, waits: 1 }]);
    const extensions = await adminQuery(
      "SELECT number, type, force_login FROM extensions WHERE organization_id = $1 AND user_id IS NOT NULL ORDER BY number",
      [organization.id],
    );
    expect(extensions).toEqual([
      { number: "100", type: "web", force_login: true },
      { number: "105", type: "web", force_login: true },
    ]);
  });

  test("of which there is none of that name are refused, and seats that are short refuse the commit", async () => {
    const refused = await upload({ services: ["Mail"] });
    expect(refused.status).toBe(400);
    expect(await refused.json()).toMatchObject({ title: expect.stringContaining("Mail") });
    await makeService("Mail", 1);
    const found = await prepared({ services: ["Mail"] });
    expect((await commit(found)).status).toBe(409);
  });

  test("of whoever may not give seats are refused", async () => {
    await makeService("Mail", 5);
    const permissions = [...admin.permissions].filter((permission) => permission !== "services.assign");
    const lesser: Actor = { ...admin, permissions: new Set(permissions) };
    const body = (async function* () {
      yield new TextEncoder().encode(FILE);
    })();
    const file = { name: "people.csv", sizeBytes: null, body };
    expect(codeOf(await startImport(lesser, file, { services: ["Mail"] }))).toBe("forbidden");
  });
});

async function makeService(name: string, seats: number) {
  const price = { currency: "EUR", term: "month" as const, priceMinor: 0 };
  const made = unwrap(
    await createService(admin, { name, description: "", ...price, unlimited: false, seats }),
  );
  // Its renewal queues the next one, for ever.
  await adminQuery("DELETE FROM graphile_worker._private_jobs");
  return made;
}
