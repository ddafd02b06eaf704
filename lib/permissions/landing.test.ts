import { expect, test } from "vitest";
import { newId } from "@/lib/ids";
import { type Actor, actorIn } from "@/lib/permissions/actor";
import { landingOf } from "@/lib/permissions/landing";
import type { Permission } from "@/lib/permissions/permissions";
import type { Role } from "@/lib/permissions/roles";

const id = newId();
const organization = { id, slug: "acme", name: "Acme", managing: false };

function actorOf(role: Role, extra: Permission[] = []): Actor {
  const person = {
    userId: newId(),
    organizationId: id,
    sessionId: null,
    name: "Ada",
    username: "ada@acme.example",
  };
  const actor = actorIn({ ...person, role, accessProfile: null, extra, ip: null }, organization);
  if (!actor) throw new Error("Nobody.");
  return actor;
}

test.each([
  ["admin", "/acme"],
  ["viewer", "/acme"],
  ["billing", "/acme/billing"],
  ["user", null],
] as const)("a %s lands on %s", (role, href) => {
  expect(landingOf(actorOf(role))).toBe(href);
});

test("a user with a right of a group lands where it is of use", () => {
  expect(landingOf(actorOf("user", ["telephony.read"]))).toBe("/acme/telephony");
  expect(landingOf(actorOf("billing", ["users.read"]))).toBe("/acme");
});
