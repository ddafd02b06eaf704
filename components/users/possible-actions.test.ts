import { describe, expect, test } from "vitest";
import { possibleActions, type UserFacts } from "@/components/users/possible-actions";
import { type Actor, actorIn } from "@/lib/permissions/actor";
import type { AccessProfile, Role } from "@/lib/permissions/roles";

const organization = { id: "acme", slug: "acme", name: "Acme", managing: false };
const now = new Date("2026-11-21T12:00:00Z");
const later = new Date("2026-11-22T12:00:00Z");
const earlier = new Date("2026-11-20T12:00:00Z");

const maria: UserFacts = {
  id: "maria",
  activatedAt: earlier,
  suspendedAt: null,
  legacyStatus: null,
  accessEndsAt: null,
  removedAt: null,
};

function actorOf(role: Role, accessProfile: AccessProfile | null = null): Actor {
  const person = {
    userId: "me",
    organizationId: "acme",
    sessionId: null,
    name: "Me",
    username: "me",
    ip: null,
  };
  const actor = actorIn({ ...person, role, accessProfile }, organization);
  if (!actor) throw new Error("Everybody may act at home.");
  return actor;
}

function actionsOn(facts: Partial<UserFacts>, actor = actorOf("admin"), role: Role = "user", until = later) {
  const user = { ...maria, ...facts };
  const restorableUntil = user.removedAt ? until : null;
  const subject = { organizationId: "acme", role, accessProfile: null };
  return possibleActions(actor, subject, user, { now, restorableUntil });
}

describe("possibleActions", () => {
  test("nobody suspends or removes themselves, and whoever has one's id elsewhere is somebody else", () => {
    const me = actorOf("admin");
    expect(actionsOn({ id: "me" }, me)).toEqual(["edit"]);
    const elsewhere = { ...me, organizationId: "operator" };
    expect(actionsOn({ id: "me" }, elsewhere)).toEqual(["edit", "suspend", "remove"]);
  });

  test("an active person can be edited, suspended and removed", () => {
    expect(actionsOn({})).toEqual(["edit", "suspend", "remove"]);
  });

  test("only who never activated the account can be invited", () => {
    expect(actionsOn({ activatedAt: null })).toContain("invite");
    expect(actionsOn({ activatedAt: null, suspendedAt: earlier })).not.toContain("invite");
    expect(actionsOn({ activatedAt: null, accessEndsAt: now })).not.toContain("invite");
    expect(actionsOn({ activatedAt: null, accessEndsAt: later })).toContain("invite");
    expect(actionsOn({ activatedAt: null, legacyStatus: "blocked" })).toEqual(["edit", "remove"]);
  });

  test("who is suspended can be reactivated", () => {
    expect(actionsOn({ suspendedAt: earlier })).toEqual(["edit", "reactivate", "remove"]);
  });

  test("a removal can be taken back in time, and nothing else can be done", () => {
    expect(actionsOn({ removedAt: earlier })).toEqual(["restore"]);
    expect(actionsOn({ removedAt: earlier }, actorOf("admin"), "user", earlier)).toEqual([]);
  });

  test("nobody shuts themselves out", () => {
    expect(actionsOn({ id: "me" }, actorOf("admin"), "admin")).toEqual(["edit"]);
  });

  test("nobody reaches upwards", () => {
    const manager = actorOf("user", "userManagementAdmin");
    expect(actionsOn({}, manager)).toEqual(["edit", "suspend", "remove"]);
    expect(actionsOn({}, manager, "admin")).toEqual([]);
  });

  test("whoever only looks on is offered nothing", () => {
    expect(actionsOn({ activatedAt: null }, actorOf("viewer"))).toEqual([]);
    expect(actionsOn({}, actorOf("user", "userManagementViewer"))).toEqual([]);
  });
});
