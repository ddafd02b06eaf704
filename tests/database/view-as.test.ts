import { expect, test } from "vitest";
import { viewPerson } from "@/lib/users/view-commands";
import {
  codeOf,
  eventsOf,
  makeActor,
  makeOrganization,
  makeUser,
  unwrap,
} from "@/tests/support/product-people";

test("looking on as somebody is an event of theirs, and for whoever could change them alone", async () => {
  const organization = await makeOrganization();
  const admin = await makeActor(organization, "admin");
  const viewer = await makeUser(organization, { role: "viewer" });
  const seen = unwrap(await viewPerson(admin, viewer.id));
  expect(seen.viewing).toEqual({ userId: viewer.id, name: `${viewer.firstName} ${viewer.lastName}` });
  expect(seen.permissions.has("audit.read")).toBe(true);
  expect(seen.permissions.has("users.update")).toBe(false);
  expect((await eventsOf(viewer.id)).map(({ action }) => action)).toEqual(["user.viewedAs"]);

  const manager = await makeActor(organization, "user", "userManagementAdmin");
  const theirs = await makeActor(await makeOrganization(), "admin");
  expect(codeOf(await viewPerson(manager, viewer.id))).toBe("forbidden");
  expect(codeOf(await viewPerson(theirs, viewer.id))).toBe("notFound");
  expect(codeOf(await viewPerson(admin, admin.userId))).toBe("invalid");
  expect(codeOf(await viewPerson(admin, (await makeUser(organization)).id))).toBe("invalid");
  expect((await eventsOf(viewer.id)).length).toBe(1);
});
