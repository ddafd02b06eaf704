import { beforeEach, expect, test } from "vitest";
import { withOrganization } from "@/lib/db";
import type { User } from "@/lib/generated/prisma/client";
import { newId } from "@/lib/ids";
import type { Actor } from "@/lib/permissions/actor";
import { givePolicy } from "@/lib/policies/bulk-commands";
import type { PolicyKey } from "@/lib/policies/catalogue";
import { setPolicy } from "@/lib/policies/commands";
import { NO_STAMP, setUserPolicy } from "@/lib/policies/user-commands";
import { stampOf } from "@/lib/policies/value";
import { changeRoles, removeUsers, suspendUsers } from "@/lib/users/bulk-commands";
import { adminQuery } from "@/tests/support/product-database";
import {
  actorOf,
  codeOf,
  makeOrganization,
  makeUser,
  setUser,
  type TestOrganization,
  unwrap,
} from "@/tests/support/product-people";

const OFFICE = "192.0.2.10";
const HOME = "198.51.100.10";
const only = (ip: string) => ({ key: "allowedNetworks" as PolicyKey, value: [`${ip}/32`] });

let above: TestOrganization;
let below: TestOrganization;
let admins: User[];
/** One who says policies and is no admin, and one who comes from the organization that manages this one. */
let keeper: Actor;
let manager: Actor;
beforeEach(async () => {
  above = await makeOrganization({ managing: true });
  below = await makeOrganization({ managedBy: above.id });
  admins = [await makeUser(below, { role: "admin" }), await makeUser(below, { role: "admin" })];
  for (const admin of admins) await seenAt(admin, OFFICE);
  const rights = { extraPermissions: ["settings.read", "settings.update"] };
  keeper = { ...actorOf(await makeUser(below, rights), below), ip: HOME };
  manager = { ...actorOf(await makeUser(above, { role: "admin" }), below), ip: HOME };
});

/** A session that somebody began there, at that moment. */
const seenAt = ({ organizationId, id: userId }: User, ip: string, lastSeenAt = new Date()) =>
  withOrganization(organizationId, (tx) =>
    tx.session.create({
      data: {
        organizationId,
        id: newId(),
        userId,
        ip,
        lastSeenAt,
        expiresAt: new Date(Date.now() + 3_600_000),
      },
    }),
  );
const setNetworks = (actor: Actor, ip: string) => setPolicy(actor, { ...only(ip), stamp: stampOf([]) });
const networksOf = async () =>
  (await adminQuery("SELECT allowed_networks FROM organizations WHERE id = $1", [below.id]))[0]
    ?.allowed_networks;

test("whoever says from where people sign in leaves a way in to an admin, whoever they are", async () => {
  for (const actor of [keeper, manager]) {
    expect(codeOf(await setNetworks(actor, HOME))).toBe("invalid");
    expect(await networksOf()).toEqual([]);
  }
  const [one] = admins as [User, User];
  await seenAt(one, HOME);
  unwrap(await setNetworks(keeper, HOME));
  expect(await networksOf()).toEqual([`${HOME}/32`]);
});

test("an admin who is there now is one, but not one whose access ends", async () => {
  const [one, two] = admins as [User, User];
  const actor = { ...actorOf(one, below), ip: HOME };
  await setUser(one, { accessEndsAt: new Date(Date.now() + 86_400_000) });
  expect(codeOf(await setNetworks(actor, HOME))).toBe("invalid");
  await setUser(one, { accessEndsAt: null });
  unwrap(await setNetworks(actor, HOME));
  expect(codeOf(await suspendUsers(actor, { ids: [two.id] }))).toBe("ok");
});

test("where none could be shut out, because there is none yet, networks can be said", async () => {
  for (const admin of admins) await setUser(admin, { activatedAt: null });
  unwrap(await setNetworks(manager, HOME));
});

test("hours are those at which an admin is here", async () => {
  const monday = new Date("2026-11-16T10:00:00Z");
  await adminQuery("UPDATE sessions SET last_seen_at = $2 WHERE organization_id = $1", [below.id, monday]);
  const all = { days: [1, 2, 3, 4, 5, 6, 7], from: "00:00", until: "00:00", zone: "UTC" };
  const say = (days: number[], from: string, until: string) =>
    setPolicy(manager, {
      key: "signInHours",
      value: { ...all, days, from, until },
      stamp: stampOf(null),
    });
  expect(codeOf(await say([2], "09:00", "17:00"))).toBe("invalid");
  expect(codeOf(await say([1], "11:00", "17:00"))).toBe("invalid");
  unwrap(await say([1], "09:00", "17:00"));
});

test("one by one or all at once, the admins of an organization are not shut out", async () => {
  const [one, two] = admins as [User, User];
  const own = (who: User) =>
    setUserPolicy(manager, who.id, { ...only(HOME), isInherited: false, stamp: NO_STAMP });
  const both = { ids: [one.id, two.id] };
  expect(codeOf(await givePolicy(manager, both, { ...only(HOME), isInherited: false }))).toBe("invalid");
  unwrap(await own(one));
  expect(codeOf(await own(two))).toBe("invalid");
});

test("the one admin who gets in is not removed, suspended or demoted", async () => {
  const [one, two] = admins as [User, User];
  unwrap(await setUserPolicy(manager, one.id, { ...only(HOME), isInherited: false, stamp: NO_STAMP }));
  unwrap(await setNetworks({ ...manager, ip: OFFICE }, OFFICE));
  const ids = { ids: [two.id] };
  const ways = [suspendUsers, removeUsers, (actor: Actor) => changeRoles(actor, ids, "user")];
  for (const way of ways) expect(codeOf(await way(manager, ids))).toBe("conflict");
  await seenAt(one, HOME);
  unwrap(await suspendUsers(manager, ids));
});
