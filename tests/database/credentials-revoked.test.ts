import { beforeAll, describe, expect, test } from "vitest";
import { activate } from "@/lib/credentials/activation";
import { changePassword } from "@/lib/credentials/change-password";
import { issueInvitation, writeInvitation } from "@/lib/credentials/invitations";
import { hashToken, newToken } from "@/lib/credentials/token";
import { withOrganization } from "@/lib/db";
import type { User } from "@/lib/generated/prisma/client";
import { newId } from "@/lib/ids";
import type { Actor } from "@/lib/permissions/actor";
import { changeRoles, removeUsers, restoreUsers } from "@/lib/users/bulk-commands";
import { updateUser } from "@/lib/users/commands";
import type { UserField } from "@/lib/users/fields";
import { commitRun, prepareRun, undoRun } from "@/tests/support/import-runs";
import {
  codeOf,
  eventsOf,
  givePassword,
  inputOf,
  makeActor,
  makeOrganization,
  makeUser,
  personOf,
  readUser,
  type TestOrganization,
  unwrap,
} from "@/tests/support/product-people";

const PASSWORD = "correct horse battery staple";
const HERE = { ip: "192.0.2.1", userAgent: null };

let organization: TestOrganization;
let admin: Actor;
let manager: Actor;
beforeAll(async () => {
  organization = await makeOrganization();
  admin = await makeActor(organization, "admin");
  manager = await makeActor(organization, "user", "userManagementAdmin");
});

async function invite(): Promise<{ user: User; token: string }> {
  const user = await makeUser(organization, { activatedAt: null });
  const { token } = unwrap(await issueInvitation(manager, user.id));
  return { user, token };
}

const actionsOf = async ({ id }: { id: string }) => (await eventsOf(id)).map(({ action }) => action);

describe("a link that somebody keeps is void as soon as the person", () => {
  async function expectVoid({ user, token }: { user: User; token: string }): Promise<void> {
    expect(codeOf(await activate(token, PASSWORD, HERE))).toBe("notFound");
    expect((await actionsOf(user)).filter((action) => action === "credential.revoked")).toHaveLength(1);
    expect(await readUser(user.id)).toMatchObject({ credential_expires_at: null, activated_at: null });
    const { token: next } = unwrap(await issueInvitation(admin, user.id));
    expect(codeOf(await activate(next, PASSWORD, HERE))).toBe("ok");
  }

  test("gets another access email", async () => {
    const invited = await invite();
    const { user } = invited;
    const input = inputOf(user, { accessEmail: "corrected@mail.example" });
    unwrap(await updateUser(admin, user.id, user.version, input));
    await expectVoid(invited);
  });

  test("gets another role with others", async () => {
    const invited = await invite();
    const bystander = await invite();
    unwrap(await changeRoles(admin, { ids: [invited.user.id] }, "admin"));
    await expectVoid(invited);
    expect(codeOf(await activate(bystander.token, PASSWORD, HERE))).toBe("ok");
  });

  test("gets another role by a form", async () => {
    const invited = await invite();
    const { user } = invited;
    unwrap(await updateUser(admin, user.id, user.version, inputOf(user, { role: "admin" })));
    await expectVoid(invited);
  });

  test("gets an access profile", async () => {
    const invited = await invite();
    const { user } = invited;
    unwrap(
      await updateUser(
        admin,
        user.id,
        user.version,
        inputOf(user, { accessProfile: "userManagementViewer" }),
      ),
    );
    await expectVoid(invited);
  });

  test("gets another role by an import", async () => {
    const invited = await invite();
    const other = await invite();
    const rows = [
      `Una,Other,${invited.user.username},${invited.user.accessEmail},viewer`,
      `Una,Other,${other.user.username},${other.user.accessEmail},user`,
    ];
    const text = `First name,Last name,Username,Access email,Role\n${rows.join("\n")}\n`;
    const run = await prepareRun(admin, text, {
      matching: ["firstName", "lastName", "username", "accessEmail", "role"],
      mode: "updateOnly",
    });
    await commitRun(admin, run);
    await expectVoid(invited);
    expect(codeOf(await activate(other.token, PASSWORD, HERE))).toBe("ok");
  });

  test("gets another access email by an import", async () => {
    const invited = await invite();
    const text = `Username,Access email\n${invited.user.username},mended@mail.example\n`;
    const matching: UserField[] = ["username", "accessEmail"];
    await commitRun(admin, await prepareRun(admin, text, { matching, mode: "updateOnly" }));
    expect(await readUser(invited.user.id)).toMatchObject({ access_email: "mended@mail.example" });
    await expectVoid(invited);
  });

  test("gets the former role back by an undo", async () => {
    const user = await makeUser(organization, { activatedAt: null, role: "viewer" });
    const text = `Username,Role\n${user.username},user\n`;
    const run = await prepareRun(admin, text, { matching: ["username", "role"], mode: "updateOnly" });
    await commitRun(admin, run);
    const { token } = unwrap(await issueInvitation(manager, user.id));
    await undoRun(admin, run.id);
    expect(await readUser(user.id)).toMatchObject({ role: "viewer" });
    await expectVoid({ user, token });
  });

  test("is removed, and stays so when that is taken back", async () => {
    const invited = await invite();
    unwrap(await removeUsers(admin, { ids: [invited.user.id] }));
    unwrap(await restoreUsers(admin, { ids: [invited.user.id] }));
    await expectVoid(invited);
  });
});

test("an edit that leaves the rights alone leaves the link good", async () => {
  const { user, token } = await invite();
  unwrap(await updateUser(admin, user.id, user.version, inputOf(user, { company: "Umbrella" })));
  expect(codeOf(await activate(token, PASSWORD, HERE))).toBe("ok");
});

test("changing one's own password makes a link void that is open", async () => {
  const user = await makeUser(organization);
  await givePassword(user, PASSWORD);
  const token = await withOrganization(organization.id, (tx) => writeInvitation(tx, admin, user, "reset"));
  const given = { current: PASSWORD, next: "a whole new set of words" };
  unwrap(await changePassword(personOf(user), organization, given));
  expect(codeOf(await activate(token, "the words of whoever kept it", HERE))).toBe("notFound");
  expect(await actionsOf(user)).toEqual(["credential.issued", "user.passwordChanged", "credential.revoked"]);
});

test("a link that is used makes the person's others void", async () => {
  const { user, token } = await invite();
  const other = newToken();
  const expiresAt = new Date(Date.now() + 3_600_000);
  const data = { organizationId: organization.id, id: newId(), userId: user.id, kind: "reset", expiresAt };
  await withOrganization(organization.id, (tx) =>
    tx.credential.create({ data: { ...data, tokenHash: hashToken(other) } }),
  );
  unwrap(await activate(token, PASSWORD, HERE));
  expect(codeOf(await activate(other, "the words of whoever kept it", HERE))).toBe("notFound");
});
