import { beforeEach, describe, expect, test } from "vitest";
import { hashPassword } from "@/lib/auth/passwords";
import { signIn } from "@/lib/auth/sign-in";
import { activate } from "@/lib/credentials/activation";
import { issueInvitation } from "@/lib/credentials/invitations";
import { issuePin } from "@/lib/credentials/pins/commands";
import { redeemPin } from "@/lib/credentials/pins/redeem";
import { setTemporaryPassword } from "@/lib/credentials/temporary-password";
import { isVoidForRights } from "@/lib/credentials/void-queries";
import { withOrganization } from "@/lib/db";
import type { User } from "@/lib/generated/prisma/client";
import { giveGrants } from "@/lib/grants/commands";
import { findMirror } from "@/lib/grants/mirror";
import { createGroup, updateGroup } from "@/lib/groups/commands";
import { changeMembers } from "@/lib/groups/members";
import type { Rule } from "@/lib/groups/rule";
import { newId } from "@/lib/ids";
import { NO_CHOICES } from "@/lib/imports/choices";
import { commitImport } from "@/lib/imports/commands/commit";
import { carryOutImport } from "@/lib/imports/jobs/commit";
import { hashPasswords } from "@/lib/imports/jobs/hash";
import type { Actor } from "@/lib/permissions/actor";
import { OWN_ACCOUNT_ONLY } from "@/lib/permissions/grants";
import type { Permission } from "@/lib/permissions/permissions";
import { createUser, updateUser } from "@/lib/users/commands";
import { detailsOf, jobOf, prepareRun } from "@/tests/support/import-runs";
import { adminQuery } from "@/tests/support/product-database";
import {
  codeOf,
  eventsOf,
  inputFor,
  inputOf,
  makeActor,
  makeOrganization,
  makeUser,
  readUser,
  type TestOrganization,
  unwrap,
} from "@/tests/support/product-people";

const PASSWORD = "correct horse battery staple";
const HERE = { ip: "192.0.2.1", userAgent: null };
const SETTINGS: Permission[] = ["settings.read", "settings.update"];

let organization: TestOrganization;
let admin: Actor;
let manager: Actor;
beforeEach(async () => {
  organization = await makeOrganization();
  admin = await makeActor(organization, "admin");
  manager = await makeActor(organization, "user", "userManagementAdmin");
});

const newcomer = () => makeUser(organization, { activatedAt: null, company: "Later" });
const linkOf = async ({ id }: User, actor = manager) => unwrap(await issueInvitation(actor, id)).token;
const opening = (token: string) => activate(token, PASSWORD, HERE);
const voidings = async ({ id }: User) =>
  (await eventsOf(id)).filter(({ changes }) => JSON.stringify(changes).includes("more rights"));

let groups = 0;
async function groupOf(permissions: Permission[], rule: Rule | null = null) {
  const name = `Group ${++groups}`;
  const made = unwrap(await createGroup(admin, { name, description: "", permissions, rule }));
  const save = (gives: Permission[]) =>
    updateGroup(admin, made.id, 1, { name, description: "", permissions: gives, rule });
  return { ...made, save };
}
const give = (user: User, permissions: Permission[], actor = admin) =>
  giveGrants(actor, { ids: [user.id] }, { ...OWN_ACCOUNT_ONLY, permissions });
const join = (user: User, groupId: string) =>
  changeMembers(admin, { ids: [user.id] }, { kind: "joinGroup", groupId });
const byCompany = (value: string): Rule =>
  ({ match: "all", conditions: [{ field: "company", is: "contains", value }] }) as Rule;

type Way = { before?: (user: User) => Promise<void>; gives: (user: User) => Promise<{ voided?: number }> };

function ways(): Record<string, Way> {
  let group: Awaited<ReturnType<typeof groupOf>>;
  let source: User;
  return {
    "a single permission": { gives: async (user) => unwrap(await give(user, ["settings.read"])) },
    "a group": { gives: async (user) => unwrap(await join(user, (await groupOf(SETTINGS)).id)) },
    "a group by rule": { gives: () => groupOf(SETTINGS, byCompany("Later")) },
    "a rule that they come to meet": {
      before: async () => void (await groupOf(SETTINGS, byCompany("Other"))),
      gives: async (user) =>
        unwrap(await updateUser(admin, user.id, user.version, inputOf(user, { company: "Other" }))) && {
          voided: 1,
        },
    },
    "what a group gives": {
      before: async (user) => {
        group = await groupOf([]);
        unwrap(await join(user, group.id));
      },
      gives: async () => unwrap(await group.save(SETTINGS)),
    },
    "following somebody": {
      before: async (user) => {
        await adminQuery("UPDATE organizations SET following_allowed = true WHERE id = $1", [
          organization.id,
        ]);
        source = await makeUser(organization);
        const mirror = await findMirror(admin, source);
        if (!mirror) throw new Error("Nobody is found.");
        unwrap(await giveGrants(admin, { ids: [user.id] }, { ...mirror, follow: true }));
      },
      gives: async () => unwrap(await give(source, SETTINGS)),
    },
  };
}

describe.each(Object.keys(ways()))("by %s, what was given before is void:", (name) => {
  test("a link, with an event, a word to whoever gave the rights, and one on the person's page", async () => {
    const user = await newcomer();
    const way = ways()[name] as Way;
    await way.before?.(user);
    const token = await linkOf(user);
    expect(await way.gives(user)).toMatchObject({ voided: 1 });
    expect(codeOf(await opening(token))).toBe("notFound");
    expect(await voidings(user)).toMatchObject([
      { action: "credential.revoked", actor_user_id: admin.userId, actor_name: admin.name },
    ]);
    expect(await readUser(user.id)).toMatchObject({ credential_expires_at: null, activated_at: null });
    expect(await isVoidForRights(admin, user.id)).toBe(true);
    // Whoever holds less gives them nothing new; whoever may, does.
    expect(codeOf(await issueInvitation(manager, user.id))).toBe("forbidden");
    const next = await linkOf(user, admin);
    expect(await isVoidForRights(admin, user.id)).toBe(false);
    expect(codeOf(await opening(next))).toBe("ok");
  });

  test("a PIN, and a link that it gave", async () => {
    const user = await newcomer();
    const way = ways()[name] as Way;
    await way.before?.(user);
    const { pin, username } = unwrap(await issuePin(manager, user.id, { digits: null, uses: 1 }));
    const { token } = unwrap(await redeemPin({ username, pin, ip: HERE.ip }));
    await way.gives(user);
    expect(codeOf(await opening(token))).toBe("notFound");
  });

  test("a password that somebody else knows", async () => {
    const user = await newcomer();
    const way = ways()[name] as Way;
    await way.before?.(user);
    await giveFirst(user);
    await way.gives(user);
    expect(codeOf(await tryOf(user))).toBe("unauthenticated");
    expect((await voidings(user)).map(({ action }) => action)).toEqual(["user.passwordVoided"]);
  });

  test("a way in by such a password, before they have chosen their own", async () => {
    const user = await newcomer();
    const way = ways()[name] as Way;
    await way.before?.(user);
    await giveFirst(user);
    unwrap(await tryOf(user));
    await way.gives(await current(user));
    const live = await adminQuery("SELECT 1 FROM sessions WHERE user_id = $1 AND ended_at IS NULL", [
      user.id,
    ]);
    expect(live).toEqual([]);
    expect(codeOf(await tryOf(user))).toBe("unauthenticated");
    expect((await voidings(user)).map(({ action }) => action)).toEqual(["user.passwordVoided"]);
  });
});

const tryOf = ({ username }: Pick<User, "username">) => signIn({ username, password: PASSWORD, ...HERE });

async function giveFirst({ id: userId }: User): Promise<void> {
  const hash = await hashPassword(PASSWORD);
  await withOrganization(organization.id, (tx) =>
    setTemporaryPassword(tx, { organizationId: organization.id, userId }, hash),
  );
}

async function current({ id }: User): Promise<User> {
  return withOrganization(organization.id, (tx) => tx.user.findFirstOrThrow({ where: { id } }));
}

describe("what stays", () => {
  test("is a link where somebody comes to hold less, or what they hold already", async () => {
    const user = await newcomer();
    unwrap(await give(user, SETTINGS));
    const token = await linkOf(user, admin);
    const group = await groupOf(["settings.read"]);
    expect(unwrap(await join(user, group.id))).not.toHaveProperty("voided");
    unwrap(await give(user, ["settings.read"]));
    expect(await voidings(user)).toEqual([]);
    expect(codeOf(await opening(token))).toBe("ok");
  });

  test("is everything of others, of the active and of those who have nothing open", async () => {
    const active = await makeUser(organization);
    const bare = await newcomer();
    const bystander = await newcomer();
    const token = await linkOf(bystander);
    const given = { ...OWN_ACCOUNT_ONLY, permissions: SETTINGS };
    expect(unwrap(await giveGrants(admin, { ids: [active.id, bare.id] }, given))).not.toHaveProperty(
      "voided",
    );
    for (const each of [active, bare, bystander]) expect(await voidings(each)).toEqual([]);
    expect(codeOf(await opening(token))).toBe("ok");
  });

  test("is what a form gives together with the rights", async () => {
    const group = await groupOf(SETTINGS);
    await groupOf(["audit.read"], byCompany("Ruled"));
    const input = inputFor(organization, { company: "Ruled" });
    const grants = { ...OWN_ACCOUNT_ONLY, groups: [group.id] };
    const chosen = { password: PASSWORD, hash: await hashPassword(PASSWORD) };
    const credentials = { setting: "chosen" as const, ways: [], chosen };
    const { id } = unwrap(await createUser(admin, input, newId(), credentials, grants));
    const username = `${input.usernameLocal}@${input.domain}`;
    expect((await eventsOf(id)).map(({ action }) => action)).not.toContain("user.passwordVoided");
    expect(codeOf(await tryOf({ username }))).toBe("ok");
  });

  test("is what an import gives together with the rights", async () => {
    const group = await groupOf(SETTINGS);
    await groupOf(["audit.read"], byCompany("Ruled"));
    const text = `First name,Last name,Access email,Company,Password\nAda,Adams,ada@x.example,Ruled,${PASSWORD}`;
    const matching = ["firstName", "lastName", "accessEmail", "company", "password"] as const;
    const found = await prepareRun(admin, text, { matching: [...matching] });
    const grants = { ...OWN_ACCOUNT_ONLY, groups: [group.id] };
    const { planVersion } = found;
    const choices = { ...NO_CHOICES, grants };
    unwrap(await commitImport(admin, found.id, { planVersion, onError: "refuse", choices }));
    await hashPasswords(jobOf(admin, found.id));
    await carryOutImport(jobOf(admin, found.id));
    expect(await detailsOf(admin, found.id)).toMatchObject({ state: "done" });
    const [ada] = await adminQuery<{ username: string }>("SELECT username FROM users WHERE import_id = $1", [
      found.id,
    ]);
    const username = ada?.username ?? "";
    expect(codeOf(await tryOf({ username }))).toBe("ok");
  });
});

test("without anybody who acts it is the product that made it void", async () => {
  const user = await newcomer();
  const token = await linkOf(user);
  await withOrganization(organization.id, async (tx) => {
    await tx.$executeRaw`SELECT write_held(${organization.id}::uuid, ARRAY[${user.id}]::uuid[], ARRAY['settings.read'])`;
  });
  expect(codeOf(await opening(token))).toBe("notFound");
  expect(await voidings(user)).toMatchObject([{ actor_kind: "system", actor_name: "Rollcall" }]);
});
