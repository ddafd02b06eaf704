import { beforeEach, expect, test, vi } from "vitest";
import { commitImport } from "@/lib/imports/commands/commit";
import { hashPasswords } from "@/lib/imports/jobs/hash";
import { type ImportDetails, readProgress } from "@/lib/imports/queries";
import type { Actor } from "@/lib/permissions/actor";
import { commitRun, detailsOf, jobOf, prepareRun } from "@/tests/support/import-runs";
import { makeHome, unwrap } from "@/tests/support/product-people";

const hashing = vi.hoisted(() => ({ now: 0, most: 0, all: 0 }));

vi.mock("@node-rs/argon2", async (load) => {
  const argon2 = await load<typeof import("@node-rs/argon2")>();
  return {
    ...argon2,
    hash: async (...given: Parameters<typeof argon2.hash>) => {
      hashing.now += 1;
      hashing.all += 1;
      hashing.most = Math.max(hashing.most, hashing.now);
      try {
        return await argon2.hash(...given);
      } finally {
        hashing.now -= 1;
      }
    },
  };
});

// As many as are hashed before any is written, and some more.
const BATCH = 50;
const PASSWORDS = BATCH + 20;
const PEOPLE = 400;

let admin: Actor;
beforeEach(async () => {
  ({ admin } = await makeHome());
  Object.assign(hashing, { now: 0, most: 0, all: 0 });
});

/** A file of many people, of whom few have a password, in its review. */
function prepare(): Promise<ImportDetails> {
  const rows = Array.from({ length: PEOPLE }, (_, index) => {
    const password = index < PASSWORDS ? `harbour-lantern-${index}` : "";
    return `Ada,Adams ${index},ada${index}@x.example,${password}`;
  });
  const text = ["First name,Last name,Access email,Password", ...rows].join("\n");
  return prepareRun(admin, text, { matching: ["firstName", "lastName", "accessEmail", "password"] });
}

/** Does the job's turns, of which each ends after some seconds on a slow machine. */
async function hashAll(id: string): Promise<void> {
  for (;;) {
    await hashPasswords(jobOf(admin, id));
    const { passwords } = await detailsOf(admin, id);
    if (!passwords || passwords.ready === passwords.wanted) return;
  }
}

test("how many passwords are ready is told of those that are to be, from the review on", async () => {
  const found = await prepare();
  expect(found.passwords).toEqual({ ready: 0, wanted: PASSWORDS });
  const seen = [0];
  let isDone = false;
  const work = hashAll(found.id).finally(() => {
    isDone = true;
  });
  while (!isDone) {
    const { state, passwords } = (await readProgress(admin, found.id)) ?? {};
    expect([state, passwords?.wanted]).toEqual(["review", PASSWORDS]);
    if (passwords && passwords.ready !== seen.at(-1)) seen.push(passwords.ready);
  }
  await work;
  expect([...new Set([...seen, PASSWORDS])]).toEqual([0, BATCH, PASSWORDS]);
  expect((await readProgress(admin, found.id))?.passwords).toEqual({ ready: PASSWORDS, wanted: PASSWORDS });
  const done = await commitRun(admin, found);
  expect([done.state, done.passwords]).toEqual(["done", null]);
});

test("an import that waits for them begins at none of them, and goes on to its rows", async () => {
  const found = await prepare();
  unwrap(await commitImport(admin, found.id, { planVersion: found.planVersion, onError: "skip" }));
  expect(await readProgress(admin, found.id)).toEqual({
    state: "hashing",
    rowsDone: 0,
    rowCount: PEOPLE,
    passwords: { ready: 0, wanted: PASSWORDS },
  });
  await hashAll(found.id);
  expect(await readProgress(admin, found.id)).toMatchObject({
    state: "committing",
    rowsDone: 0,
    passwords: null,
  });
});

test("no more than two are made at once, however many imports are hashed", async () => {
  const first = await prepare();
  const second = await prepare();
  await Promise.all([first, second].map(({ id }) => hashAll(id)));
  expect(hashing).toEqual({ now: 0, most: 2, all: 2 * PASSWORDS });
  expect((await detailsOf(admin, second.id)).passwords?.ready).toBe(PASSWORDS);
});
