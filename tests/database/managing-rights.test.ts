import { beforeAll, describe, expect, test } from "vitest";
import { withOrganization } from "@/lib/db";
import { addDomain, checkDomain, lockDomains } from "@/lib/domains/commands";
import { listDomains } from "@/lib/domains/queries";
import { giveGrants } from "@/lib/grants/commands";
import { newId } from "@/lib/ids";
import { createManaged } from "@/lib/organizations/managed-commands";
import type { Actor } from "@/lib/permissions/actor";
import { OWN_ACCOUNT_ONLY } from "@/lib/permissions/grants";
import { ALL_PERMISSIONS, EVERYBODYS, type Permission } from "@/lib/permissions/permissions";
import { changeRoles, suspendUsers } from "@/lib/users/bulk-commands";
import { createUser, updateUser } from "@/lib/users/commands";
import {
  actorOf,
  codeOf,
  inputFor,
  inputOf,
  makeActor,
  makeOrganization,
  makeUser,
  readUser,
  type TestOrganization,
  unwrap,
} from "@/tests/support/product-people";

const inOrganizations = (permission: Permission) => permission.startsWith("organizations.");
const givable = ALL_PERMISSIONS.filter((permission) => !EVERYBODYS.includes(permission));

let managing: TestOrganization;
let below: TestOrganization;
beforeAll(async () => {
  managing = await makeOrganization({ managing: true });
  below = await makeOrganization({ managing: true, managedBy: managing.id });
});

const withExtra = async (extraPermissions: Permission[]) => {
  const user = await makeUser(managing, { extraPermissions });
  return { user, actor: actorOf(user, managing) };
};
const roleOf = async (id: string) => (await readUser(id))?.role;

describe("whoever holds all but managing others", () => {
  const others = givable.filter((permission) => !inOrganizations(permission));

  test.each(["admin", "viewer"] as const)("makes nobody %s, whose role holds that too", async (role) => {
    const { user, actor } = await withExtra(others);
    expect(unwrap(await changeRolesOrNone(actor, user.id, role))).toBe(0);
    expect(codeOf(await updateUser(actor, user.id, user.version, inputOf(user, { role })))).toBe("forbidden");
    expect(codeOf(await giveGrants(actor, { ids: [user.id] }, { ...OWN_ACCOUNT_ONLY, role }))).toBe(
      "forbidden",
    );
    expect(codeOf(await createUser(actor, inputFor(managing, { role })))).toBe("forbidden");
    expect(await roleOf(user.id)).toBe("user");
  });

  test("reaches no admin, and everybody who does not hold it", async () => {
    const { actor } = await withExtra(others);
    const admin = await makeUser(managing, { role: "admin" });
    const user = await makeUser(managing);
    await makeUser(managing, { role: "admin" });
    expect(unwrap(await suspendUsers(actor, { ids: [admin.id, user.id] }))).toMatchObject({
      changed: 1,
      left: 1,
    });
  });

  test("makes an admin where there is nobody to manage", async () => {
    const plain = await makeOrganization();
    const actor = actorOf(await makeUser(plain, { extraPermissions: others }), plain);
    unwrap(await createUser(actor, inputFor(plain, { role: "admin" })));
  });
});

test("whoever only works inside makes nobody admin of an organization that manages others", async () => {
  const user = await makeUser(managing, { extraPermissions: ["organizations.read", "organizations.manage"] });
  const inside = actorOf(user, below);
  expect(inside.permissions.has("organizations.create")).toBe(false);
  expect(codeOf(await createUser(inside, inputFor(below, { role: "admin" })))).toBe("forbidden");
  const admin = actorOf(await makeUser(managing, { role: "admin" }), below);
  unwrap(await createUser(admin, inputFor(below, { role: "admin" })));
});

test("an admin of a managing organization makes admins of it, and changes them", async () => {
  const admin: Actor = await makeActor(managing, "admin");
  const { id } = unwrap(await createUser(admin, inputFor(managing, { role: "admin" })));
  expect(unwrap(await changeRoles(admin, { ids: [id] }, "viewer"))).toMatchObject({ changed: 1 });
});

const newOrganization = (parent: TestOrganization, domain: string) => ({
  id: newId(),
  name: `Of ${domain}`,
  slug: domain.replaceAll(".", "-"),
  domain,
  managing: false,
  parent: parent.id,
  firstName: "Fay",
  lastName: "First",
  usernameLocal: "fay",
  accessEmail: "fay@mail.example",
  sendLink: false,
});

test("whoever may not suspend organizations makes none whose admins could", async () => {
  const { actor } = await withExtra(["organizations.read", "organizations.create", "organizations.manage"]);
  const input = newOrganization(managing, `chain.${managing.domain}`);
  expect(codeOf(await createManaged(actor, { ...input, managing: true }))).toBe("forbidden");
  expect(codeOf(await createManaged(actor, input))).toBe("ok");
  const other = newOrganization(managing, `link.${managing.domain}`);
  expect(codeOf(await createManaged(await makeActor(managing, "admin"), { ...other, managing: true }))).toBe(
    "ok",
  );
});

describe("a domain that goes over to a new organization", () => {
  const proven = async (actor: Actor, name: string) => {
    const { id } = unwrap(await addDomain(actor, name));
    const value = (await listDomains(actor)).find((domain) => domain.id === id)?.proof?.value ?? "";
    unwrap(await checkDomain(actor, id, async () => ({ found: "texts", texts: [value] })));
    return id;
  };

  test("is taken from their own by nobody who may not remove it there", async () => {
    const admin = await makeActor(managing, "admin");
    await proven(admin, "ours-to-keep.example");
    const { actor } = await withExtra(["organizations.read", "organizations.create", "organizations.manage"]);
    expect(codeOf(await createManaged(actor, newOrganization(managing, "ours-to-keep.example")))).toBe(
      "forbidden",
    );
    expect((await listDomains(admin)).map(({ name }) => name)).toContain("ours-to-keep.example");
    unwrap(await createManaged(actor, newOrganization(managing, "below.ours-to-keep.example")));
    unwrap(await createManaged(admin, newOrganization(managing, "ours-to-keep.example")));
  });

  test("waits for whoever makes it primary, and stays then", async () => {
    const admin = await makeActor(managing, "admin");
    const id = await proven(admin, "primary-soon.example");
    let made: ReturnType<typeof createManaged> | undefined;
    await withOrganization(managing.id, async (tx) => {
      await lockDomains(tx, managing.id);
      made = createManaged(admin, newOrganization(managing, "primary-soon.example"));
      await new Promise((resolve) => setTimeout(resolve, 500));
      const where = { organizationId: managing.id };
      await tx.domain.updateMany({ where: { ...where, isPrimary: true }, data: { isPrimary: false } });
      const { count } = await tx.domain.updateMany({ where: { ...where, id }, data: { isPrimary: true } });
      expect(count).toBe(1);
    });
    expect(codeOf(await (made as ReturnType<typeof createManaged>))).toBe("invalid");
    expect((await listDomains(admin)).filter(({ isPrimary }) => isPrimary)).toHaveLength(1);
  });
});

async function changeRolesOrNone(actor: Actor, id: string, role: "admin" | "viewer") {
  const changed = await changeRoles(actor, { ids: [id] }, role);
  if (!changed.ok && changed.error.code === "forbidden") return { ok: true as const, value: 0 };
  return changed.ok ? { ok: true as const, value: changed.value.changed } : changed;
}
