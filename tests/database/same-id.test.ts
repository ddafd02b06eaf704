import { beforeEach, expect, test, vi } from "vitest";
import { asViewed } from "@/lib/auth/viewing";
import { withOrganization } from "@/lib/db";
import type { User } from "@/lib/generated/prisma/client";
import { newId } from "@/lib/ids";
import { suspendChosen } from "@/lib/imports/jobs/leavers";
import { suspendLeavers } from "@/lib/imports/leavers/commands";
import { numberInWords } from "@/lib/imports/leavers/number-words";
import { listLeavers } from "@/lib/imports/leavers/queries";
import { resetSecondStep } from "@/lib/mfa/reset";
import { type Actor, actorIn } from "@/lib/permissions/actor";
import { givePolicy } from "@/lib/policies/bulk-commands";
import { suspendUsers } from "@/lib/users/bulk-commands";
import { awaitTurns, nextTurns } from "@/lib/users/many/waiting";
import { viewPerson } from "@/lib/users/view-commands";
import { commitRun, jobOf, prepareRun } from "@/tests/support/import-runs";
import { adminQuery } from "@/tests/support/product-database";
import {
  makeOrganization,
  makeUser,
  personOf,
  type TestOrganization,
  unwrap,
} from "@/tests/support/product-people";

const cookies = vi.hoisted(() => new Map<string, { value: string }>());
vi.mock("next/headers", () => ({ headers: async () => new Headers(), cookies: async () => cookies }));

/**
 * Whoever manages from another organization, and somebody in the managed one who has the same id: ids are the
 * organization's that gave them, and what nobody may do to themselves they may do to that person.
 */
let below: TestOrganization;
let manager: Actor;
let namesake: User;
beforeEach(async () => {
  const managing = await makeOrganization({ managing: true });
  below = await makeOrganization({ managedBy: managing.id });
  const person = await makeUser(managing, { role: "admin" });
  const there = actorIn(personOf(person), below);
  if (!there) throw new Error("They may do nothing there.");
  manager = there;
  namesake = await makeUser(below, { id: person.id });
  await makeUser(below, { role: "admin" });
  cookies.clear();
});

const there = async () =>
  (
    await adminQuery("SELECT * FROM users WHERE organization_id = $1 AND id = $2", [below.id, namesake.id])
  )[0];

test("is suspended with others", async () => {
  expect(unwrap(await suspendUsers(manager, { ids: [namesake.id] }))).toMatchObject({ changed: 1, left: 0 });
  expect((await there())?.suspended_at).not.toBeNull();
});

test("is held to networks in which the manager is not", async () => {
  const networks = { key: "allowedNetworks" as const, value: ["203.0.113.0/24"], isInherited: false };
  expect(unwrap(await givePolicy(manager, { ids: [namesake.id] }, networks)).changed).toBe(1);
});

test("has their second step reset", async () => {
  const method = { kind: "totp", name: "App", secret: new Uint8Array(32), confirmedAt: new Date() };
  await withOrganization(below.id, (tx) =>
    tx.mfaMethod.create({
      data: { organizationId: below.id, id: newId(), userId: namesake.id, ...method },
    }),
  );
  unwrap(await resetSecondStep(manager, namesake.id));
});

test("is looked on as", async () => {
  expect(unwrap(await viewPerson(manager, namesake.id)).viewing).toMatchObject({ userId: namesake.id });
  cookies.set("rollcall-viewing", { value: `${below.id}/${namesake.id}` });
  expect((await asViewed(manager)).viewing).toMatchObject({ userId: namesake.id });
});

test("comes at their own place where a change of many goes on, and not last", async () => {
  const later = await makeUser(below, { id: "ffffffff-ffff-7fff-bfff-ffffffffffff" });
  const changeId = newId();
  await withOrganization(below.id, async (tx) => {
    const change = { kind: "suspend", details: { kind: "suspend" }, people: 2, madeBy: {} };
    await tx.bulkChange.create({ data: { organizationId: below.id, id: changeId, ...change } });
    await awaitTurns(tx, manager, changeId, [namesake.id, later.id]);
  });
  const { ids } = await withOrganization(below.id, (tx) => nextTurns(tx, below.id, changeId));
  expect(ids).toEqual([namesake.id, later.id]);
});

test("goes with those who are not in a file", async () => {
  const stays = await makeUser(below, { firstName: "Stays" });
  const prepared = await prepareRun(manager, `username,first name\n${stays.username},New\n`, {
    matching: ["username", "firstName"],
    mode: "updateOnly",
  });
  const { id } = await commitRun(manager, prepared);
  const page = await listLeavers(manager, id, { search: "", after: null });
  expect(page?.people.find((each) => each.id === namesake.id)).toMatchObject({ stays: null });
  const expected = page?.counts.suspendable ?? 0;
  unwrap(await suspendLeavers(manager, id, { expected, words: numberInWords(expected) }));
  await suspendChosen(jobOf(manager, id));
  expect((await there())?.suspended_at).not.toBeNull();
});
