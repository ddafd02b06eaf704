import { beforeEach, describe, expect, test } from "vitest";
import { verifyPassword } from "@/lib/auth/passwords";
import { withOrganization } from "@/lib/db";
import type { User } from "@/lib/generated/prisma/client";
import { newId } from "@/lib/ids";
import { commitImport, undoImport } from "@/lib/imports/commands/commit";
import { cancelImport } from "@/lib/imports/commands/file";
import { abandonImport, UNTOUCHED_DAYS_MAX } from "@/lib/imports/jobs/abandon";
import { carryOutImport } from "@/lib/imports/jobs/commit";
import { expirePasswords } from "@/lib/imports/jobs/expire";
import { orGiveUp } from "@/lib/imports/jobs/give-up";
import { hashPasswords } from "@/lib/imports/jobs/hash";
import { suspendChosen } from "@/lib/imports/jobs/leavers";
import { refuseImport } from "@/lib/imports/jobs/refuse";
import { undoImportRows } from "@/lib/imports/jobs/undo";
import { suspendLeavers } from "@/lib/imports/leavers/commands";
import { openDataKey, sealPassword } from "@/lib/imports/passwords/keys";
import type { ImportDetails } from "@/lib/imports/queries";
import { createTypedImport } from "@/lib/imports/typed/commands";
import { typedRows } from "@/lib/imports/typed/input";
import type { Actor } from "@/lib/permissions/actor";
import { lockAdmins } from "@/lib/users/admins";
import type { UserField } from "@/lib/users/fields";
import { type Choice, commitRun, detailsOf, jobOf, prepareRun, undoRun } from "@/tests/support/import-runs";
import { adminQuery } from "@/tests/support/product-database";
import {
  actorOf,
  codeOf,
  makeActor,
  makeOrganization,
  makeUser,
  readUser,
  setUser,
  type TestOrganization,
  unwrap,
} from "@/tests/support/product-people";
import { isBlocked } from "@/tests/support/waiting";

const NAMED: UserField[] = ["firstName", "lastName", "accessEmail"];
const BY_EMAIL = { mode: "both", matchKey: "accessEmail" } as const;

let organization: TestOrganization;
let admin: Actor;
beforeEach(async () => {
  organization = await makeOrganization();
  admin = await makeActor(organization, "admin");
});

const prepare = (lines: string[], more: UserField[] = [], choice: Partial<Choice> = BY_EMAIL) =>
  prepareRun(admin, [["First name", "Last name", "Access email", ...more].join(","), ...lines].join("\n"), {
    ...choice,
    matching: [...NAMED, ...more],
  });
const press = async ({ id, planVersion }: ImportDetails, actor = admin) =>
  unwrap(await commitImport(actor, id, { planVersion, onError: "skip" }));
const carryOut = async ({ id }: ImportDetails) => {
  await carryOutImport(jobOf(admin, id));
  return detailsOf(admin, id);
};
const lineOf = (user: User, more = "") => `${user.firstName},${user.lastName},${user.accessEmail}${more}`;
const waitingFor = (job: string, id: string) =>
  adminQuery<{ days: number }>(
    `SELECT extract(epoch FROM run_at - now())::float8 / 86400 AS days FROM graphile_worker.jobs WHERE key = $1`,
    [`${job}:${organization.id}:${id}`],
  );

describe("what cannot be carried out goes back to its review", () => {
  test("because there would be no admin any more, by what others did meanwhile", async () => {
    const above = await makeOrganization({ managing: true });
    organization = await makeOrganization({ managedBy: above.id });
    admin = actorOf(await makeUser(above, { role: "admin" }), organization);
    const [one, two] = [
      await makeUser(organization, { role: "admin" }),
      await makeUser(organization, { role: "admin" }),
    ];
    const found = await prepare([lineOf(one, ",User")], ["role"]);
    await press(found);
    await setUser(two, { suspendedAt: new Date() });
    expect(await carryOut(found)).toMatchObject({ state: "review", refusal: { code: "last_admin" } });
    expect(await readUser(one.id)).toMatchObject({ role: "admin" });
    await setUser(two, { suspendedAt: null });
    expect(await commitRun(admin, found)).toMatchObject({ state: "done", refusal: null });
  });

  test("because whoever pressed may not import any more, and somebody else does it", async () => {
    const other = await makeActor(organization, "admin");
    const found = await prepare(["Ben,Bell,ben@x.example"]);
    await press(found, other);
    await adminQuery("UPDATE users SET role = 'user' WHERE id = $1", [other.userId]);
    expect(await carryOut(found)).toMatchObject({ state: "review", refusal: { code: "not_allowed" } });
    expect(await commitRun(admin, found)).toMatchObject({ state: "done", result: { created: 1 } });
  });
});

describe("admins", () => {
  test("whose access does not end: a file takes the end of none who is the last", async () => {
    const ending = new Date(Date.now() + 30 * 86_400_000);
    const brief = await makeUser(organization, { role: "admin", accessEndsAt: ending });
    const lasting = await withOrganization(organization.id, (tx) =>
      tx.user.findFirstOrThrow({ where: { id: admin.userId } }),
    );
    const found = await prepare([lineOf(lasting, ",2031-01-01")], ["accessEndsAt"]);
    const given = { planVersion: found.planVersion, onError: "skip" as const };
    expect(codeOf(await commitImport(admin, found.id, given))).toBe("conflict");
    const demoted = await prepare([lineOf(lasting, ",User")], ["role"]);
    const { planVersion } = demoted;
    expect(codeOf(await commitImport(admin, demoted.id, { ...given, planVersion }))).toBe("conflict");
    const both = await prepare([lineOf(lasting, ",2031-01-01"), lineOf(brief, ",#clear")], ["accessEndsAt"]);
    expect((await commitRun(admin, both)).result).toMatchObject({ updated: 2 });
    await setUser(lasting, { accessEndsAt: null, version: 2 });
    expect((await undoRun(admin, both.id)).undoResult).toMatchObject({ restored: 2, kept: 0 });
  });

  test("who would end with an undo stay as they are where no other lasts", async () => {
    const ending = new Date("2031-01-01T23:59:59.999Z");
    const brief = await makeUser(organization, { role: "admin", accessEndsAt: ending });
    const found = await commitRun(admin, await prepare([lineOf(brief, ",#clear")], ["accessEndsAt"]));
    expect(await readUser(brief.id)).toMatchObject({ access_ends_at: null });
    await adminQuery("UPDATE users SET access_ends_at = '2032-01-01' WHERE id = $1", [admin.userId]);
    expect((await undoRun(admin, found.id)).undoResult).toMatchObject({ restored: 0, kept: 1 });
    expect(await readUser(brief.id)).toMatchObject({ access_ends_at: null });
  });

  test("can be edited while an import that leaves them alone is carried out and taken back", async () => {
    const ben = await makeUser(organization);
    const found = await prepare([`${lineOf(ben).replace("Una", "Ben")},`], ["role"]);
    await press(found);
    await withOrganization(organization.id, async (tx) => {
      await lockAdmins(tx, organization.id);
      expect((await carryOut(found)).state).toBe("done");
      expect((await undoRun(admin, found.id)).state).toBe("undone");
    });
  });
});

test("somebody with the same access email who was added meanwhile is not added again", async () => {
  const found = await prepare(["Ben,Bell,ben@x.example"]);
  const only = await prepare(["Ben,Bell,ben@x.example"], [], {});
  await makeUser(organization, { accessEmail: "ben@x.example" });
  for (const each of [found, only]) {
    expect(await commitRun(admin, each)).toMatchObject({ state: "parsing", options: { drifted: 1 } });
  }
});

describe("passwords", () => {
  const HEADER = ["password"] as UserField[];
  const secretOf = async ({ id }: ImportDetails) =>
    (
      await adminQuery<{ hash: string | null }>("SELECT hash FROM import_secrets WHERE import_id = $1", [id])
    )[0];

  test("that were staged anew while others were hashed get hashes of their own", async () => {
    const found = await prepare(["Ben,Bell,ben@x.example,the-first-one-1"], HEADER);
    const { dataKey } = await withOrganization(organization.id, (tx) =>
      tx.import.findFirstOrThrow({ where: { id: found.id } }),
    );
    const key = openDataKey(found.id, dataKey ?? new Uint8Array());
    const sealed = sealPassword(key, found.id, 2, "the-second-one-2");
    let hashing = Promise.resolve();
    await withOrganization(organization.id, async (tx) => {
      await tx.importSecret.updateMany({ where: { importId: found.id }, data: { sealed } });
      hashing = hashPasswords(jobOf(admin, found.id));
      await isBlocked();
    });
    await hashing;
    const hash = (await secretOf(found))?.hash ?? "";
    expect(await verifyPassword("the-second-one-2", hash)).toBe(true);
    expect(await verifyPassword("the-first-one-1", hash)).toBe(false);
  });

  test("are forgotten after their hour even where the rows cannot be told, which is done again", async () => {
    const found = await prepare(["Ben,Bell,ben@x.example,the-first-one-1"], HEADER);
    await adminQuery("UPDATE imports SET passwords_expire_at = now() WHERE id = $1", [found.id]);
    await adminQuery(`
      CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'broken'; END $$;
      CREATE TRIGGER fail BEFORE UPDATE ON import_rows FOR EACH ROW EXECUTE FUNCTION fail()`);
    await expect(expirePasswords(jobOf(admin, found.id))).rejects.toThrow(/broken/);
    await adminQuery("DROP FUNCTION fail() CASCADE");
    expect(await secretOf(found)).toBeUndefined();
    await expirePasswords(jobOf(admin, found.id));
    expect((await detailsOf(admin, found.id)).counts).toMatchObject({ invalid: 1, create: 0 });
  });
});

describe("a job that fails", () => {
  const broken = () => Promise.reject(new Error("broken"));
  const failTimes = async (id: string, times: number) => {
    for (let time = 0; time < times; time += 1) await orGiveUp(jobOf(admin, id), broken).catch(() => null);
  };

  test("ends no import that waits for a person or is at its end", async () => {
    const found = await prepare(["Ben,Bell,ben@x.example"]);
    await failTimes(found.id, 6);
    expect((await detailsOf(admin, found.id)).state).toBe("review");
    await commitRun(admin, found);
    await failTimes(found.id, 6);
    await orGiveUp(jobOf(admin, found.id), broken, 9);
    expect((await detailsOf(admin, found.id)).state).toBe("done");
  });

  test("five times in a row ends one that is worked on, with one that succeeds in between not", async () => {
    const found = await prepare(["Ben,Bell,ben@x.example"]);
    await press(found);
    await failTimes(found.id, 4);
    await orGiveUp(jobOf(admin, found.id), async () => {});
    await failTimes(found.id, 4);
    expect((await detailsOf(admin, found.id)).state).toBe("committing");
    await failTimes(found.id, 1);
    expect((await detailsOf(admin, found.id)).state).toBe("failed");
  });

  test("lets people be suspended again who are not in the file, where it was the undo", async () => {
    const stays = await makeUser(organization);
    const leaves = await makeUser(organization);
    const found = await prepare([lineOf(stays).replace("Una", "Ben")], [], {
      ...BY_EMAIL,
      mode: "updateOnly",
    });
    const { id } = await commitRun(admin, found);
    unwrap(await suspendLeavers(admin, id, { expected: 1, words: "one" }));
    for (const cause of ["failures", "rights"]) {
      await adminQuery("DELETE FROM graphile_worker._private_jobs WHERE key = $1", [
        `import.leavers:${organization.id}:${id}`,
      ]);
      unwrap(await undoImport(admin, id));
      await suspendChosen(jobOf(admin, id));
      if (cause === "failures") await failTimes(id, 5);
      else {
        await adminQuery("UPDATE users SET role = 'viewer' WHERE id = $1", [admin.userId]);
        await undoImportRows(jobOf(admin, id));
        await adminQuery("UPDATE users SET role = 'admin' WHERE id = $1", [admin.userId]);
      }
      expect((await detailsOf(admin, id)).state).toBe("done");
      expect(await waitingFor("import.leavers", id)).toHaveLength(1);
    }
    await suspendChosen(jobOf(admin, id));
    expect((await readUser(leaves.id))?.suspended_at).not.toBeNull();
  });
});

test("a file that was given up, or that a later run reads, is not refused", async () => {
  const found = await prepare(["Ben,Bell,ben@x.example"]);
  const refusal = { code: "file_gone" as const, message: "Gone." };
  const refuse = (planVersion: number) =>
    withOrganization(organization.id, (tx) =>
      refuseImport(tx, { organizationId: organization.id, id: found.id, planVersion }, refusal),
    );
  expect(await refuse(found.planVersion)).toBe(false);
  await adminQuery("UPDATE imports SET state = 'parsing' WHERE id = $1", [found.id]);
  expect(await refuse(found.planVersion - 1)).toBe(false);
  expect(await refuse(found.planVersion)).toBe(true);
  unwrap(await cancelImport(admin, found.id));
  expect(await refuse(found.planVersion)).toBe(false);
  expect((await detailsOf(admin, found.id)).state).toBe("cancelled");
});

test("an import that waits for its moment is looked at again, and one of typed rows too", async () => {
  const found = await prepare(["Ben,Bell,ben@x.example"]);
  await adminQuery(
    "UPDATE imports SET state = 'scheduled', updated_at = now() - interval '40 days' WHERE id = $1",
    [found.id],
  );
  await abandonImport(jobOf(admin, found.id));
  expect((await detailsOf(admin, found.id)).state).toBe("scheduled");
  expect((await waitingFor("import.abandon", found.id))[0]?.days).toBeCloseTo(1, 1);
  const rows = typedRows.parse({
    id: newId(),
    columns: NAMED,
    rows: [["Cem", "Can", "cem@x.example"]],
    onError: "refuse",
    setting: "link" as const,
  });
  unwrap(await createTypedImport(admin, rows));
  expect((await waitingFor("import.abandon", rows.id))[0]?.days).toBeCloseTo(UNTOUCHED_DAYS_MAX, 1);
});
