import { describe, expect, test } from "vitest";
import { giveGrants } from "@/lib/grants/commands";
import type { Actor } from "@/lib/permissions/actor";
import { OWN_ACCOUNT_ONLY } from "@/lib/permissions/grants";
import { changeRoles, removeUsers, suspendUsers } from "@/lib/users/bulk-commands";
import { updateUser } from "@/lib/users/commands";
import { findUser } from "@/lib/users/queries";
import { adminQuery, snapshot } from "@/tests/support/product-database";
import {
  actorOf,
  codeOf,
  inputOf,
  makeActor,
  makeOrganization,
  makeUser,
  setUser,
} from "@/tests/support/product-people";

describe("the last active admin", () => {
  // Each of six ways against each, many times.
  const ROUNDS = Number(process.env.ROLLCALL_ROUNDS ?? 500);

  test(`survives ${ROUNDS} rounds of two admins going for each other`, { timeout: 240_000 }, async () => {
    const arena = await makeOrganization();
    const [one, two] = [await makeUser(arena, { role: "admin" }), await makeUser(arena, { role: "admin" })];
    const fight = [
      (actor: Actor, ids: string[]) => suspendUsers(actor, { ids }),
      (actor: Actor, ids: string[]) => removeUsers(actor, { ids }),
      (actor: Actor, ids: string[]) => changeRoles(actor, { ids }, "user"),
      (actor: Actor, ids: string[]) => giveGrants(actor, { ids }, OWN_ACCOUNT_ONLY),
      (actor: Actor, ids: string[]) => edit(actor, ids, { role: "viewer" }),
      (actor: Actor, ids: string[]) => edit(actor, ids, { accessEndsAt: "2020-01-01" }),
    ];
    const edit = async (actor: Actor, [id = ""]: string[], fields: Parameters<typeof inputOf>[1]) => {
      const user = id === one.id ? one : two;
      const [row] = await adminQuery<{ version: number }>("SELECT version FROM users WHERE id = $1", [id]);
      return updateUser(actor, id, row?.version ?? 0, inputOf(user, fields));
    };
    const refusals = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const [first, second] = [fight[round % 6], fight[Math.floor(round / 6) % 6]];
      const results = await Promise.all([
        first?.(actorOf(one, arena), [two.id]),
        second?.(actorOf(two, arena), [one.id]),
      ]);
      const left = await adminQuery(
        `SELECT FROM users WHERE organization_id = $1 AND role = 'admin' AND removed_at IS NULL AND suspended_at IS NULL
           AND access_ends_at IS NULL`,
        [arena.id],
      );
      expect(left).toHaveLength(1);
      refusals.push(...results.flatMap((result) => (result?.ok === false ? [result.error.message] : [])));
      for (const user of [one, two])
        await setUser(user, { role: "admin", suspendedAt: null, removedAt: null, accessEndsAt: null });
    }
    expect(refusals).toHaveLength(ROUNDS);
    expect(new Set(refusals)).toEqual(
      new Set(["An organization keeps at least one active admin. Make somebody else admin first."]),
    );
  });

  test("is none whose access ends, by any way of taking the others away", async () => {
    const place = await makeOrganization();
    const tomorrow = new Date(Date.now() + 86_400_000);
    const lasting = await makeUser(place, { role: "admin" });
    const ending = actorOf(await makeUser(place, { role: "admin", accessEndsAt: tomorrow }), place);
    const ids = [lasting.id];
    const before = await snapshot();
    const refusals = [
      await suspendUsers(ending, { ids }),
      await removeUsers(ending, { ids }),
      await changeRoles(ending, { ids }, "user"),
      await giveGrants(ending, { ids }, OWN_ACCOUNT_ONLY),
      await updateUser(ending, lasting.id, 1, inputOf(lasting, { role: "viewer" })),
      await updateUser(ending, lasting.id, 1, inputOf(lasting, { accessEndsAt: "2040-01-01" })),
    ];
    for (const each of refusals)
      expect(each.ok ? "" : each.error.message + JSON.stringify(each.error)).toContain(
        "at least one active admin whose access does not end",
      );
    expect(await snapshot()).toEqual(before);
    await makeUser(place, { role: "admin" });
    expect(codeOf(await removeUsers(ending, { ids }))).toBe("ok");
  });

  test("does not take their own role away", async () => {
    const place = await makeOrganization();
    const last = await makeActor(place, "admin");
    const user = await findUser(last, last.userId);
    if (!user) throw new Error("The admin is not there.");
    const before = await snapshot();
    expect(codeOf(await updateUser(last, user.id, 1, inputOf(user, { role: "user" })))).toBe("conflict");
    expect(codeOf(await changeRoles(last, { ids: [user.id] }, "user"))).toBe("conflict");
    expect(await snapshot()).toEqual(before);
    await makeUser(place, { role: "admin" });
    expect(codeOf(await changeRoles(last, { ids: [user.id] }, "user"))).toBe("ok");
  });

  test("is nobody who could not sign in", async () => {
    const place = await makeOrganization();
    const last = await makeActor(place, "admin");
    const past = new Date(Date.now() - 1000);
    for (const fields of [
      { activatedAt: null },
      { suspendedAt: past },
      { removedAt: past },
      { accessEndsAt: past },
      { legacyStatus: "blocked" },
    ]) {
      await makeUser(place, { role: "admin", ...fields });
      expect(codeOf(await changeRoles(last, { ids: [last.userId] }, "user"))).toBe("conflict");
    }
  });
});
