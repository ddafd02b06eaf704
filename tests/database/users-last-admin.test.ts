import { describe, expect, test } from "vitest";
import type { User } from "@/lib/generated/prisma/client";
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
    // Whoever comes second is no admin by then, or not there.
    expect(new Set(refusals)).toEqual(
      new Set([
        "You are not signed in here any more. Sign in again; nothing was changed.",
        "Your rights have changed meanwhile, and nothing was changed. Load the page again.",
      ]),
    );
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

  test("is left by nobody while only such stay whose access ends", async () => {
    const place = await makeOrganization();
    const brief = await makeUser(place, { role: "admin", accessEndsAt: new Date(Date.now() + 86_400_000) });
    const lasting = await makeUser(place, { role: "admin" });
    const actor = actorOf(brief, place);
    const ids = [lasting.id];
    const tries = [
      () => suspendUsers(actor, { ids }),
      () => removeUsers(actor, { ids }),
      () => changeRoles(actor, { ids }, "viewer"),
      () => giveGrants(actor, { ids }, OWN_ACCOUNT_ONLY),
      () => updateUser(actor, lasting.id, lasting.version, inputOf(lasting, { role: "user" })),
    ];
    const before = await snapshot();
    for (const attempt of tries) expect(codeOf(await attempt())).toBe("conflict");
    expect(await snapshot()).toEqual(before);
    await makeUser(place, { role: "admin" });
    expect(codeOf(await suspendUsers(actor, { ids }))).toBe("ok");
    // Where nobody lasts there is nothing to keep.
    const fleeting = await makeOrganization();
    const [one, two] = [1, 2].map(() =>
      makeUser(fleeting, { role: "admin", accessEndsAt: brief.accessEndsAt }),
    );
    const first = actorOf((await one) as User, fleeting);
    expect(codeOf(await suspendUsers(first, { ids: [(await two)?.id ?? ""] }))).toBe("ok");
  });
});
