import pg from "pg";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { signIn } from "@/lib/auth/sign-in";
import { commitImport } from "@/lib/imports/commands/commit";
import { cancelImport } from "@/lib/imports/commands/file";
import { errorsDownload } from "@/lib/imports/errors-download";
import { carryOutImport } from "@/lib/imports/jobs/commit";
import { expirePasswords } from "@/lib/imports/jobs/expire";
import { hashPasswords } from "@/lib/imports/jobs/hash";
import { parseImport } from "@/lib/imports/jobs/parse";
import type { ImportDetails } from "@/lib/imports/queries";
import { listKept } from "@/lib/imports/row-queries";
import type { Actor } from "@/lib/permissions/actor";
import type { UserField } from "@/lib/users/fields";
import { promised, readDirectory, reasonsOf } from "@/tests/support/directory";
import { commitRun, detailsOf, jobOf, prepareRun, reviewRows, undoRun } from "@/tests/support/import-runs";
import { adminQuery, urls } from "@/tests/support/product-database";
import {
  codeOf,
  eventsOf,
  givePassword,
  makeActor,
  makeOrganization,
  makeUser,
  type TestOrganization,
  unwrap,
} from "@/tests/support/product-people";

const SECRETS = ["plainly-to-be-found-1", "plainly-to-be-found-2", "plainly-to-be-found-3"];
const MATCHING: UserField[] = ["firstName", "lastName", "accessEmail", "password"];
const FILE = [
  "First name,Last name,Access email,Password",
  `Ada,Adams,ada@x.example,${SECRETS[0]}`,
  `Ben,,ben@x.example,${SECRETS[1]}`,
  "Cem,Can,cem@x.example,",
].join("\n");

let organization: TestOrganization;
let admin: Actor;
beforeEach(async () => {
  organization = await makeOrganization();
  admin = await makeActor(organization, "admin");
});

const prepare = (text = FILE, choice = {}) => prepareRun(admin, text, { matching: MATCHING, ...choice });
const secretsOf = ({ id }: ImportDetails) =>
  adminQuery<{ line: number; sealed: Buffer | null; hash: string | null }>(
    "SELECT line, sealed, hash FROM import_secrets WHERE import_id = $1 ORDER BY line",
    [id],
  );
const partsOf = async ({ id }: ImportDetails) =>
  (await adminQuery("SELECT part FROM import_parts WHERE import_id = $1", [id])).length;
const trySignIn = async (username: string, password: string) =>
  codeOf(
    await signIn({
      username: `${username}@${organization.domain}`,
      password,
      ip: `192.0.2.${Math.floor(Math.random() * 250)}`,
      userAgent: null,
    }),
  );

/** Every column of every table that holds one of these texts, as text or as bytes. */
async function whereFound(texts: string[]): Promise<string[]> {
  const columns = await adminQuery<{ schema: string; table: string; column: string; type: string }>(
    `SELECT n.nspname AS schema, c.relname AS table, a.attname AS column, a.atttypid::regtype::text AS type
     FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname IN ('public', 'graphile_worker') AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped`,
  );
  const found: string[] = [];
  for (const { schema, table, column, type } of columns) {
    for (const text of texts) {
      const holds =
        type === "bytea"
          ? `position(convert_to($1, 'UTF8') IN "${column}") > 0`
          : `position($1 IN "${column}"::text) > 0`;
      const rows = await adminQuery(`SELECT 1 FROM ${schema}."${table}" WHERE ${holds} LIMIT 1`, [text]);
      if (rows.length > 0) found.push(`${table}.${column}`);
    }
  }
  return found;
}

describe("a file with passwords", () => {
  test("gives them to new people, who must choose another, and to nobody who has none", async () => {
    const found = await prepare(`${FILE.replace("Ben,,", "Ben,Bell,")}`);
    expect((await reviewRows(admin, found.id)).map(({ values }) => values.password)).toEqual([
      "set",
      "set",
      undefined,
    ]);
    await hashPasswords(jobOf(admin, found.id));
    const done = await commitRun(admin, found);
    expect(done.result).toMatchObject({ created: 3 });
    const rows = await adminQuery<{ username: string; hash: string | null; must_change: boolean | null }>(
      `SELECT u.username, p.hash, p.must_change FROM users u LEFT JOIN passwords p ON p.user_id = u.id
       WHERE u.import_id = $1 ORDER BY u.username`,
      [found.id],
    );
    expect(rows.map(({ hash, must_change }) => [hash?.slice(0, 9), must_change])).toEqual([
      ["$argon2id", true],
      ["$argon2id", true],
      [undefined, null],
    ]);
    const [lapse] = await adminQuery(
      `SELECT bool_and((u.credential_expires_at IS NULL) = (p.user_id IS NULL)) AS "isOfPasswords",
         max(extract(epoch FROM u.credential_expires_at - now()) / 86400)::float AS days
       FROM users u LEFT JOIN passwords p ON p.user_id = u.id WHERE u.import_id = $1`,
      [found.id],
    );
    expect(lapse?.isOfPasswords).toBe(true);
    expect(lapse?.days).toBeCloseTo(7, 1);
    expect(await trySignIn("ada", SECRETS[0] ?? "")).toBe("ok");
    const [ada] = await adminQuery("SELECT id, activated_at FROM users WHERE username = $1", [
      `ada@${organization.domain}`,
    ]);
    expect(ada?.activated_at).toBeInstanceOf(Date);
    expect((await eventsOf(ada?.id)).map(({ action }) => action)).toContain("user.activated");
    expect(await trySignIn("ben", SECRETS[0] ?? "")).toBe("unauthenticated");
    expect(await trySignIn("cem", "")).toBe("unauthenticated");
  });

  test("is nowhere in clear, before, while and after it is imported", async () => {
    const found = await prepare();
    expect(await whereFound(SECRETS)).toEqual([]);
    expect(await secretsOf(found)).toMatchObject([
      { line: 2, hash: null },
      { line: 3, hash: null },
    ]);
    const errors = await (await errorsDownload(admin, found.id)).text();
    for (const secret of SECRETS) expect(errors).not.toContain(secret);
    expect(errors).toContain("Last name is missing. The password is not in this file. Write it again.");
    await hashPasswords(jobOf(admin, found.id));
    expect(await whereFound(SECRETS)).toEqual([]);
    await commitRun(admin, found);
    expect(await whereFound(SECRETS)).toEqual([]);
    expect(await secretsOf(found)).toEqual([]);
    expect(await partsOf(found)).toBe(0);
  });

  test("a search that would find nothing is none", async () => {
    await adminQuery("UPDATE imports SET file_name = $1 WHERE organization_id = $2", [
      SECRETS[0],
      organization.id,
    ]);
    await prepare();
    await adminQuery("UPDATE imports SET file_name = $1 WHERE organization_id = $2", [
      SECRETS[0],
      organization.id,
    ]);
    await adminQuery("UPDATE import_parts SET bytes = convert_to($1, 'UTF8') WHERE organization_id = $2", [
      SECRETS[1],
      organization.id,
    ]);
    expect((await whereFound(SECRETS)).toSorted()).toEqual(["import_parts.bytes", "imports.file_name"]);
    await adminQuery("DELETE FROM imports WHERE organization_id = $1", [organization.id]);
  });

  test("in a column that nobody would take for it loses what was seen of it once it is matched", async () => {
    const text = FILE.replace("Password", "Shoe");
    await prepare(text);
    expect(await whereFound(SECRETS)).toEqual([]);
  });

  test("waits for its hashes when it is committed before they are done", async () => {
    const found = await prepare();
    unwrap(await commitImport(admin, found.id, { planVersion: found.planVersion, onError: "skip" }));
    expect((await detailsOf(admin, found.id)).state).toBe("hashing");
    await carryOutImport(jobOf(admin, found.id));
    expect((await detailsOf(admin, found.id)).state).toBe("hashing");
    await hashPasswords(jobOf(admin, found.id));
    expect(await detailsOf(admin, found.id)).toMatchObject({ state: "committing" });
    await carryOutImport(jobOf(admin, found.id));
    expect(await detailsOf(admin, found.id)).toMatchObject({
      state: "done",
      result: { created: 2, failed: 1 },
    });
  });

  test("leaves nothing when it is given up or judged anew without them", async () => {
    const found = await prepare();
    unwrap(await cancelImport(admin, found.id));
    expect(await secretsOf(found)).toEqual([]);
    expect(await partsOf(found)).toBe(0);
    const again = await prepare();
    await adminQuery("UPDATE imports SET state = 'parsing', matching = $2 WHERE id = $1", [
      again.id,
      JSON.stringify([...MATCHING.slice(0, 3), null]),
    ]);
    await parseImport(jobOf(admin, again.id));
    expect(await secretsOf(again)).toEqual([]);
  });

  test("is for those who may give credentials", async () => {
    const found = await prepare();
    await hashPasswords(jobOf(admin, found.id));
    const without = {
      ...admin,
      permissions: new Set([...admin.permissions].filter((each) => each !== "users.credentials.issue")),
    };
    const given = { planVersion: found.planVersion, onError: "skip" as const };
    expect(codeOf(await commitImport(without, found.id, given))).toBe("forbidden");
  });
});

const hourOver = (found: ImportDetails) =>
  adminQuery(
    `WITH a AS (UPDATE imports SET passwords_expire_at = now() - interval '1 second' WHERE id = $1)
     UPDATE import_secrets SET expires_at = now() - interval '1 second' WHERE import_id = $1`,
    [found.id],
  );

describe("after an hour", () => {
  test("passwords and file are gone, their rows say so, and the others stay", async () => {
    const found = await prepare();
    await expirePasswords(jobOf(admin, found.id));
    expect(await secretsOf(found)).toHaveLength(2);
    await hourOver(found);
    await expirePasswords(jobOf(admin, found.id));
    expect(await secretsOf(found)).toEqual([]);
    expect(await partsOf(found)).toBe(0);
    const rows = await reviewRows(admin, found.id);
    expect(rows.map(({ fate, issues }) => [fate, ...issues.map(({ code }) => code)])).toEqual([
      ["invalid", "password_expired"],
      ["invalid", "missing", "password_expired"],
      ["create"],
    ]);
    const stale = await commitImport(admin, found.id, { planVersion: found.planVersion, onError: "skip" });
    expect(codeOf(stale)).toBe("conflict");
    const done = await commitRun(admin, await detailsOf(admin, found.id));
    expect(done.result).toMatchObject({ created: 1, failed: 2 });
  });

  test("a commit that comes before the job refuses", async () => {
    const found = await prepare();
    await hourOver(found);
    const given = { planVersion: found.planVersion, onError: "skip" as const };
    expect(codeOf(await commitImport(admin, found.id, given))).toBe("conflict");
  });

  test("a file that is judged again is not there any more, and says so", async () => {
    const found = await prepare();
    await hourOver(found);
    await expirePasswords(jobOf(admin, found.id));
    await adminQuery("UPDATE imports SET state = 'parsing' WHERE id = $1", [found.id]);
    await parseImport(jobOf(admin, found.id));
    expect(await detailsOf(admin, found.id)).toMatchObject({
      state: "refused",
      refusal: { code: "file_gone" },
    });
  });

  test("a file that waits for its columns is refused", async () => {
    const found = await prepare();
    await adminQuery("UPDATE imports SET state = 'matching' WHERE id = $1", [found.id]);
    await hourOver(found);
    await expirePasswords(jobOf(admin, found.id));
    expect(await detailsOf(admin, found.id)).toMatchObject({
      state: "refused",
      refusal: { code: "file_gone" },
    });
  });
});

describe("after an hour in which something has stalled", () => {
  const setState = ({ id }: ImportDetails, state: string) =>
    adminQuery("UPDATE imports SET state = $2 WHERE id = $1", [id, state]);

  test.each(["uploading", "reading", "parsing", "committing"])("nothing is left while %s", async (state) => {
    const found = await prepare();
    await setState(found, state);
    await hourOver(found);
    await expirePasswords(jobOf(admin, found.id));
    expect([await secretsOf(found), await partsOf(found)]).toEqual([[], 0]);
    expect((await detailsOf(admin, found.id)).state).toBe(state);
    const [again] = await adminQuery("SELECT 1 FROM graphile_worker.jobs WHERE key = $1", [
      `import.expire:${organization.id}:${found.id}`,
    ]);
    expect(again).toBeDefined();
  });

  test("a commit that comes to its turn then shows the rows again, which say so", async () => {
    const found = await prepare();
    await hashPasswords(jobOf(admin, found.id));
    unwrap(await commitImport(admin, found.id, { planVersion: found.planVersion, onError: "skip" }));
    await hourOver(found);
    await expirePasswords(jobOf(admin, found.id));
    await carryOutImport(jobOf(admin, found.id));
    await expectShownAgain(found);
  });

  test("a commit that is under way writes nothing of it, and shows the rows again", async () => {
    const found = await prepare();
    await hashPasswords(jobOf(admin, found.id));
    unwrap(await commitImport(admin, found.id, { planVersion: found.planVersion, onError: "skip" }));
    const held = await holdUp();
    const committing = carryOutImport(jobOf(admin, found.id));
    await held.reached();
    await hourOver(found);
    await expirePasswords(jobOf(admin, found.id));
    expect(await secretsOf(found)).toEqual([]);
    await held.release();
    await committing;
    await expectShownAgain(found);
  });

  async function expectShownAgain(found: ImportDetails) {
    expect(await detailsOf(admin, found.id)).toMatchObject({ state: "review", counts: { create: 1 } });
    const people = await adminQuery("SELECT 1 FROM users WHERE import_id = $1", [found.id]);
    expect(people).toEqual([]);
    const rows = await reviewRows(admin, found.id);
    expect(rows.map(({ issues }) => issues.some(({ code }) => code === "password_expired"))).toEqual([
      true,
      true,
      false,
    ]);
    const done = await commitRun(admin, await detailsOf(admin, found.id));
    expect(done.result).toMatchObject({ created: 1, failed: 2 });
  }

  /** Has whoever writes people wait, until they are let go on. */
  async function holdUp() {
    const client = new pg.Client({ connectionString: urls.owner });
    await client.connect();
    await client.query("BEGIN");
    await client.query("LOCK TABLE users IN SHARE MODE");
    const waiting = "SELECT 1 FROM pg_locks WHERE relation = 'users'::regclass AND NOT granted";
    const release = async () => {
      await client.query("COMMIT");
      await client.end();
    };
    const reached = () =>
      vi.waitFor(async () => expect((await client.query(waiting)).rowCount).toBe(1), 20_000);
    return { reached, release };
  }
});

describe("a password for somebody who is there", () => {
  test("replaces theirs, ends their sessions, shows that it is set, and is void when the import is taken back before it was used", async () => {
    const ada = await makeUser(organization, {
      username: `ada@${organization.domain}`,
      accessEmail: "ada@x.example",
    });
    await givePassword(ada, "the one before this one");
    expect(await trySignIn("ada", "the one before this one")).toBe("ok");
    const found = await prepare(FILE, { mode: "updateOnly", matchKey: "accessEmail" });
    const [row] = await reviewRows(admin, found.id);
    expect(row?.fate).toBe("update");
    expect(row?.changes).toMatchObject({ after: { password: "set" } });
    await hashPasswords(jobOf(admin, found.id));
    await commitRun(admin, found);
    expect(await trySignIn("ada", "the one before this one")).toBe("unauthenticated");
    const sessions = await adminQuery("SELECT ended_at FROM sessions WHERE user_id = $1", [ada.id]);
    expect(sessions.map(({ ended_at }) => ended_at !== null)).toEqual([true]);
    const [password] = await adminQuery("SELECT must_change FROM passwords WHERE user_id = $1", [ada.id]);
    expect(password).toEqual({ must_change: true });
    const event = (await eventsOf(ada.id)).find(({ action }) => action === "user.updated");
    expect(event?.changes).toMatchObject({ before: { password: "set" }, after: { password: "set" } });
    expect(await whereFound(SECRETS)).toEqual([]);
    const undone = await undoRun(admin, found.id);
    expect(undone.undoResult).toMatchObject({ kept: 1 });
    const { people } = await listKept(admin, found.id, { afterLine: 0 });
    expect(people.map(({ reason }) => reason)).toEqual(["earlierPassword"]);
    expect(await trySignIn("ada", SECRETS[0] ?? "")).toBe("unauthenticated");
  });

  /** Somebody of the file, whose row gives them a password, once that is carried out. */
  async function givenByFile(fields: object) {
    const ada = await makeUser(organization, { accessEmail: "ada@x.example", ...fields });
    const before = await readDirectory(organization.id);
    const found = await prepare(FILE, { mode: "updateOnly", matchKey: "accessEmail" });
    await hashPasswords(jobOf(admin, found.id));
    await commitRun(admin, found);
    return { ada, before, id: found.id };
  }
  const dayAgo = () => new Date(Date.now() - 86_400_000);

  test.each([
    ["waited without one", () => ({ activatedAt: null })],
    ["let the invitation lapse", () => ({ activatedAt: null, credentialExpiresAt: dayAgo() })],
  ])("who %s is as before when it is taken back unused", async (_, fields) => {
    const { ada, before, id } = await givenByFile(fields());
    expect((await undoRun(admin, id)).undoResult).toEqual({ removed: 0, restored: 1, kept: 0 });
    const changed = new Set([ada.id]);
    const after = await readDirectory(organization.id);
    expect(promised(after, changed, new Map())).toEqual(promised(before, changed, new Map()));
  });

  test("who has used it keeps it, and is listed with that", async () => {
    const { ada, id } = await givenByFile({});
    await adminQuery("UPDATE passwords SET used_at = now() WHERE user_id = $1", [ada.id]);
    await undoRun(admin, id);
    expect([...(await reasonsOf(admin, id))]).toEqual([[ada.id, "password"]]);
    expect(await adminQuery("SELECT 1 FROM passwords WHERE user_id = $1", [ada.id])).toHaveLength(1);
  });
});
