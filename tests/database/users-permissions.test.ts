import { beforeAll, describe, expect, test } from "vitest";
import { issueInvitation } from "@/lib/credentials/invitations";
import type { User } from "@/lib/generated/prisma/client";
import { newId } from "@/lib/ids";
import type { Actor } from "@/lib/permissions/actor";
import { ACCESS_PROFILES, ROLES, type Role } from "@/lib/permissions/roles";
import type { Result } from "@/lib/result";
import {
  changeRoles,
  planUsers,
  reactivateUsers,
  removeUsers,
  restoreUsers,
  suspendUsers,
} from "@/lib/users/bulk-commands";
import { createUser, updateUser } from "@/lib/users/commands";
import { recordExport } from "@/lib/users/export-commands";
import { countMatching, findUser, listUsers } from "@/lib/users/queries";
import { blankUserForm, userFormOf } from "@/lib/users/user-form";
import { addFromForm, editFromForm } from "@/lib/users/user-form-commands";
import { snapshot } from "@/tests/support/product-database";
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

let organization: TestOrganization;
let other: TestOrganization;
beforeAll(async () => {
  organization = await makeOrganization();
  other = await makeOrganization();
  await makeUser(organization, { role: "admin" });
});

type Command = (actor: Actor, user: User) => Promise<Result<unknown>>;

/** Every command on people, each so that it changes something if it is let. */
const COMMANDS: Record<string, Command> = {
  createUser: (actor) => createUser(actor, inputFor(organization)),
  updateUser: (actor, user) =>
    updateUser(actor, user.id, user.version, inputOf(user, { company: "Somewhere else" })),
  addFromForm: (actor) => {
    const local = newId();
    const names = { firstName: "Nora", lastName: "Nobel", usernameLocal: local };
    const form = { ...blankUserForm(organization.domain, "user"), ...names };
    return addFromForm(actor, newId(), { ...form, accessEmail: `${local}@mail.example` });
  },
  // The version that updateUser has made.
  editFromForm: (actor, user) =>
    editFromForm(actor, user.id, user.version + 1, { ...userFormOf(user), company: "Nowhere" }),
  suspendUsers: (actor, { id }) => suspendUsers(actor, { ids: [id] }),
  reactivateUsers: (actor, { id }) => reactivateUsers(actor, { ids: [id] }),
  removeUsers: (actor, { id }) => removeUsers(actor, { ids: [id] }),
  restoreUsers: (actor, { id }) => restoreUsers(actor, { ids: [id] }),
  changeRoles: (actor, { id }) => changeRoles(actor, { ids: [id] }, "user"),
  planUsers: (actor, { id }) => planUsers(actor, { ids: [id] }, { kind: "remove" }),
  issueInvitation: async (actor) =>
    issueInvitation(actor, (await makeUser(organization, { activatedAt: null })).id),
};

const profiles = [null, ...ACCESS_PROFILES];
const everyone = ROLES.flatMap((role) => profiles.map((profile) => [role, profile] as const));

// [S1] and [S3]: admins and the profile “User Management Admin” change people, and nobody else does.
const mayWrite = everyone.filter(([role, profile]) => role === "admin" || profile === "userManagementAdmin");
const mayNotWrite = everyone.filter((each) => !mayWrite.includes(each));

test("half of the kinds of people may change others", () => {
  expect(mayNotWrite).toHaveLength(6);
  expect(mayWrite).toHaveLength(6);
});

describe("nothing is written by the command of", () => {
  test.each(mayNotWrite)("%s with the profile %s", async (role, profile) => {
    const actor = await makeActor(organization, role, profile);
    const user = await makeUser(organization);
    const pending = await makeUser(organization, { activatedAt: null });
    const before = await snapshot();
    for (const [name, command] of Object.entries(COMMANDS)) {
      if (name !== "issueInvitation")
        expect([name, codeOf(await command(actor, user))]).toEqual([name, "forbidden"]);
    }
    expect(codeOf(await issueInvitation(actor, pending.id))).toBe("forbidden");
    expect(codeOf(await updateUser(actor, newId(), 1, inputOf(user)))).toBe("forbidden");
    expect(await snapshot()).toEqual(before);
  });
});

describe("the commands are carried out for", () => {
  test.each(mayWrite)("%s with the profile %s", async (role, profile) => {
    const actor = await makeActor(organization, role, profile);
    const user = await makeUser(organization);
    for (const [name, command] of Object.entries(COMMANDS)) {
      expect([name, codeOf(await command(actor, user))]).toEqual([name, "ok"]);
    }
  });
});

describe("reading", () => {
  const query = {
    search: "",
    status: null,
    role: null,
    importId: null,
    groupId: null,
    sort: "name",
    descending: false,
    after: null,
    before: null,
  } as const;
  const mayRead = everyone.filter(
    ([role, profile]) => role === "admin" || role === "viewer" || profile !== null,
  );
  const mayExport = everyone.filter(
    ([role, profile]) => role === "admin" || role === "viewer" || profile === "userManagementAdmin",
  );

  test.each(everyone)("is for those who may: %s with the profile %s", async (...each) => {
    const actor = await makeActor(organization, ...each);
    const isIn = (list: typeof everyone) =>
      list.some(([role, profile]) => role === each[0] && profile === each[1]);
    for (const read of [
      () => listUsers(actor, query),
      () => findUser(actor, actor.userId),
      () => countMatching(actor, query),
    ]) {
      if (isIn(mayRead)) await expect(read()).resolves.toBeTruthy();
      else await expect(read()).rejects.toThrow("users.read");
    }
    expect(codeOf(await recordExport(actor, query))).toBe(isIn(mayExport) ? "ok" : "forbidden");
  });
});

describe("nobody reaches upwards:", () => {
  // Whoever stands below may not touch these, nor make anybody one of them.
  const ABOVE: [Role, (typeof profiles)[number], Role[]][] = [
    ["user", "userManagementAdmin", ["admin", "viewer", "billing"]],
    ["viewer", "userManagementAdmin", ["admin", "billing"]],
    ["billing", "userManagementAdmin", ["admin", "viewer"]],
    ["admin", null, []],
  ];

  test.each(ABOVE)("%s with the profile %s and %j", async (role, profile, above) => {
    const actor = await makeActor(organization, role, profile);
    for (const theirs of ROLES) {
      const user = await makeUser(organization, { role: theirs });
      const pending = await makeUser(organization, { role: theirs, activatedAt: null });
      const isAbove = above.includes(theirs);
      const before = await snapshot();

      const edit = inputOf(user, { firstName: "Edited" });
      expect(codeOf(await updateUser(actor, user.id, 1, edit))).toBe(isAbove ? "forbidden" : "ok");
      expect(codeOf(await issueInvitation(actor, pending.id))).toBe(isAbove ? "forbidden" : "ok");
      const plan = unwrap(await planUsers(actor, { ids: [user.id] }, { kind: "suspend" }));
      expect(plan).toEqual(isAbove ? { changed: 0, left: 1 } : { changed: 1, left: 0 });
      for (const change of [suspendUsers, reactivateUsers, removeUsers, restoreUsers]) {
        expect(unwrap(await change(actor, { ids: [user.id] }))).toMatchObject(plan);
      }
      if (isAbove) expect(unwrap(await changeRoles(actor, { ids: [user.id] }, "user"))).toEqual(plan);
      if (isAbove) expect(await snapshot()).toEqual(before);
    }
  });

  test.each(ABOVE)("%s with the profile %s does not give %j", async (role, profile, above) => {
    const actor = await makeActor(organization, role, profile);
    const user = await makeUser(organization);
    for (const given of ROLES) {
      const expected = above.includes(given) ? "forbidden" : "ok";
      const before = await snapshot();
      expect(codeOf(await createUser(actor, inputFor(organization, { role: given })))).toBe(expected);
      if (expected === "ok") continue;
      expect(codeOf(await changeRoles(actor, { ids: [user.id] }, given))).toBe(expected);
      expect(codeOf(await updateUser(actor, user.id, 1, inputOf(user, { role: given })))).toBe(expected);
      expect(await snapshot()).toEqual(before);
    }
  });

  test("a profile above counts too", async () => {
    const actor = await makeActor(organization, "user", "userManagementAdmin");
    const lesser = {
      ...actor,
      permissions: new Set([...actor.permissions].filter((each) => each !== "users.import.commit")),
    };
    const user = await makeUser(organization, { accessProfile: "userManagementAdmin" });
    expect(codeOf(await updateUser(lesser, user.id, 1, inputOf(user, { company: "X" })))).toBe("forbidden");
    expect(unwrap(await suspendUsers(lesser, { ids: [user.id] }))).toMatchObject({ changed: 0, left: 1 });
    expect(unwrap(await suspendUsers(actor, { ids: [user.id] }))).toMatchObject({ changed: 1, left: 0 });
  });
});

describe("an access profile", () => {
  test("is given and taken beside the role, with an event, and kept by an edit that says nothing of it", async () => {
    const admin = await makeActor(organization, "admin");
    const accessProfile = "userManagementViewer";
    const { id } = unwrap(await createUser(admin, inputFor(organization, { accessProfile })));
    const profileOf = async () => (await readUser(id))?.access_profile;
    expect(await profileOf()).toBe(accessProfile);
    const user = await findUser(admin, id);
    if (!user) throw new Error("There is no such person.");
    unwrap(await updateUser(admin, id, 1, inputOf(user, { company: "X" })));
    expect(await profileOf()).toBe(accessProfile);
    unwrap(await updateUser(admin, id, 2, inputOf(user, { company: "X", accessProfile: null })));
    expect(await profileOf()).toBeNull();
    const actions = (await eventsOf(id)).map(({ action }) => action);
    expect(actions).toEqual(["user.created", "user.updated", "user.roleChanged"]);
  });

  test("that holds more than one's own rights is given by nobody", async () => {
    const actor = await makeActor(organization, "user", "userManagementAdmin");
    const lesser = { ...actor, permissions: new Set(actor.permissions) };
    lesser.permissions.delete("users.import.commit");
    const user = await makeUser(organization);
    const before = await snapshot();
    const accessProfile = "userManagementAdmin";
    expect(codeOf(await createUser(lesser, inputFor(organization, { accessProfile })))).toBe("forbidden");
    expect(codeOf(await updateUser(lesser, user.id, 1, inputOf(user, { accessProfile })))).toBe("forbidden");
    expect(await snapshot()).toEqual(before);
    unwrap(await updateUser(actor, user.id, 1, inputOf(user, { accessProfile })));
  });
});

test("a person of another organization is not found, and an id that is none neither", async () => {
  const actor = await makeActor(organization, "admin");
  const foreign = await makeUser(other);
  const before = await snapshot();
  for (const id of [foreign.id, newId(), "1", "", `${foreign.id}'--`]) {
    expect(await updateUser(actor, id, 1, inputOf(foreign))).toEqual({
      ok: false,
      error: { code: "notFound", message: "This person does not exist." },
    });
    expect(codeOf(await issueInvitation(actor, id))).toBe("notFound");
    expect(await findUser(actor, id)).toBeNull();
    for (const change of [suspendUsers, reactivateUsers, removeUsers, restoreUsers]) {
      expect(unwrap(await change(actor, { ids: [id] }))).toMatchObject({ changed: 0, left: 0 });
    }
  }
  expect(await snapshot()).toEqual(before);
});
