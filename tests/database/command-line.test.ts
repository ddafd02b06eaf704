import { beforeAll, describe, expect, test } from "vitest";
import { signIn } from "@/lib/auth/sign-in";
import { activate } from "@/lib/credentials/activation";
import { resetPassword } from "@/lib/credentials/resets";
import { newId } from "@/lib/ids";
import { RESERVED_SLUGS } from "@/lib/routes";
import { createAdmin, type NewAdmin, resetAdmin } from "@/lib/setup/admins";
import {
  createOrganization,
  createOrganizationBelow,
  findOrganization,
  type NewOrganization,
} from "@/lib/setup/organizations";
import { adminQuery, ownerClient, snapshot } from "@/tests/support/product-database";
import {
  codeOf,
  eventsOf,
  givePassword,
  makeOrganization,
  makeUser,
  setUser,
  type TestOrganization,
  unwrap,
} from "@/tests/support/product-people";

const PASSWORD = "correct horse battery staple";
const HERE = { ip: "192.0.2.1", userAgent: null };

let organization: TestOrganization;
beforeAll(async () => {
  organization = await makeOrganization({ managing: true });
});

const asOwner = <T>(work: Parameters<typeof run<T>>[0]) => run(work);
function run<T>(work: (tx: Parameters<typeof createOrganization>[0]) => Promise<T>): Promise<T> {
  return ownerClient().$transaction(work);
}

const tokenOf = (link: string) => link.slice(link.lastIndexOf("/") + 1);
const tryIn = (username: string) => signIn({ username, password: PASSWORD, ip: username, userAgent: null });

describe("create-organization", () => {
  const given = { name: "New", slug: "new", domain: "new.example", managing: false, managedBy: null };
  const create = (fields: Partial<NewOrganization>) =>
    asOwner((tx) => createOrganization(tx, { ...given, managedBy: organization.id, ...fields }));

  test("makes it with its domain, its claim and an event", async () => {
    const { id } = unwrap(await create({ name: " Trimmed ", domain: " Trimmed.Example " }));
    expect(await adminQuery("SELECT name, slug, managed_by FROM organizations WHERE id = $1", [id])).toEqual([
      { name: "Trimmed", slug: "new", managed_by: organization.id },
    ]);
    expect(await adminQuery("SELECT name, is_primary FROM domains WHERE organization_id = $1", [id])).toEqual(
      [{ name: "trimmed.example", is_primary: true }],
    );
    expect(await adminQuery("SELECT name FROM domain_claims WHERE organization_id = $1", [id])).toEqual([
      { name: "trimmed.example" },
    ]);
    expect(await eventsOf(id)).toMatchObject([
      {
        action: "organization.created",
        actor_kind: "operator",
        actor_name: "Command line",
        subject_name: "Trimmed",
      },
    ]);
    expect((await asOwner((tx) => findOrganization(tx, "new")))?.id).toBe(id);
    expect(await asOwner((tx) => findOrganization(tx, "absent"))).toBeNull();
  });

  test.each([
    ["no name", { name: " " }],
    ["no slug", { slug: "" }],
    ["capitals in the slug", { slug: "New" }],
    ["a slash in the slug", { slug: "a/b" }],
    ["a hyphen at the end of the slug", { slug: "a-" }],
    ["a slug of 64 characters", { slug: "a".repeat(64) }],
    ["a line break in the slug", { slug: "a\n" }],
    ...RESERVED_SLUGS.map((slug): [string, { slug: string }] => [`the slug of a page, ${slug}`, { slug }]),
    ["no domain", { domain: "" }],
    ["a domain of one label", { domain: "localhost" }],
    ["an address for a domain", { domain: "a@b.example" }],
    ["a space in the domain", { domain: "a b.example" }],
    ["a wildcard for a domain", { domain: "*.example" }],
    ["a domain whose end is digits", { domain: "192.0.2.1" }],
    ["a name of more than a hundred characters", { name: "n".repeat(101) }],
  ])("refuses %s", async (_, fields) => {
    const before = await snapshot();
    expect(codeOf(await create({ slug: "fresh", domain: "fresh.example", ...fields }))).toBe("invalid");
    expect(await snapshot()).toEqual(before);
  });

  test("says of a reserved slug that it is reserved", async () => {
    expect(await create({ slug: "account" })).toMatchObject({
      error: { message: "“account” is an address of the product's own; choose another." },
    });
  });

  test("stands below an organization that manages, and below no other", async () => {
    const add = (slug: string, managedBy?: string) =>
      asOwner((tx) =>
        createOrganizationBelow(tx, {
          name: slug,
          slug,
          domain: `${slug}.example`,
          managing: false,
          ...(managedBy ? { managedBy } : {}),
        }),
      );
    const managerOf = async (id: string) =>
      (await adminQuery("SELECT managed_by FROM organizations WHERE id = $1", [id]))[0]?.managed_by;
    expect(await managerOf(unwrap(await add("below-the-operator")).id)).toBe(organization.id);
    expect(await managerOf(unwrap(await add("below-a-manager", organization.slug)).id)).toBe(organization.id);
    const plain = await makeOrganization({ managedBy: organization.id });
    const before = await snapshot();
    expect(await add("below-nobody", "absent")).toMatchObject({
      error: { code: "notFound", message: "There is no organization “absent”." },
    });
    expect(await add("below-another", plain.slug)).toMatchObject({
      error: { code: "invalid", message: `The organization “${plain.slug}” does not manage others.` },
    });
    expect(await snapshot()).toEqual(before);
  });

  test("refuses what is taken, and says what", async () => {
    const before = await snapshot();
    expect(await create({ slug: organization.slug, domain: "fresh.example" })).toEqual({
      ok: false,
      error: {
        code: "conflict",
        message: `There is an organization with the slug “${organization.slug}” already.`,
      },
    });
    expect(await create({ slug: "fresh", domain: organization.domain.toUpperCase() })).toEqual({
      ok: false,
      error: {
        code: "conflict",
        message: `The domain ${organization.domain} belongs to an organization already.`,
      },
    });
    expect(await snapshot()).toEqual(before);
  });
});

describe("create-admin", () => {
  const create = (fields: Partial<NewAdmin> = {}) =>
    asOwner((tx) =>
      createAdmin(tx, {
        organization: organization.slug,
        firstName: "Ada",
        lastName: "Admin",
        username: `ada${newId()}`,
        accessEmail: "ada@mail.example",
        ...fields,
      }),
    );

  test("prints a link that makes an admin who signs in", async () => {
    const { username, link } = unwrap(await create({ username: " Ada.Admin " }));
    expect(username).toBe(`ada.admin@${organization.domain}`);
    expect(link).toMatch(/^http:\/\/rollcall\.example\/activate\/[A-Za-z0-9_-]{43}$/);
    unwrap(await activate(tokenOf(link), PASSWORD, HERE));
    expect((await tryIn(username)).ok).toBe(true);
    const [user] = await adminQuery("SELECT id, role FROM users WHERE username = $1", [username]);
    expect(user?.role).toBe("admin");
    expect((await eventsOf(user?.id)).map(({ action, actor_kind }) => [action, actor_kind])).toEqual([
      ["user.created", "operator"],
      ["credential.issued", "operator"],
      ["user.activated", "anonymous"],
    ]);
  });

  test.each([
    ["an organization that does not exist", { organization: "absent" }, "notFound"],
    ["a foreign domain", { username: "ada@nowhere.example" }, "invalid"],
    ["two domains", { username: "ada@a.example@b.example" }, "invalid"],
    ["an empty username", { username: "" }, "invalid"],
    ["a space in the username", { username: "a b" }, "invalid"],
    ["an e-mail address that is none", { accessEmail: "ada" }, "invalid"],
    ["an e-mail address that no form takes", { accessEmail: "ada@mail..example" }, "invalid"],
    ["no first name", { firstName: " " }, "invalid"],
    ["a last name that is too long", { lastName: "l".repeat(101) }, "invalid"],
    ["a control character in a name", { firstName: "A\u0007da" }, "invalid"],
  ])("refuses %s", async (_, fields, code) => {
    const before = await snapshot();
    expect(codeOf(await create(fields))).toBe(code);
    expect(await snapshot()).toEqual(before);
  });

  test("refuses a username with something behind its domain", async () => {
    expect(codeOf(await create({ username: `ada@${organization.domain}@b.example` }))).toBe("invalid");
  });

  test("refuses a username that somebody has, and says who", async () => {
    unwrap(await create({ username: "twice" }));
    expect(await create({ username: `twice@${organization.domain}` })).toEqual({
      ok: false,
      error: { code: "invalid", message: "Ada Admin has this username already." },
    });
  });
});

describe("reset-admin", () => {
  const reset = (username: string, slug = organization.slug) =>
    asOwner((tx) => resetAdmin(tx, { organization: slug, username }));
  const past = new Date(Date.now() - 1000);
  const future = new Date(Date.now() + 3_600_000);

  test.each([
    ["has lost the password", {}],
    ["is locked", { lockedUntil: future, failedSignIns: 9 }],
    ["is suspended", { suspendedAt: past }],
    ["had access until yesterday", { accessEndsAt: past }],
    ["never activated the account", { activatedAt: null, credentialExpiresAt: past }],
  ])("lets an admin in who %s", async (_, fields) => {
    const user = await makeUser(organization, { role: "admin", ...fields });
    await givePassword(user, "long forgotten by everybody");
    const { username, link } = unwrap(await reset(user.username));
    expect(username).toBe(user.username);
    const isReset = link.includes("/reset/");
    expect(isReset).toBe(user.activatedAt !== null);
    const setPassword = isReset ? resetPassword : activate;
    expect(codeOf(await setPassword(tokenOf(link), PASSWORD, HERE))).toBe("ok");
    expect((await tryIn(username)).ok).toBe(true);
  });

  test("says that it has lifted a suspension", async () => {
    const user = await makeUser(organization, { role: "admin", suspendedAt: past });
    unwrap(await reset(user.username));
    const actions = (await eventsOf(user.id)).map(({ action }) => action);
    expect(actions).toEqual(["user.reactivated", "credential.issued"]);
  });

  test("refuses whoever is no admin of that organization", async () => {
    const other = await makeOrganization();
    const foreign = await makeUser(other, { role: "admin" });
    const viewer = await makeUser(organization, { role: "viewer" });
    const removed = await makeUser(organization, { role: "admin", removedAt: past });
    const before = await snapshot();
    for (const username of [
      foreign.username,
      viewer.username,
      removed.username,
      "nobody",
      "",
      "%",
      "user_",
    ]) {
      expect([username, codeOf(await reset(username))]).toEqual([username, "notFound"]);
    }
    expect(codeOf(await reset(foreign.username, "absent"))).toBe("notFound");
    expect(await snapshot()).toEqual(before);
  });

  test("takes a short name at the primary domain and at its word", async () => {
    const { id: organizationId } = organization;
    const second = await adminQuery<{ id: string }>(
      `INSERT INTO domains (organization_id, id, name, proven_at)
       VALUES ($1, uuid7(), 'a-second.example', now()) RETURNING id`,
      [organizationId],
    );
    await makeUser(organization, {
      role: "admin",
      username: "short@a-second.example",
      domainId: second[0]?.id ?? "",
    });
    const meant = await makeUser(organization, { role: "admin", username: `short@${organization.domain}` });
    expect(unwrap(await reset("short")).username).toBe(meant.username);
    await makeUser(organization, { role: "admin", username: `axb@${organization.domain}` });
    const literal = await makeUser(organization, { role: "admin", username: `a_b@${organization.domain}` });
    expect(unwrap(await reset("a_b")).username).toBe(literal.username);
    await setUser(literal, { removedAt: past });
    expect(codeOf(await reset("a_b"))).toBe("notFound");
  });
});
