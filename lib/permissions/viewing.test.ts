import { expect, test } from "vitest";
import { type Actor, actorIn } from "@/lib/permissions/actor";
import { ALL_PERMISSIONS } from "@/lib/permissions/permissions";
import { ACCESS_PROFILES, permissionsOf, ROLES } from "@/lib/permissions/roles";
import { onlyReading, viewAs } from "@/lib/permissions/viewing";

const ORGANIZATION = { id: "1", slug: "acme", name: "Acme", managing: false };

function actor(role: Actor["role"], accessProfile: Actor["accessProfile"] = null): Actor {
  const person = { userId: "2", organizationId: "1", sessionId: null, name: "A", username: "a@x", ip: null };
  const made = actorIn({ ...person, role, accessProfile }, ORGANIZATION);
  if (!made) throw new Error("Nobody is at work.");
  return made;
}

test("whoever looks on as somebody sees what both may see, whoever they are", () => {
  for (const role of ROLES) {
    for (const accessProfile of [null, ...ACCESS_PROFILES]) {
      for (const looking of ROLES.map((each) => actor(each))) {
        const viewed = viewAs(looking, {
          userId: "3",
          name: "B",
          role,
          accessProfile,
          extra: ["audit.read"],
          exportAllowed: false,
        });
        const theirs = permissionsOf(role, accessProfile, ["audit.read"]);
        const both = ALL_PERMISSIONS.filter((each) => looking.permissions.has(each) && theirs.has(each));
        expect(ALL_PERMISSIONS.filter((each) => viewed.permissions.has(each))).toEqual(both);
        expect(viewed).toMatchObject({
          userId: "2",
          role: looking.role,
          viewing: { userId: "3", name: "B" },
        });
      }
    }
  }
});

test("and changes nothing: outside of pages only reading is left", () => {
  const admin = actor("admin");
  const viewed = viewAs(admin, {
    userId: "3",
    name: "B",
    role: "admin",
    accessProfile: null,
    extra: [],
    exportAllowed: true,
  });
  expect([...onlyReading(viewed).permissions].every((each) => each.endsWith(".read"))).toBe(true);
  expect(onlyReading(viewed).permissions.has("users.read")).toBe(true);
  expect(onlyReading(admin)).toBe(admin);
});
