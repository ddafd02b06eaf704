import { POST as commitByApi } from "@/app/api/v1/imports/[importId]/commit/route";
import { POST as uploadByApi } from "@/app/api/v1/imports/route";
import { createApiKey } from "@/lib/api-keys/commands";
import { withOrganization } from "@/lib/db";
import type { User } from "@/lib/generated/prisma/client";
import { giveGrants } from "@/lib/grants/commands";
import { createGroup, updateGroup } from "@/lib/groups/commands";
import { changeMembers } from "@/lib/groups/members";
import { newId } from "@/lib/ids";
import { NO_CHOICES } from "@/lib/imports/choices";
import { commitImport, undoImport } from "@/lib/imports/commands/commit";
import { carryOutImport } from "@/lib/imports/jobs/commit";
import { undoImportRows } from "@/lib/imports/jobs/undo";
import { createTypedImport } from "@/lib/imports/typed/commands";
import { typedRows } from "@/lib/imports/typed/input";
import type { Actor } from "@/lib/permissions/actor";
import { OWN_ACCOUNT_ONLY } from "@/lib/permissions/grants";
import type { Grants } from "@/lib/permissions/grants-schema";
import { isGivable, type Permission } from "@/lib/permissions/permissions";
import { type AccessProfile, permissionsOf, ROLE_LABELS, type Role, rightsOf } from "@/lib/permissions/roles";
import { setProperties } from "@/lib/properties/bulk-commands";
import type { Result } from "@/lib/result";
import { changeRoles } from "@/lib/users/bulk-commands";
import { updateUser } from "@/lib/users/commands";
import { findPersonRow } from "@/lib/users/person-row";
import { undoChange } from "@/lib/users/undo/commands";
import { blankUserForm } from "@/lib/users/user-form";
import { addFromForm } from "@/lib/users/user-form-commands";
import { apiRequest, runJobs } from "@/tests/support/api";
import { commitRun, jobOf, prepareRun } from "@/tests/support/import-runs";
import { adminQuery } from "@/tests/support/product-database";
import { inputOf, makeUser, type TestOrganization, unwrap } from "@/tests/support/product-people";
import { makeProperty } from "@/tests/support/properties";
import type { PermissionWay, RoleWay } from "@/tests/support/ways-to-give";

type RoleGiven = { role: Role; accessProfile: AccessProfile | null };

/**
 * Tries a way and answers whom it was to give something; null where there is nobody by it.
 * @param meanwhile what happens before the job carries it out, where there is one
 */
type GivesPermissions = (
  actor: Actor,
  permissions: Permission[],
  meanwhile?: () => Promise<unknown>,
) => Promise<string | null>;
type GivesRole = (
  actor: Actor,
  given: RoleGiven,
  meanwhile?: () => Promise<unknown>,
) => Promise<string | null>;

/** What somebody holds by now, as far as it can be given. */
export async function holdingOf({ id, managing }: TestOrganization, userId: string): Promise<Permission[]> {
  const user = await withOrganization(id, (tx) => findPersonRow(tx, { organizationId: id, id: userId }));
  if (!user) throw new Error("There is no such person.");
  const { role, accessProfile, extra } = rightsOf(user);
  const held = permissionsOf(role, accessProfile, extra);
  return [...held].filter((each) => isGivable(each, managing)).sort();
}

/**
 * Every way to give rights, gone by whomever, each time to somebody new; what it takes beforehand is made by an admin.
 * Permissions are given in one go, so that a way can be tried with all that somebody has, and with one more.
 */
export async function waysOf(organization: TestOrganization, admin: Actor) {
  const single = (permissions: Permission[]): Grants => ({ ...OWN_ACCOUNT_ONLY, permissions });
  const group = remembered(async (permissions: Permission[]) => {
    const input = { name: newId(), description: "", permissions };
    return unwrap(await createGroup(admin, input)).id;
  });
  const source = remembered(async (permissions: Permission[]) => {
    const { id } = await makeUser(organization);
    unwrap(await giveGrants(admin, { ids: [id] }, single(permissions)));
    return id;
  });
  const mirrorOf = async (permissions: Permission[]) => ({
    ...single(permissions),
    by: "mirror" as const,
    userId: await source(permissions),
    without: [],
  });
  /** A group by rule; what its rule asks for says what it gives. */
  const ruled = (field: string) =>
    remembered(async (permissions: Permission[]) => {
      const value = newId();
      const rule = { match: "all" as const, conditions: [{ field, is: "is" as const, value }] };
      unwrap(await createGroup(admin, { name: newId(), description: "", permissions, rule }));
      return value;
    });
  /** Somebody from whom an admin has taken these, and the change that it was. */
  const takenFrom = remembered(async (permissions: Permission[]) => {
    const { id } = await makeUser(organization);
    unwrap(await giveGrants(admin, { ids: [id] }, single(permissions)));
    return `${id} ${unwrap(await giveGrants(admin, { ids: [id] }, OWN_ACCOUNT_ONLY)).undo}`;
  });
  const { id: propertyId } = await makeProperty(admin);
  const company = ruled("company");
  const property = ruled(`property:${propertyId}`);

  async function typed(
    actor: Actor,
    given: { company?: string; grants?: Grants },
    meanwhile: () => Promise<unknown> = nothing,
  ): Promise<string | null> {
    const id = newId();
    const rows = typedRows.parse({
      id,
      columns: ["firstName", "lastName", "accessEmail", "company"],
      rows: [["Nora", "Newcomer", `t${id}@mail.example`, given.company ?? ""]],
      onError: "refuse",
      setting: "link",
      grants: given.grants,
    });
    const made = await createTypedImport(actor, rows);
    await meanwhile();
    if (made.ok) await carryOutImport(jobOf(actor, id));
    return importedBy(id);
  }

  const mayImport = (actor: Actor) => actor.permissions.has("users.import.prepare");
  const reviews = new Map<Actor, Promise<string>>();
  /** An import of somebody's that waits in its review: one that is refused is good for the next try. */
  const reviewOf = (actor: Actor): Promise<string> => {
    const there = reviews.get(actor);
    if (there) return there;
    const id = prepareRun(actor, newcomer(), { matching: ["firstName", "lastName", "accessEmail"] });
    const made = id.then((found) => found.id);
    reviews.set(actor, made);
    return made;
  };

  /** A new person by an import of the review; what they are given goes by all three ways of choosing in turn. */
  async function imported(
    actor: Actor,
    permissions: Permission[],
    meanwhile: () => Promise<unknown> = nothing,
  ): Promise<string | null> {
    if (!mayImport(actor)) return null;
    turn += 1;
    const groupGrants = async () => ({ ...OWN_ACCOUNT_ONLY, groups: [await group(permissions)] });
    // By a group only those give anything who may take people into one.
    const kinds = [
      async () => single(permissions),
      ...(actor.permissions.has("users.groups.update") ? [groupGrants] : []),
      () => mirrorOf(permissions),
    ];
    const grants = await kinds[turn % kinds.length]?.();
    const id = await reviewOf(actor);
    const choices = { ...NO_CHOICES, grants: grants ?? single(permissions) };
    const pressed = await commitImport(actor, id, { planVersion: 1, onError: "refuse", choices });
    if (!pressed.ok) return null;
    reviews.delete(actor);
    await meanwhile();
    await carryOutImport(jobOf(actor, id));
    return importedBy(id);
  }
  let turn = 0;

  /** A group that gives nothing, with somebody in it. */
  async function bareGroup() {
    const { id: userId } = await makeUser(organization);
    const input = { name: newId(), description: "", permissions: [] };
    const groupId = unwrap(await createGroup(admin, input)).id;
    unwrap(await changeMembers(admin, { ids: [userId] }, { kind: "joinGroup", groupId }));
    return { groupId, userId };
  }
  let bare: Awaited<ReturnType<typeof bareGroup>> | null = null;

  const permissionWays: Record<PermissionWay, GivesPermissions> = {
    add: async (actor, permissions) => {
      const id = newId();
      const form = {
        ...blankUserForm(organization.domain, "user"),
        firstName: "Nora",
        lastName: "Newcomer",
        usernameLocal: `n${id}`,
        accessEmail: `n${id}@mail.example`,
      };
      const saved = await addFromForm(actor, id, form, undefined, single(permissions));
      return saved.ok ? id : null;
    },
    bulkRights: (actor, permissions) =>
      onSomebody(async ({ id }) => giveGrants(actor, { ids: [id] }, single(permissions))),
    mirror: async (actor, permissions) => {
      const grants = await mirrorOf(permissions);
      return onSomebody(async ({ id }) => giveGrants(actor, { ids: [id] }, grants));
    },
    follow: async (actor, permissions) => {
      const grants = { ...(await mirrorOf(permissions)), follow: true };
      return onSomebody(async ({ id }) => giveGrants(actor, { ids: [id] }, grants));
    },
    rows: (actor, permissions, meanwhile) => typed(actor, { grants: single(permissions) }, meanwhile),
    importChoices: imported,
    api: async (actor, permissions, meanwhile) => {
      const key = await keyOf(actor);
      return key.ok ? byApi(key.value.secret, permissions, meanwhile) : null;
    },
    join: async (actor, permissions) => {
      const groupId = await group(permissions);
      return onSomebody(async ({ id }) =>
        changeMembers(actor, { ids: [id] }, { kind: "joinGroup", groupId }),
      );
    },
    groupGives: async (actor, permissions) => {
      bare ??= await bareGroup();
      const { groupId, userId } = bare;
      const changed = await updateGroup(actor, groupId, 1, { name: newId(), description: "", permissions });
      if (changed.ok) bare = null;
      return userId;
    },
    rule: (actor, permissions) => {
      const value = newId();
      const rule = { match: "all" as const, conditions: [{ field: "company", is: "is" as const, value }] };
      return onSomebody(() => createGroup(actor, { name: newId(), description: "", permissions, rule }), {
        company: value,
      });
    },
    ruleMetByForm: async (actor, permissions) => {
      const value = await company(permissions);
      return onSomebody((user) =>
        updateUser(actor, user.id, user.version, inputOf(user, { company: value })),
      );
    },
    ruleMetByProperty: async (actor, permissions) => {
      const value = await property(permissions);
      return onSomebody(({ id }) =>
        setProperties(actor, { ids: [id] }, { kind: "setProperty", propertyId, value }),
      );
    },
    ruleMetByRows: async (actor, permissions) => typed(actor, { company: await company(permissions) }),
    undo: async (actor, permissions) => {
      const taken = await takenFrom(permissions);
      const [id = "", changeId = ""] = taken.split(" ");
      if ((await undoChange(actor, changeId)).ok) takenFrom.forget(permissions);
      return id;
    },
  };

  const roleWays: Record<RoleWay, GivesRole> = {
    edit: (actor, given) =>
      onSomebody((user) => updateUser(actor, user.id, user.version, inputOf(user, given))),
    bulkRole: async (actor, { role, accessProfile }) =>
      accessProfile ? null : onSomebody(({ id }) => changeRoles(actor, { ids: [id] }, role)),
    importRoles: async (actor, { role, accessProfile }) => {
      if (accessProfile || !mayImport(actor)) return null;
      const run = await prepareRun(actor, newcomer(ROLE_LABELS[role]), {
        matching: ["firstName", "lastName", "accessEmail", "role"],
      });
      const pressed = await commitImport(actor, run.id, { planVersion: run.planVersion, onError: "skip" });
      if (!pressed.ok) return null;
      await carryOutImport(jobOf(actor, run.id));
      return importedBy(run.id);
    },
    undoImport: async (actor, { role, accessProfile }, meanwhile = nothing) =>
      accessProfile
        ? null
        : onSomebody(
            async ({ username, accessEmail }) => {
              const run = await prepareRun(
                admin,
                `Username,First name,Last name,Access email,Role\n${username},Una,Upton,${accessEmail},User\n`,
                {
                  mode: "updateOnly",
                  matchKey: "username",
                  matching: ["username", "firstName", "lastName", "accessEmail", "role"],
                },
              );
              await commitRun(admin, run);
              const undone = await undoImport(actor, run.id);
              await meanwhile();
              if (undone.ok) await undoImportRows(jobOf(actor, run.id));
              return undone;
            },
            { role },
          ),
  };

  let spare: User | null = null;
  /** Somebody new, or whoever was spared: a change that was refused has left them as they were. */
  async function onSomebody(
    run: (user: User) => Promise<Result<unknown>>,
    fields?: Parameters<typeof makeUser>[1],
  ): Promise<string> {
    const user: User = (!fields && spare) || (await makeUser(organization, fields));
    spare = null;
    const done = await run(user);
    if (!done.ok && !fields) spare = user;
    return user.id;
  }

  return { permissionWays, roleWays };
}

const nothing = async (): Promise<unknown> => null;

const keys = new Map<Actor, ReturnType<typeof createApiKey>>();
const keyOf = (actor: Actor) => {
  const given = { name: "Nightly", scopes: ["imports.write" as const], expiresInDays: 30 };
  const made = keys.get(actor) ?? createApiKey(actor, given);
  keys.set(actor, made);
  return made;
};

/** A file that a program sends, with rights for everybody in it, as far as it comes. */
async function byApi(
  secret: string,
  permissions: Permission[],
  meanwhile: () => Promise<unknown> = nothing,
): Promise<string | null> {
  const body = new FormData();
  body.set("file", new File([newcomer()], "people.csv"));
  body.set("options", JSON.stringify({ permissions: { individual: permissions } }));
  await adminQuery("DELETE FROM graphile_worker._private_jobs");
  const sent = await uploadByApi(apiRequest("/api/v1/imports", secret, { method: "POST", body }));
  if (sent.status !== 202) return null;
  const { id } = (await sent.json()) as { id: string };
  await runJobs();
  const path = `/api/v1/imports/${id}/commit`;
  const press = { method: "POST", body: JSON.stringify({ planVersion: 1, onError: "skip" }) };
  await commitByApi(apiRequest(path, secret, press), { params: Promise.resolve({ importId: id }) });
  await meanwhile();
  await runJobs();
  return importedBy(id);
}

const newcomer = (role?: string) => {
  const email = `i${newId()}@mail.example`;
  return role
    ? `First name,Last name,Access email,Role\nIda,Imported,${email},${role}\n`
    : `First name,Last name,Access email\nIda,Imported,${email}\n`;
};

/** Whom an import has brought; null for nobody. */
async function importedBy(importId: string): Promise<string | null> {
  const [person] = await adminQuery<{ id: string }>("SELECT id FROM users WHERE import_id = $1", [importId]);
  return person?.id ?? null;
}

/** Makes something once for each set of permissions. */
function remembered(make: (permissions: Permission[]) => Promise<string>) {
  const made = new Map<string, Promise<string>>();
  const read = (permissions: Permission[]): Promise<string> => {
    const key = permissions.join(" ");
    const there = made.get(key) ?? make(permissions);
    made.set(key, there);
    return there;
  };
  return Object.assign(read, { forget: (permissions: Permission[]) => made.delete(permissions.join(" ")) });
}
