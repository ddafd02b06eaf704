import { beforeEach, describe, expect, test, vi } from "vitest";
import { findActor, findHomeActor, requireActor, requireSignedIn } from "@/lib/auth/guard";
import { readSession } from "@/lib/auth/session-row";
import { activate } from "@/lib/credentials/activation";
import { issueInvitation } from "@/lib/credentials/invitations";
import type { Self } from "@/lib/mfa/own";
import { postponeSetUp } from "@/lib/mfa/own-commands";
import { policyInForce, secondStepOf } from "@/lib/mfa/queries";
import { resetSecondStep } from "@/lib/mfa/reset";
import type { Actor } from "@/lib/permissions/actor";
import { resetAdmin } from "@/lib/setup/admins";
import { makeSelf, selfOf, setUpApp, tryPassword, waiting } from "@/tests/database/mfa-support";
import { freshNetwork } from "@/tests/support/networks";
import { say, trySay } from "@/tests/support/policies";
import { adminQuery, ownerClient } from "@/tests/support/product-database";
import {
  actorOf,
  codeOf,
  eventsOf,
  makeActor,
  makeOrganization,
  makeUser,
  type TestOrganization,
  unwrap,
} from "@/tests/support/product-people";

const request = vi.hoisted(() => ({ path: "/", session: null as { oid: string; sid: string } | null }));
vi.mock("@/lib/auth/cookie", () => ({ sessionInCookie: async () => request.session }));
vi.mock("next/headers", () => ({
  headers: async () => new Headers({ "x-rollcall-path": request.path }),
  cookies: async () => new Map(),
}));
vi.mock("next/navigation", () => {
  const leave = (where: string) => () => {
    throw new Error(where);
  };
  return {
    redirect: (to: string) => leave(`to ${to}`)(),
    forbidden: leave("forbidden"),
    notFound: leave("not found"),
  };
});

let organization: TestOrganization;
let admin: Actor;
beforeEach(async () => {
  organization = await makeOrganization();
  admin = await makeActor(organization, "admin");
});

const be = ({ person }: Self) => {
  request.session = { oid: person.organizationId, sid: person.sessionId ?? "" };
};
const requireStep = async (graceDays: number) => {
  await say(admin, "mfaGraceDays", graceDays);
  await say(admin, "mfaPolicy", "required");
};
const TO_SET_UP = "to /account/security";

describe("required", () => {
  test("with no days left, leads to setting it up before anything else, and lets through who has done so", async () => {
    const { self } = await makeSelf(organization, { role: "admin" });
    be(self);
    await requireStep(0);
    for (const path of [
      "/",
      "/account",
      "/account/securityx",
      "/account/password",
      `/${organization.slug}/users`,
    ]) {
      request.path = path;
      await expect(requireSignedIn()).rejects.toThrow(TO_SET_UP);
      await expect(requireActor(organization.slug, "users.read")).rejects.toThrow(TO_SET_UP);
    }
    expect(await findActor(organization.slug)).toBeNull();
    expect(await findHomeActor()).toBeNull();
    for (const path of ["/account/security", "/account/security/app", "/account/security?done=removed"]) {
      request.path = path;
      expect(await requireSignedIn()).toMatchObject({ userId: self.person.userId });
    }
    unwrap(await postponeSetUp(self));
    request.path = "/";
    await expect(requireSignedIn()).rejects.toThrow(TO_SET_UP);
    await setUpApp(self);
    expect((await requireSignedIn()).secondStepDue).toBeNull();
    expect(await findActor(organization.slug)).not.toBeNull();
    expect(await findHomeActor()).not.toBeNull();
  });

  test("with days left, asks at each sign-in and takes a not now", async () => {
    const { user, self } = await makeSelf(organization, { role: "admin" });
    await requireStep(7);
    be(self);
    request.path = "/";
    await expect(requireSignedIn()).rejects.toThrow(TO_SET_UP);
    expect(await findActor(organization.slug)).not.toBeNull();
    unwrap(await postponeSetUp(self));
    expect((await requireSignedIn()).secondStepDue?.postponed).toBe(true);
    be(await selfOf(user, organization));
    await expect(requireSignedIn()).rejects.toThrow(TO_SET_UP);
    be(self);
    await adminQuery("UPDATE organizations SET mfa_required_at = now() - interval '8 days' WHERE id = $1", [
      organization.id,
    ]);
    expect(await requireSignedIn()).toMatchObject({ secondStepDue: { postponed: true } });
    await adminQuery("UPDATE users SET activated_at = now() - interval '8 days' WHERE id = $1", [user.id]);
    await expect(requireSignedIn()).rejects.toThrow(TO_SET_UP);
  });

  test("holds for whom a link signs in directly", async () => {
    await requireStep(0);
    const user = await makeUser(organization, { activatedAt: null });
    const { token } = unwrap(await issueInvitation(admin, user.id));
    const from = { ip: freshNetwork(), userAgent: null };
    const started = unwrap(await activate(token, "three green parrots sing loudly", from));
    request.session = { oid: started.organizationId, sid: started.sessionId };
    request.path = "/account";
    await expect(requireSignedIn()).rejects.toThrow(TO_SET_UP);
  });

  test("and optional and off again ask nothing more", async () => {
    const { self } = await makeSelf(organization);
    be(self);
    await requireStep(0);
    for (const policy of ["optional", "off"] as const) {
      await say(admin, "mfaPolicy", policy);
      request.path = "/";
      expect((await requireSignedIn()).secondStepDue).toBeNull();
    }
  });
});

describe("the policy", () => {
  test("is changed by who may change settings, on record, and counts from when it was required", async () => {
    for (const role of ["viewer", "billing", "user"] as const) {
      const actor = await makeActor(organization, role);
      expect(codeOf(await trySay(actor, "mfaPolicy", "off"))).toBe("forbidden");
    }
    await requireStep(3);
    const { requiredAt } = await policyInForce(admin);
    await requireStep(5);
    expect((await policyInForce(admin)).requiredAt).toEqual(requiredAt);
    const events = await eventsOf(organization.id);
    expect(events.at(-1)).toMatchObject({
      action: "organization.updated",
      changes: { before: { mfaGraceDays: 3 }, after: { mfaGraceDays: 5 } },
    });
    await expect(policyInForce(await makeActor(organization, "user"))).rejects.toThrow(
      "without settings.read",
    );
  });

  test("counts who has a second step", async () => {
    const { self } = await makeSelf(organization);
    expect(await policyInForce(admin)).toMatchObject({ active: 2, withSecondStep: 0 });
    await setUpApp(self);
    expect(await policyInForce(admin)).toMatchObject({ active: 2, withSecondStep: 1 });
  });

  test("lets passwords be 8 long where it is required, and 15 again where it is not", async () => {
    await expect(say(admin, "passwordLengthMin", 8)).rejects.toThrow("invalid");
    await requireStep(7);
    await say(admin, "passwordLengthMin", 8);
    const lengthOf = async () =>
      (
        await adminQuery("SELECT password_length_min AS length FROM organizations WHERE id = $1", [
          organization.id,
        ])
      )[0]?.length;
    expect(await lengthOf()).toBe(8);
    await expect(
      adminQuery("UPDATE organizations SET mfa_policy = 'optional', mfa_required_at = NULL WHERE id = $1", [
        organization.id,
      ]),
    ).rejects.toThrow("password_length_min");
    await say(admin, "mfaPolicy", "optional");
    expect(await lengthOf()).toBe(15);
  });
});

describe("an admin's reset", () => {
  test("takes everything away, ends sessions, is on record, and tells the person", async () => {
    const { user, self } = await makeSelf(organization);
    await setUpApp(self);
    const cookie = await waiting(user);
    expect(await secondStepOf(admin, user.id)).toMatchObject({ ways: [{ kind: "totp" }] });
    unwrap(await resetSecondStep(admin, user.id));
    expect(await secondStepOf(admin, user.id)).toBeNull();
    expect(await readSession(organization.id, self.person.sessionId ?? "", "")).toBeNull();
    expect(unwrap(await tryPassword(user)).pending).toBeNull();
    const [row] = await adminQuery("SELECT ended_at FROM pending_sign_ins WHERE user_id = $1", [user.id]);
    expect(row?.ended_at).not.toBeNull();
    expect(cookie).not.toBe("");
    expect((await eventsOf(user.id)).find(({ action }) => action === "secondStep.reset")).toMatchObject({
      actor_user_id: admin.userId,
    });
    const told = await adminQuery(
      "SELECT address FROM messages WHERE user_id = $1 AND kind = 'secondStepChanged'",
      [user.id],
    );
    expect(told.map(({ address }) => address)).toEqual([user.accessEmail, user.accessEmail]);
    expect(codeOf(await resetSecondStep(admin, user.id))).toBe("conflict");
  });

  test("is for nobody who holds more, for nobody of another organization, and not for oneself", async () => {
    const manager = await makeActor(organization, "user", "userManagementAdmin");
    const boss = await makeSelf(organization, { role: "admin" });
    await setUpApp(boss.self);
    expect(codeOf(await resetSecondStep(manager, boss.user.id))).toBe("forbidden");
    for (const role of ["viewer", "billing", "user"] as const)
      expect(codeOf(await resetSecondStep(await makeActor(organization, role), boss.user.id))).toBe(
        "forbidden",
      );
    const stranger = await makeActor(await makeOrganization(), "admin");
    expect(codeOf(await resetSecondStep(stranger, boss.user.id))).toBe("notFound");
    expect(codeOf(await resetSecondStep(actorOf(boss.user, organization), boss.user.id))).toBe("conflict");
    expect(unwrap(await tryPassword(boss.user)).pending).not.toBeNull();
    const colleague = await makeSelf(organization);
    await setUpApp(colleague.self);
    expect((await resetSecondStep(manager, colleague.user.id)).ok).toBe(true);
  });

  test("the operator's reset of an admin takes the second step away, too", async () => {
    const { user, self } = await makeSelf(organization, { role: "admin" });
    await setUpApp(self);
    const given = { organization: organization.slug, username: user.username };
    const reset = await ownerClient().$transaction((tx) => resetAdmin(tx, given));
    expect(unwrap(reset).isSecondStepReset).toBe(true);
    expect(await readSession(organization.id, self.person.sessionId ?? "", "")).toBeNull();
    const again = await ownerClient().$transaction((tx) => resetAdmin(tx, given));
    expect(unwrap(again).isSecondStepReset).toBe(false);
  });
});
