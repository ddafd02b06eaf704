import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { endSession } from "@/lib/auth/session-row";
import { signIn } from "@/lib/auth/sign-in";
import { withOrganization } from "@/lib/db";
import type { Actor } from "@/lib/permissions/actor";
import { endOtherSessions, endOwnSession } from "@/lib/sessions/commands";
import { issueSipSecret } from "@/lib/telephony/commands";
import { readTelephonyDirectory } from "@/lib/telephony/directory-queries";
import { queueInput } from "@/lib/telephony/input";
import { findExtension } from "@/lib/telephony/queries";
import { createQueue } from "@/lib/telephony/queue-commands";
import { removeUsers, restoreUsers, suspendUsers } from "@/lib/users/bulk-commands";
import { ensurePbxLogin } from "@/scripts/migrate/roles";
import { newPbxPassword, pbxUrl } from "@/scripts/rollcall/pbx-login";
import { adminQuery, urls } from "@/tests/support/product-database";
import {
  actorOf,
  givePassword,
  makeActor,
  makeOrganization,
  makeUser,
  setUser,
  type TestOrganization,
  unwrap,
} from "@/tests/support/product-people";
import { makeExtension, startSession } from "@/tests/support/telephony";

const MINUTE_MS = 60_000;
const ago = (minutes: number) => new Date(Date.now() - minutes * MINUTE_MS);

let organization: TestOrganization;
let admin: Actor;
let pbx: pg.Client;
let pbxName = "";
beforeAll(async () => {
  organization = await makeOrganization();
  admin = await makeActor(organization, "admin");
  const password = newPbxPassword();
  const owner = new pg.Client({ connectionString: urls.admin });
  await owner.connect();
  pbxName = await ensurePbxLogin(owner, password);
  await owner.end();
  pbx = new pg.Client({ connectionString: pbxUrl(urls.admin, pbxName, password) });
  await pbx.connect();
});
afterAll(() => pbx.end());

/** What the PBX, the directory and the pages say of an extension, which is one and the same. */
async function reachOf(id: string) {
  const { rows } = await pbx.query("SELECT * FROM pbx_extensions WHERE id = $1", [id]);
  const [row] = rows;
  const { extensions } = await readTelephonyDirectory(admin, row?.number ?? "0");
  const shown = await findExtension(admin, id);
  const [said] = extensions;
  expect([said?.mayCall ?? false, said?.mayRegister ?? false]).toEqual([
    row?.may_call ?? false,
    row?.may_register ?? false,
  ]);
  expect([shown?.mayCall, shown?.mayRegister]).toEqual([row?.may_call ?? false, row?.may_register ?? false]);
  expect(row?.ha1_md5 !== null && row !== undefined).toBe(row?.may_register ?? false);
  expect(row?.ha1_sha256 !== null && row !== undefined).toBe(row?.may_register ?? false);
  return [row?.may_call ?? false, row?.may_register ?? false];
}

const BOTH = [true, true];
const NEITHER = [false, false];

/** Somebody with a phone that forces the login. */
async function phoned(fields: Parameters<typeof makeUser>[1] = {}, forceLogin = true) {
  const user = await makeUser(organization, fields);
  const { id } = await makeExtension(admin, { forceLogin }, user.id);
  unwrap(await issueSipSecret(admin, id));
  return { user, id };
}

describe("while the login is forced, an extension is reachable with a live session and goes with it:", () => {
  test("without one, and by a sign-out", async () => {
    const { user, id } = await phoned();
    expect(await reachOf(id)).toEqual(NEITHER);
    await givePassword(user, "correct horse battery staple");
    const given = { username: user.username, password: "correct horse battery staple", ip: "192.0.2.9" };
    const { sessionId } = unwrap(await signIn({ ...given, userAgent: null }));
    expect(await reachOf(id)).toEqual(BOTH);
    await endSession(organization.id, sessionId);
    expect(await reachOf(id)).toEqual(NEITHER);
  });

  test("somebody else's session is none", async () => {
    const { id } = await phoned();
    await startSession(organization, (await makeUser(organization)).id);
    expect(await reachOf(id)).toEqual(NEITHER);
  });

  test("by signing out elsewhere, the last of them", async () => {
    const { user, id } = await phoned();
    const [first, second] = [
      await startSession(organization, user.id),
      await startSession(organization, user.id),
    ];
    const self = { ...actorOf(user, organization), sessionId: second };
    unwrap(await endOtherSessions(self));
    expect(await reachOf(id)).toEqual(BOTH);
    expect(unwrap(await endOwnSession(self, first)).ended).toBe(0);
    unwrap(await endOwnSession(self, second));
    expect(await reachOf(id)).toEqual(NEITHER);
  });

  test.each([
    ["a session that was idle for too long", { lastSeenAt: ago(61) }, NEITHER],
    ["one that was just not", { lastSeenAt: ago(58) }, BOTH],
    ["one that lasted too long", { createdAt: ago(12 * 60 + 1) }, NEITHER],
    ["one that did just not", { createdAt: ago(12 * 60 - 2) }, BOTH],
    ["one that has expired", { expiresAt: ago(0) }, NEITHER],
  ])("by %s", async (_, session, expected) => {
    const { user, id } = await phoned();
    await startSession(organization, user.id, session);
    expect(await reachOf(id)).toEqual(expected);
  });

  test("by the person's own policies, where they are otherwise", async () => {
    const own = { value: 5, from: null };
    const idle = await phoned({ policies: { sessionIdleMinutes: own } });
    await startSession(organization, idle.user.id, { lastSeenAt: ago(6) });
    expect(await reachOf(idle.id)).toEqual(NEITHER);
    const long = await phoned({ policies: { sessionHours: { ...own, value: 1 } } });
    await startSession(organization, long.user.id, { createdAt: ago(61) });
    expect(await reachOf(long.id)).toEqual(NEITHER);
  });

  test.each([
    ["is suspended", { suspendedAt: new Date() }],
    ["is locked", { lockedUntil: ago(-10) }],
    ["is blocked of old", { legacyStatus: "blocked" }],
    ["has no access any more", { accessEndsAt: ago(1) }],
    ["never activated", { activatedAt: null }],
    ["is removed", { removedAt: new Date() }],
  ])("when its user %s, and back when that is over", async (_, fields) => {
    for (const forceLogin of [true, false]) {
      const { user, id } = await phoned({}, forceLogin);
      await startSession(organization, user.id);
      expect(await reachOf(id)).toEqual(BOTH);
      const was = Object.fromEntries(Object.keys(fields).map((key) => [key, user[key as keyof typeof user]]));
      await setUser(user, fields);
      expect(await reachOf(id)).toEqual(NEITHER);
      await setUser(user, was);
      expect(await reachOf(id)).toEqual(BOTH);
    }
  });

  test("by what suspends and removes people here", async () => {
    const { user, id } = await phoned();
    await startSession(organization, user.id);
    unwrap(await suspendUsers(admin, { ids: [user.id] }));
    expect(await reachOf(id)).toEqual(NEITHER);
    const other = await phoned({}, false);
    unwrap(await removeUsers(admin, { ids: [other.user.id] }));
    expect(await reachOf(other.id)).toEqual(NEITHER);
    unwrap(await restoreUsers(admin, { ids: [other.user.id] }));
    expect(await reachOf(other.id)).toEqual(BOTH);
  });

  test("when the organization is suspended", async () => {
    const { user, id } = await phoned();
    await startSession(organization, user.id);
    await adminQuery("UPDATE organizations SET suspended_at = now() WHERE id = $1", [organization.id]);
    expect(await reachOf(id)).toEqual(NEITHER);
    await adminQuery("UPDATE organizations SET suspended_at = NULL WHERE id = $1", [organization.id]);
    expect(await reachOf(id)).toEqual(BOTH);
  });
});

describe("an extension that forces no login", () => {
  test("is reachable without a session; nobody's is, and has a phone; a Web one has none", async () => {
    const { id } = await phoned({}, false);
    expect(await reachOf(id)).toEqual(BOTH);
    const desk = await makeExtension(admin, { displayName: "Desk" });
    expect(await reachOf(desk.id)).toEqual([true, false]);
    unwrap(await issueSipSecret(admin, desk.id));
    expect(await reachOf(desk.id)).toEqual(BOTH);
    const web = await makeExtension(admin, { type: "web" }, (await makeUser(organization)).id);
    expect(await reachOf(web.id)).toEqual([true, false]);
    const forced = await makeExtension(admin, { forceLogin: true });
    expect(await reachOf(forced.id)).toEqual(NEITHER);
  });
});

describe("the PBX", () => {
  test("reads the queues with who can be called of them", async () => {
    const { user, id } = await phoned();
    const desk = await makeExtension(admin, { displayName: "Desk" });
    const members = [
      { extensionId: id, paused: false },
      { extensionId: desk.id, paused: true },
    ];
    const given = { number: "900", name: "Help", strategy: "fewestCalls", voicemail: true, members };
    unwrap(await createQueue(admin, queueInput.parse(given)));
    const read = async () =>
      (
        await pbx.query(
          "SELECT position, paused, may_call FROM pbx_queue_members WHERE realm = $1 AND queue = '900' ORDER BY position",
          [organization.domain],
        )
      ).rows;
    expect(await read()).toEqual([
      { position: 1, paused: false, may_call: false },
      { position: 2, paused: true, may_call: true },
    ]);
    await startSession(organization, user.id);
    expect((await read())[0]).toMatchObject({ may_call: true });
    const { rows } = await pbx.query("SELECT name, strategy, voicemail FROM pbx_queues WHERE realm = $1", [
      organization.domain,
    ]);
    expect(rows).toEqual([{ name: "Help", strategy: "fewestCalls", voicemail: true }]);
    const { queues, extensions } = await readTelephonyDirectory(admin, "900");
    expect(queues).toMatchObject([{ number: "900", members: [{ mayCall: true }, { paused: true }] }]);
    expect(extensions).toEqual([]);
  });

  test("reads all organizations, and the directory of one tells of that one", async () => {
    const other = await makeOrganization();
    const stranger = await makeActor(other, "admin");
    await makeExtension(stranger, { number: "101" });
    const { rows } = await pbx.query("SELECT DISTINCT realm FROM pbx_extensions");
    expect(rows.map(({ realm }) => realm)).toEqual(
      expect.arrayContaining([organization.domain, other.domain]),
    );
    const { extensions } = await readTelephonyDirectory(stranger, null);
    expect(extensions.map(({ realm, number }) => [realm, number])).toEqual([[other.domain, "101"]]);
    const seen = await withOrganization(
      other.id,
      (tx) => tx.$queryRaw<{ realm: string }[]>`
      SELECT DISTINCT realm FROM extension_states`,
    );
    expect(seen).toEqual([{ realm: other.domain }]);
  });

  test("may read its three views and nothing else, and write nothing", async () => {
    const { rows } = await pbx.query<{ name: string; schema: string }>(
      `SELECT c.relname AS name, n.nspname AS schema FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND n.nspname NOT IN ('pg_catalog', 'information_schema')
         AND n.nspname NOT LIKE 'pg_toast%' ORDER BY 1`,
    );
    expect(rows.length).toBeGreaterThan(40);
    const readable: string[] = [];
    for (const { name, schema } of rows) {
      const target = `"${schema}"."${name}"`;
      await pbx.query(`SELECT FROM ${target} LIMIT 1`).then(
        () => readable.push(name),
        (error) => expect(error).toMatchObject({ code: "42501" }),
      );
      // A column that may be read alone lets nobody count the rows.
      const columns = await pbx.query<{ name: string }>(
        `SELECT attname AS name FROM pg_attribute WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attisdropped
           AND has_column_privilege($1::text, attname, 'SELECT, INSERT, UPDATE, REFERENCES')`,
        [schema === "public" ? target : null],
      );
      if (!readable.includes(name)) expect(columns.rows).toEqual([]);
    }
    expect(readable).toEqual(["pbx_extensions", "pbx_queue_members", "pbx_queues"]);
    for (const write of [
      "DELETE FROM pbx_queues",
      "UPDATE pbx_extensions SET may_call = true",
      "CREATE TABLE mine (id int)",
    ])
      await expect(pbx.query(write)).rejects.toMatchObject({
        code: expect.stringMatching(/^(42501|55000)$/),
      });
    for (const role of ["rollcall_telephony", "rollcall_application", "rollcall_lookup"])
      await expect(pbx.query(`SET ROLE ${role}`)).rejects.toMatchObject({ code: "42501" });
    const functions = await pbx.query(
      `SELECT p.oid::regprocedure::text AS name FROM pg_proc p WHERE p.prosecdef AND has_function_privilege(p.oid, 'EXECUTE')
         AND p.pronamespace <> 'pg_catalog'::regnamespace`,
    );
    expect(functions.rows).toEqual([]);
    const groups = await adminQuery(
      "SELECT rolname AS name FROM pg_roles WHERE pg_has_role($1, oid, 'MEMBER') AND rolname <> $1",
      [pbxName],
    );
    expect(groups).toEqual([{ name: "rollcall_pbx_reader" }]);
  });

  test("is told by the same text as the product, with other rights", async () => {
    const [row] = await adminQuery<{ same: boolean }>(
      "SELECT pg_get_viewdef('pbx_extensions'::regclass) = pg_get_viewdef('extension_states'::regclass) AS same",
    );
    expect(row).toEqual({ same: true });
    await expect(
      withOrganization(organization.id, (tx) => tx.$queryRaw`SELECT FROM pbx_extensions`),
    ).rejects.toThrow(/permission denied/);
  });
});
