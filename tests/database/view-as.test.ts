import { beforeEach, describe, expect, test, vi } from "vitest";
import { stopViewing } from "@/app/(org)/[org]/users/[userId]/viewing-actions";
import { findActor, findViewer, requireActor, requireReach, requireViewer } from "@/lib/auth/guard";
import { beginViewing, endViewing } from "@/lib/auth/viewing";
import { withOrganization } from "@/lib/db";
import type { User } from "@/lib/generated/prisma/client";
import { newId } from "@/lib/ids";
import type { Actor } from "@/lib/permissions/actor";
import { EVERYBODYS, type Permission } from "@/lib/permissions/permissions";
import { suspendUsers } from "@/lib/users/bulk-commands";
import { endView, viewPerson } from "@/lib/users/view-commands";
import { viewedAccount } from "@/lib/users/view-queries";
import { sayOf } from "@/tests/support/policies";
import {
  actorOf,
  codeOf,
  eventsOf,
  makeActor,
  makeOrganization,
  makeUser,
  setUser,
  type TestOrganization,
  unwrap,
} from "@/tests/support/product-people";

const request = vi.hoisted(() => ({
  session: null as { oid: string; sid: string } | null,
  cookies: new Map<string, { value: string }>(),
}));
vi.mock("@/lib/auth/cookie", () => ({ sessionInCookie: async () => request.session }));
vi.mock("next/headers", () => ({
  headers: async () => new Headers(),
  cookies: async () => ({
    get: (name: string) => request.cookies.get(name),
    set: (name: string, value: string) => request.cookies.set(name, { value }),
    delete: (name: string) => request.cookies.delete(name),
  }),
}));
vi.mock("next/navigation", () => {
  const leave = (where: string) => {
    throw new Error(where);
  };
  return { redirect: leave, forbidden: () => leave("forbidden"), notFound: () => leave("not found") };
});

let organization: TestOrganization;
let user: User;
let admin: Actor;
beforeEach(async () => {
  organization = await makeOrganization();
  user = await makeUser(organization, { role: "admin" });
  admin = actorOf(user, organization);
  request.cookies.clear();
  const sid = newId();
  await withOrganization(organization.id, (tx) =>
    tx.session.create({
      data: {
        organizationId: organization.id,
        id: sid,
        userId: user.id,
        expiresAt: new Date(Date.now() + 3_600_000),
      },
    }),
  );
  request.session = { oid: organization.id, sid };
});

const may = (actor: Actor | null, permission: Permission) => actor?.permissions.has(permission);

describe("looking on as somebody", () => {
  test("is an event of theirs, and for whoever could change them alone", async () => {
    const viewer = await makeUser(organization, { role: "viewer" });
    const seen = unwrap(await viewPerson(admin, viewer.id));
    expect(seen.viewing).toEqual({ userId: viewer.id, name: `${viewer.firstName} ${viewer.lastName}` });
    expect(may(seen, "audit.read")).toBe(true);
    expect(may(seen, "users.update")).toBe(false);
    const manager = await makeActor(organization, "user", "userManagementAdmin");
    const theirs = await makeActor(await makeOrganization(), "admin");
    expect(codeOf(await viewPerson(manager, viewer.id))).toBe("forbidden");
    expect(codeOf(await viewPerson(theirs, viewer.id))).toBe("notFound");
    expect(codeOf(await viewPerson(admin, admin.userId))).toBe("invalid");
    expect((await eventsOf(viewer.id)).map(({ action }) => action)).toEqual(["user.viewedAs"]);
  });

  test("draws pages with what both may, and leaves actions what reads; then all is as before", async () => {
    const manager = await makeUser(organization, { accessProfile: "userManagementAdmin" });
    await beginViewing(admin, manager.id);
    const page = await requireActor(organization.slug, "users.suspend");
    expect(page).toMatchObject({ userId: user.id, viewing: { userId: manager.id } });
    await expect(requireActor(organization.slug, "audit.read")).rejects.toThrow("forbidden");
    const acting = await findActor(organization.slug);
    expect(may(acting, "users.read")).toBe(true);
    for (const permission of ["users.suspend", "users.export", "audit.read"] as const)
      expect(may(acting, permission)).toBe(false);
    if (!acting) throw new Error("Nobody acts.");
    const other = await makeUser(organization);
    expect(await suspendUsers(acting, { ids: [other.id] })).toMatchObject({
      error: { code: "forbidden", message: expect.stringMatching(/^You look on as/) },
    });
    await endViewing();
    expect(may(await findActor(organization.slug), "audit.read")).toBe(true);
    expect((await requireReach(organization.slug)).viewing).toBeUndefined();
  });

  test("who has their own account alone shows that, to whoever could change them alone", async () => {
    const member = await makeUser(organization, { mobilePhone: "+4915112345678", company: "Acme" });
    const seen = unwrap(await viewPerson(admin, member.id));
    expect([...seen.permissions].toSorted()).toEqual(EVERYBODYS.toSorted());
    await beginViewing(admin, member.id);
    const { actor, viewing } = await requireViewer(organization.slug, "users.update");
    expect(viewing?.userId).toBe(member.id);
    expect(await viewedAccount(actor, member.id)).toEqual({
      you: {
        name: `${member.firstName} ${member.lastName}`,
        username: member.username,
        organization: organization.name,
        role: "user",
        accessProfile: null,
      },
      details: [
        { field: "mobilePhone", value: "+4915112345678", mandatory: false },
        { field: "businessPhone", value: "", mandatory: false },
      ],
      extension: null,
    });
    // A cookie that somebody wrote shows the account of nobody above or elsewhere.
    const manager = await makeActor(organization, "user", "userManagementAdmin");
    const stranger = await makeUser(await makeOrganization());
    for (const id of [admin.userId, stranger.id, "x"]) expect(await viewedAccount(manager, id)).toBeNull();
    expect(await viewedAccount(admin, stranger.id)).toBeNull();
    await setUser(user, { role: "viewer" });
    await expect(requireViewer(organization.slug, "users.update")).rejects.toThrow("forbidden");
  });

  test("is shown exports as that person's policy has it, and takes none away", async () => {
    const manager = await makeUser(organization, { accessProfile: "userManagementAdmin" });
    await beginViewing(admin, manager.id);
    expect((await requireReach(organization.slug)).exportAllowed).toBe(true);
    await sayOf(admin, manager, "exportAllowed", false);
    expect(unwrap(await viewPerson(admin, manager.id)).exportAllowed).toBe(false);
    expect(await requireReach(organization.slug)).toMatchObject({ exportAllowed: false });
    await sayOf(admin, manager, "exportAllowed", undefined);
    await sayOf(admin, { id: admin.userId }, "exportAllowed", false);
    expect((await requireReach(organization.slug)).exportAllowed).toBe(true);
    expect(may(await findActor(organization.slug), "users.export")).toBe(false);
  });

  test("ends with an event, too", async () => {
    const member = await makeUser(organization);
    unwrap(await viewPerson(admin, member.id));
    await beginViewing(admin, member.id);
    await expect(stopViewing(organization.slug, member.id)).rejects.toThrow(`/users/${member.id}`);
    expect(await findViewer(organization.slug)).toBeNull();
    const told = await eventsOf(member.id);
    expect(told.map(({ action, actor_user_id }) => [action, actor_user_id])).toEqual([
      ["user.viewedAs", admin.userId],
      ["user.viewStopped", admin.userId],
    ]);
    // Stopping what has not begun says nothing.
    await expect(stopViewing(organization.slug, member.id)).rejects.toThrow(`/users/${member.id}`);
    expect(await eventsOf(member.id)).toHaveLength(2);
    const stranger = await makeUser(await makeOrganization());
    expect(codeOf(await endView(admin, stranger.id))).toBe("notFound");
  });

  test("by a cookie that somebody wrote gives nothing, whatever stands in it", async () => {
    await setUser(user, { role: "billing" });
    const boss = await makeUser(organization, { role: "admin" });
    const stranger = await makeUser(await makeOrganization(), { role: "admin" });
    for (const value of [
      `${organization.id}/${boss.id}`,
      `${organization.id}/${stranger.id}`,
      `${stranger.organizationId}/${stranger.id}`,
      `${organization.id}/${user.id}`,
      `${organization.id}/'; DROP TABLE users; --`,
      "/",
      "",
    ]) {
      request.cookies.set("rollcall-viewing", { value });
      const actor = await requireReach(organization.slug);
      expect([...actor.permissions].sort()).toEqual([
        "account.read",
        "account.update",
        "addressBook.read",
        "billing.read",
        "billing.update",
        "services.read",
        "support.ask",
      ]);
    }
  });
});
