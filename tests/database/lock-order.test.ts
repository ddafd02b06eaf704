import type pg from "pg";
import { beforeEach, expect, test } from "vitest";
import { saveOwn } from "@/lib/account/save-own";
import { newId } from "@/lib/ids";
import { commitImport, undoImport } from "@/lib/imports/commands/commit";
import { carryOutImport } from "@/lib/imports/jobs/commit";
import { undoImportRows } from "@/lib/imports/jobs/undo";
import { changeOwn } from "@/lib/mfa/own";
import type { Actor } from "@/lib/permissions/actor";
import { setProperties } from "@/lib/properties/bulk-commands";
import { createProperty } from "@/lib/properties/commands";
import { ok } from "@/lib/result";
import { removeUsers } from "@/lib/users/bulk-commands";
import { undoChange } from "@/lib/users/undo/commands";
import { commitRun, jobOf, prepareRun } from "@/tests/support/import-runs";
import {
  makeActor,
  makeOrganization,
  makeSession,
  makeUser,
  personOf,
  readUser,
  type TestOrganization,
  unwrap,
} from "@/tests/support/product-people";
import { whileWaiting } from "@/tests/support/waiting";

// Decision 33: admins, groups, properties, rules, people; behind them telephony (decision 43). Whoever waits for one of them holds none that comes behind it:
// else two would wait for each other, and the database would end one of them with an error.

let organization: TestOrganization;
let admin: Actor;
beforeEach(async () => {
  organization = await makeOrganization();
  admin = await makeActor(organization, "admin");
});

const ADMINS = () => `admins:${organization.id}`;
const GROUPS = () => `groups ${organization.id}`;
const PROPERTIES = () => `properties:${organization.id}`;
const RULES = () => `rules ${organization.id}`;

const isFree = async (client: pg.PoolClient, key: string) =>
  (await client.query("SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0)) AS taken", [key])).rows[0]
    .taken;
const arePeopleFree = async (client: pg.PoolClient) =>
  (await client.query("SELECT id FROM users FOR UPDATE SKIP LOCKED")).rows.length ===
  (await client.query("SELECT id FROM users")).rows.length;

const behindAdmins = async (client: pg.PoolClient) => ({
  groups: await isFree(client, GROUPS()),
  properties: await isFree(client, PROPERTIES()),
  rules: await isFree(client, RULES()),
  people: await arePeopleFree(client),
});
const ALL_FREE = { groups: true, properties: true, rules: true, people: true };

/** A file that makes somebody an admin. */
async function prepared() {
  const { username } = await makeUser(organization, { firstName: "Ada" });
  const text = `First name,Last name,Username,Access email,Role\nAda,Adams,${username},${username},Organization admin`;
  return prepareRun(admin, text, {
    matching: ["firstName", "lastName", "username", "accessEmail", "role"],
    mode: "both",
  });
}

test("an import that touches admins", async () => {
  const { id, planVersion } = await prepared();
  unwrap(await commitImport(admin, id, { planVersion, onError: "skip" }));
  const start = () => carryOutImport(jobOf(admin, id));
  expect(await whileWaiting(organization.id, ADMINS(), start, behindAdmins)).toEqual(ALL_FREE);
});

test("its undo", async () => {
  const { id } = await commitRun(admin, await prepared());
  unwrap(await undoImport(admin, id));
  const start = () => undoImportRows(jobOf(admin, id));
  expect(await whileWaiting(organization.id, ADMINS(), start, behindAdmins)).toEqual(ALL_FREE);
});

test("a removal of many", async () => {
  const { id } = await makeUser(organization);
  const start = () => removeUsers(admin, { ids: [id] });
  expect(await whileWaiting(organization.id, ADMINS(), start, behindAdmins)).toEqual(ALL_FREE);
});

test("a phone that somebody proves as theirs", async () => {
  const user = await makeUser(organization);
  const self = { person: personOf(user, await makeSession(user)), home: organization };
  const after = { mobilePhone: "+4915112345678" };
  const start = () =>
    changeOwn(self, null, async ({ tx, actor }) => {
      await saveOwn(tx, actor, after, { before: { mobilePhone: null }, after });
      return ok(null);
    });
  expect(await whileWaiting(organization.id, RULES(), start, arePeopleFree)).toBe(true);
  expect(await readUser(user.id)).toMatchObject({ mobile_phone: after.mobilePhone });
});

test("taking back a value of many", async () => {
  const propertyId = newId();
  const property = {
    name: "Shift",
    type: "text" as const,
    choices: [],
    isUserProperty: true,
    isRequired: false,
  };
  unwrap(
    await createProperty(
      admin,
      { ...property, isUnique: false, defaultValue: null, help: "", value: null },
      propertyId,
    ),
  );
  const { id } = await makeUser(organization);
  const change = { kind: "setProperty" as const, propertyId, value: "Early" };
  const { undo = "" } = unwrap(await setProperties(admin, { ids: [id] }, change));
  const start = () => undoChange(admin, undo);
  const seen = await whileWaiting(organization.id, PROPERTIES(), start, async (client) => ({
    rules: await isFree(client, RULES()),
    people: await arePeopleFree(client),
  }));
  expect(seen).toEqual({ rules: true, people: true });
});
