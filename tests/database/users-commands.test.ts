import { beforeAll, describe, expect, test } from "vitest";
import { newId } from "@/lib/ids";
import type { Actor } from "@/lib/permissions/actor";
import { removeUsers } from "@/lib/users/bulk-commands";
import { createUser, updateUser } from "@/lib/users/commands";
import { findUser } from "@/lib/users/queries";
import { asApplication, snapshot } from "@/tests/support/product-database";
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
let admin: Actor;
beforeAll(async () => {
  organization = await makeOrganization();
  admin = await makeActor(organization, "admin");
});

const invalid = (path: string, message: string) => ({
  ok: false,
  error: { code: "invalid", message: "Some fields need another look.", issues: [{ path, message }] },
});

describe("createUser", () => {
  test("writes every field and one event with them, and the person is pending", async () => {
    const input = inputFor(organization, {
      firstName: "Łukasz",
      lastName: "O’Neil",
      otherEmail: "lukasz@home.example",
      mobilePhone: "+491701234567",
      businessPhone: "+442074559485",
      company: "Acme",
      customerCode: "C-77",
      udid: "U-77",
      role: "billing",
    });
    const { id } = unwrap(await createUser(admin, input));
    const user = await findUser(admin, id);
    const { usernameLocal, domain, ...fields } = input;
    expect(user).toMatchObject({
      ...fields,
      username: `${usernameLocal}@${domain}`,
      status: "pending",
      version: 1,
    });
    expect(await eventsOf(id)).toMatchObject([
      {
        action: "user.created",
        actor_kind: "user",
        actor_user_id: admin.userId,
        actor_name: admin.name,
        subject_name: user?.username,
        changes: { after: { ...fields, username: user?.username } },
      },
    ]);
  });

  test("refuses a domain that is not the organization's, even if it is another's", async () => {
    const other = await makeOrganization();
    for (const domain of [other.domain, "nowhere.example", ""]) {
      expect(await createUser(admin, inputFor(organization, { domain }))).toEqual(
        invalid("domain", `${domain} is not a domain of this organization.`),
      );
    }
  });

  test("says who has a username or a customer code already", async () => {
    const name = { firstName: "Maria", lastName: "Miller" };
    await createUser(admin, inputFor(organization, { ...name, usernameLocal: "maria", customerCode: "C-1" }));
    expect(await createUser(admin, inputFor(organization, { usernameLocal: "maria" }))).toEqual(
      invalid("usernameLocal", "Maria Miller has this username already."),
    );
    expect(await createUser(admin, inputFor(organization, { customerCode: "C-1" }))).toEqual(
      invalid("customerCode", "Maria Miller has this customer code already."),
    );
  });

  test("lets two organizations have the same username and code in their own domains", async () => {
    const other = await makeOrganization();
    const keys = { usernameLocal: "same", customerCode: "C-2" };
    expect(codeOf(await createUser(admin, inputFor(organization, keys)))).toBe("ok");
    expect(codeOf(await createUser(await makeActor(other, "admin"), inputFor(other, keys)))).toBe("ok");
  });

  test("gives a removed person's username and code to somebody else", async () => {
    const keys = { usernameLocal: "gone", customerCode: "C-3" };
    const { id } = unwrap(await createUser(admin, inputFor(organization, keys)));
    unwrap(await removeUsers(admin, { ids: [id] }));
    expect(codeOf(await createUser(admin, inputFor(organization, keys)))).toBe("ok");
  });

  test("lets one of 20 at the same moment have a username", async () => {
    const same = { usernameLocal: "race", firstName: "First" };
    const results = await Promise.all(
      Array.from({ length: 20 }, () => createUser(admin, inputFor(organization, same))),
    );
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    for (const result of results.filter(({ ok }) => !ok)) {
      expect(result).toEqual(invalid("usernameLocal", "First Nobel has this username already."));
    }
  });

  test("lets one of 20 at the same moment have a customer code", async () => {
    const same = { customerCode: "race", firstName: "First" };
    const results = await Promise.all(
      Array.from({ length: 20 }, () => createUser(admin, inputFor(organization, same))),
    );
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    for (const result of results.filter(({ ok }) => !ok)) {
      expect(result).toEqual(invalid("customerCode", "First Nobel has this customer code already."));
    }
  });

  test("says who has a username that an import writes at the same moment", async () => {
    const input = inputFor(organization);
    const username = `${input.usernameLocal}@${input.domain}`;
    const answer = await asApplication(organization.id, async (client) => {
      await client.query(
        `INSERT INTO users (organization_id, id, first_name, last_name, username, domain_id, access_email)
         VALUES ($1, $2, 'Ina', 'Import', $3, $4, $3)`,
        [organization.id, newId(), username, organization.domainId],
      );
      const creation = createUser(admin, input);
      await new Promise((resolve) => setTimeout(resolve, 100));
      await client.query("COMMIT");
      return creation;
    });
    expect(answer).toEqual(invalid("usernameLocal", "Ina Import has this username already."));
  });

  test("adds a person once, however often and at once the same request arrives", async () => {
    const [id, input] = [newId(), inputFor(organization)];
    const results = await Promise.all(Array.from({ length: 20 }, () => createUser(admin, input, id)));
    expect(results).toEqual(Array.from({ length: 20 }, () => ({ ok: true, value: { id } })));
    expect(await createUser(admin, input, id)).toEqual({ ok: true, value: { id } });
    expect(await eventsOf(id)).toHaveLength(1);
    expect(codeOf(await createUser(admin, { ...input, company: "Another" }, id))).toBe("conflict");
  });
});

describe("updateUser", () => {
  test("writes what changed, one event with it and the next version", async () => {
    const user = await makeUser(organization, { company: "Before" });
    const input = inputOf(user, { company: "After", mobilePhone: "+491701234567" });
    unwrap(await updateUser(admin, user.id, 1, input));
    expect(await readUser(user.id)).toMatchObject({
      company: "After",
      mobile_phone: "+491701234567",
      version: 2,
    });
    expect(await eventsOf(user.id)).toMatchObject([
      {
        action: "user.updated",
        changes: {
          before: { company: "Before", mobilePhone: null },
          after: { company: "After", mobilePhone: "+491701234567" },
        },
      },
    ]);
  });

  test("calls a change of role by its name", async () => {
    const user = await makeUser(organization);
    unwrap(await updateUser(admin, user.id, 1, inputOf(user, { role: "viewer" })));
    expect(await eventsOf(user.id)).toMatchObject([
      { action: "user.roleChanged", changes: { before: { role: "user" }, after: { role: "viewer" } } },
    ]);
  });

  test("writes nothing where nothing changed", async () => {
    const user = await makeUser(organization);
    const before = await snapshot();
    expect(codeOf(await updateUser(admin, user.id, 1, inputOf(user)))).toBe("ok");
    expect(await snapshot()).toEqual(before);
  });

  test("writes nothing over somebody else's edit", async () => {
    const user = await makeUser(organization);
    unwrap(await updateUser(admin, user.id, 1, inputOf(user, { company: "First" })));
    const before = await snapshot();
    for (const version of [1, 3, 0, -1, 1.5]) {
      expect(await updateUser(admin, user.id, version, inputOf(user, { company: "Second" }))).toEqual({
        ok: false,
        error: {
          code: "conflict",
          message: "Somebody else has edited this person meanwhile. Load the page again.",
        },
      });
    }
    expect(await snapshot()).toEqual(before);
  });

  test("lets one of 10 editors of the same version win", async () => {
    const user = await makeUser(organization);
    const results = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        updateUser(admin, user.id, 1, inputOf(user, { company: `Company ${index}` })),
      ),
    );
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    expect(new Set(results.map(codeOf))).toEqual(new Set(["ok", "conflict"]));
    expect(await readUser(user.id)).toMatchObject({ version: 2 });
    expect(await eventsOf(user.id)).toHaveLength(1);
  });

  test("refuses taken keys and foreign domains, and lets a person keep their own", async () => {
    const taken = await makeUser(organization, { customerCode: "U-1" });
    const user = await makeUser(organization, { customerCode: "U-2" });
    const local = taken.username.slice(0, taken.username.indexOf("@"));
    const before = await snapshot();
    const edit = (fields: Parameters<typeof inputOf>[1]) =>
      updateUser(admin, user.id, 1, inputOf(user, fields));
    expect(await edit({ usernameLocal: local })).toMatchObject({
      error: { issues: [{ path: "usernameLocal" }] },
    });
    expect(await edit({ customerCode: "U-1" })).toMatchObject({
      error: { issues: [{ path: "customerCode" }] },
    });
    expect(await edit({ domain: "nowhere.example" })).toMatchObject({
      error: { issues: [{ path: "domain" }] },
    });
    expect(await snapshot()).toEqual(before);
    expect(codeOf(await edit({ lastName: "Changed" }))).toBe("ok");
  });

  test("answers 10 who want the same new customer code clearly", async () => {
    const users = await Promise.all(Array.from({ length: 10 }, () => makeUser(organization)));
    const results = await Promise.all(
      users.map((user) => updateUser(admin, user.id, 1, inputOf(user, { customerCode: "wanted" }))),
    );
    expect(results.map(codeOf).toSorted()).toEqual([...Array.from({ length: 9 }, () => "invalid"), "ok"]);
  });

  test("does not find the removed", async () => {
    const user = await makeUser(organization, { removedAt: new Date() });
    expect(codeOf(await updateUser(admin, user.id, 1, inputOf(user, { company: "X" })))).toBe("notFound");
  });
});
