import { beforeEach, expect, test } from "vitest";
import { record } from "@/lib/audit/record";
import { command } from "@/lib/command";
import type { Transaction } from "@/lib/db";
import type { User } from "@/lib/generated/prisma/client";
import type { Actor } from "@/lib/permissions/actor";
import { fail, ok } from "@/lib/result";
import { adminQuery } from "@/tests/support/product-database";
import { codeOf, makeHome, makeUser, unwrap } from "@/tests/support/product-people";

let admin: Actor;
let one: User;
let two: User;
beforeEach(async () => {
  const home = await makeHome();
  admin = home.admin;
  one = await makeUser(home.organization);
  two = await makeUser(home.organization);
});

const write = (tx: Transaction, { organizationId, id }: User, company: string) =>
  tx.user.update({ where: { organizationId_id: { organizationId, id } }, data: { company } });

/** Waits for the other one, at the first time only. */
function meeting() {
  let there = 0;
  let open = () => {};
  const both = new Promise<void>((resolve) => {
    open = resolve;
  });
  return async () => {
    there += 1;
    if (there === 2) open();
    if (there <= 2) await both;
  };
}

test("of two that wait for each other both are carried out, and each is told once", async () => {
  const meet = meeting();
  let runs = 0;
  const run = (first: User, second: User, company: string) =>
    command(admin, "users.update", async (tx) => {
      runs += 1;
      await write(tx, first, company);
      await meet();
      await write(tx, second, company);
      const subject = { type: "user" as const, id: first.id, name: first.username };
      await record(tx, first.organizationId, admin, "user.updated", subject);
      return ok(company);
    });
  const done = await Promise.all([run(one, two, "A"), run(two, one, "B")]);
  expect(done.map(unwrap)).toEqual(["A", "B"]);
  expect(runs).toBe(3);
  const companies = await adminQuery("SELECT DISTINCT company FROM users WHERE id = ANY($1)", [
    [one.id, two.id],
  ]);
  expect(companies).toHaveLength(1);
  const told = await adminQuery("SELECT FROM audit_events WHERE subject_id = ANY($1)", [[one.id, two.id]]);
  expect(told).toHaveLength(2);
});

test.each(["40P01", "40001"])("%s is tried again a few times, and then it is an error", async (state) => {
  const failing = (times: number) => {
    let runs = 0;
    return command(admin, "users.update", async (tx) => {
      runs += 1;
      await write(tx, one, `run ${runs}`);
      if (runs <= times)
        await tx.$executeRawUnsafe(`DO $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '${state}'; END $$`);
      return ok(runs);
    });
  };
  expect(unwrap(await failing(3))).toBe(4);
  await expect(failing(4)).rejects.toThrow();
  expect((await adminQuery("SELECT company FROM users WHERE id = $1", [one.id]))[0]?.company).toBe("run 4");
});

test("nothing else is tried again", async () => {
  let runs = 0;
  const refused = await command(admin, "users.update", async () => {
    runs += 1;
    return fail("conflict", "No.");
  });
  expect(codeOf(refused)).toBe("conflict");
  const broken = command(admin, "users.update", async (tx) => {
    runs += 1;
    await tx.$executeRawUnsafe("SELECT 1 / 0");
    return ok(null);
  });
  await expect(broken).rejects.toThrow();
  expect(runs).toBe(2);
});
