import { beforeAll, describe, expect, test } from "vitest";
import { reviveActor } from "@/lib/auth/revive";
import { storeActor } from "@/lib/auth/stored-actor";
import type { User } from "@/lib/generated/prisma/client";
import { managedOrganizations } from "@/lib/organizations/queries";
import { actorIn } from "@/lib/permissions/actor";
import { ALL_PERMISSIONS } from "@/lib/permissions/permissions";
import { ACCESS_PROFILES, ROLES } from "@/lib/permissions/roles";
import { adminQuery } from "@/tests/support/product-database";
import {
  makeOrganization,
  makeUser,
  personOf,
  setUser,
  type TestOrganization,
} from "@/tests/support/product-people";

let operator: TestOrganization;
let reseller: TestOrganization;
let customer: TestOrganization;
let branch: TestOrganization;
let direct: TestOrganization;
let stranger: TestOrganization;

// operator ─┬─ reseller (managing) ── customer ── branch
//           └─ direct
beforeAll(async () => {
  operator = await makeOrganization({ managing: true });
  reseller = await makeOrganization({ managing: true, managedBy: operator.id });
  customer = await makeOrganization({ managedBy: reseller.id });
  branch = await makeOrganization({ managedBy: customer.id });
  direct = await makeOrganization({ managedBy: operator.id });
  stranger = await makeOrganization({ managing: true });
});

const reach = async (from: TestOrganization) => (await managedOrganizations(from.id)).map(({ slug }) => slug);
const slugs = (...organizations: TestOrganization[]) => organizations.map(({ slug }) => slug);

describe("an organization manages", () => {
  test("itself first, and all below it that stand under managing ones", async () => {
    expect(await reach(operator)).toEqual(slugs(operator, reseller, customer, direct));
    expect(await reach(reseller)).toEqual(slugs(reseller, customer));
    expect(await reach(stranger)).toEqual(slugs(stranger));
  });

  test("nobody when it is no managing one, even those that say so", async () => {
    expect(await reach(customer)).toEqual(slugs(customer));
    expect(await reach(branch)).toEqual(slugs(branch));
  });

  test("itself in a circle without end", async () => {
    const one = await makeOrganization({ managing: true });
    const two = await makeOrganization({ managing: true, managedBy: one.id });
    await adminQuery("UPDATE organizations SET managed_by = $2 WHERE id = $1", [one.id, two.id]);
    expect(await reach(one)).toEqual(slugs(one, two));
  });

  test("a chain twenty deep", async () => {
    const chain = [await makeOrganization({ managing: true })];
    for (let depth = 1; depth <= 20; depth += 1) {
      chain.push(await makeOrganization({ managing: true, managedBy: chain.at(-1)?.id ?? "" }));
    }
    const [top] = chain;
    if (!top) throw new Error("There is no chain.");
    expect((await reach(top)).toSorted()).toEqual(slugs(...chain).toSorted());
  });

  test("suspended ones too, and says that they are", async () => {
    const suspended = await makeOrganization({ managedBy: reseller.id });
    await adminQuery("UPDATE organizations SET suspended_at = now() WHERE id = $1", [suspended.id]);
    const found = await managedOrganizations(reseller.id);
    expect(found.map((each) => [each.slug, each.suspended])).toEqual([
      [reseller.slug, false],
      [customer.slug, false],
      [suspended.slug, true],
    ]);
  });
});

describe("inside a managed organization", () => {
  const inside = (user: User, organization: TestOrganization) => {
    const actor = actorIn(personOf(user), organization);
    return actor && [...actor.permissions].toSorted();
  };
  const notOwn = ALL_PERMISSIONS.filter((permission) => !permission.startsWith("account."));

  test("an admin acts as admin, a view-only admin looks on, nobody else is there", async () => {
    const admin = await makeUser(operator, { role: "admin" });
    const viewer = await makeUser(operator, { role: "viewer" });
    expect(inside(admin, customer)).toEqual(notOwn.toSorted());
    const looks = notOwn.filter((permission) => permission.endsWith(".read"));
    expect(inside(viewer, customer)).toEqual([...looks, "support.ask", "users.export"].toSorted());
    for (const role of ["billing", "user"] as const) {
      for (const accessProfile of [null, ...ACCESS_PROFILES]) {
        expect(inside(await makeUser(operator, { role, accessProfile }), customer)).toBeNull();
      }
    }
  });

  test("what stands in a job is done with the rights of now, and only where the person may be", async () => {
    for (const role of ROLES) {
      const user = await makeUser(operator, { role });
      const stored = storeActor(personOf(user));
      const allowed = role === "admin" || role === "viewer";
      expect((await reviveActor(stored, operator.id))?.role).toBe(role);
      expect((await reviveActor(stored, customer.id)) !== null).toBe(allowed);
      expect(await reviveActor(stored, stranger.id)).toBeNull();
      expect(await reviveActor(stored, branch.id)).toBeNull();
      const demoted = await setUser(user, { role: "user" });
      expect((await reviveActor(stored, operator.id))?.role).toBe("user");
      expect(await reviveActor(stored, customer.id)).toBeNull();
      await setUser(demoted, { role: "admin", suspendedAt: new Date() });
      expect(await reviveActor(stored, operator.id)).toBeNull();
      await setUser(demoted, { suspendedAt: null, removedAt: new Date() });
      expect(await reviveActor(stored, operator.id)).toBeNull();
    }
  });

  test("nobody's job goes on once their own organization is suspended", async () => {
    const own = await makeOrganization({ managing: true });
    const below = await makeOrganization({ managedBy: own.id });
    const lockedUntil = new Date(Date.now() + 60_000);
    const stored = storeActor(personOf(await makeUser(own, { role: "admin", lockedUntil })));
    expect(await reviveActor(stored, own.id)).not.toBeNull();
    expect(await reviveActor(stored, below.id)).not.toBeNull();
    await adminQuery("UPDATE organizations SET suspended_at = now() WHERE id = $1", [own.id]);
    expect(await reviveActor(stored, own.id)).toBeNull();
    expect(await reviveActor(stored, below.id)).toBeNull();
  });

  test("a job cannot name another's organization as its own", async () => {
    const user = await makeUser(reseller, { role: "admin" });
    const stored = { ...storeActor(personOf(user)), organizationId: operator.id };
    expect(await reviveActor(stored, operator.id)).toBeNull();
    expect(await reviveActor(storeActor(personOf(user)), operator.id)).toBeNull();
    expect(await reviveActor(storeActor(personOf(user)), direct.id)).toBeNull();
  });
});
