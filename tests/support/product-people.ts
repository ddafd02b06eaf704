import { hashPassword } from "@/lib/auth/passwords";
import { type Transaction, withOrganization } from "@/lib/db";
import type { User } from "@/lib/generated/prisma/client";
import type { UserUncheckedCreateInput } from "@/lib/generated/prisma/models/User";
import { newId } from "@/lib/ids";
import { type Actor, type ActorOrganization, actorIn, type Person } from "@/lib/permissions/actor";
import { permissionsAmong } from "@/lib/permissions/permissions";
import type { AccessProfile, Role } from "@/lib/permissions/roles";
import type { Result } from "@/lib/result";
import { createOrganization } from "@/lib/setup/organizations";
import type { UserInput } from "@/lib/users/input";
import { findPersonRow, type PersonRow } from "@/lib/users/person-row";
import { adminQuery, ownerClient } from "@/tests/support/product-database";

export type TestOrganization = ActorOrganization & { domain: string; domainId: string };

let organizations = 0;
let users = 0;

export async function makeOrganization(
  given: { managing?: boolean; managedBy?: string } = {},
): Promise<TestOrganization> {
  organizations += 1;
  const slug = `organization-${organizations}`;
  const { managing = false, managedBy = null } = given;
  const fields = {
    name: `Organization ${organizations}`,
    slug,
    domain: `${slug}.example`,
    managing,
    managedBy,
  };
  const { id } = unwrap(await ownerClient().$transaction((tx) => createOrganization(tx, fields)));
  const domains = await withOrganization(id, (tx) => tx.domain.findMany());
  return { ...fields, id, domainId: domains[0]?.id ?? "" };
}

export type UserFields = Partial<UserUncheckedCreateInput> & { extraPermissions?: readonly string[] };

/** A user of that organization; active, with the role “user” and without a password unless told otherwise. */
export function makeUser(
  { id: organizationId, domain, domainId }: TestOrganization,
  { extraPermissions = [], ...fields }: UserFields = {},
): Promise<PersonRow> {
  users += 1;
  const username = `user${users}@${domain}`;
  return withOrganization(organizationId, async (tx) => {
    const user = await tx.user.create({
      data: {
        organizationId,
        domainId,
        id: newId(),
        firstName: "Una",
        lastName: `Upton ${users}`,
        username,
        accessEmail: username,
        activatedAt: new Date(),
        ...fields,
      },
    });
    await hold(tx, user, extraPermissions);
    return { ...user, extraPermissions: [...extraPermissions] };
  });
}

/** Writes into a user's row whatever a test wants to find there. */
export async function setUser(
  { organizationId, id }: User,
  { extraPermissions, ...fields }: UserFields,
): Promise<PersonRow> {
  return withOrganization(organizationId, async (tx) => {
    const user = await tx.user.update({ where: { organizationId_id: { organizationId, id } }, data: fields });
    if (extraPermissions) await hold(tx, user, extraPermissions);
    return unwrapRow(await findPersonRow(tx, { organizationId, id }));
  });
}

/** Has somebody hold just these beside role and profile, as if a group gave them. */
async function hold(tx: Transaction, { organizationId, id: userId }: User, permissions: readonly string[]) {
  await tx.heldPermissions.deleteMany({ where: { organizationId, userId } });
  if (permissions.length > 0)
    await tx.heldPermissions.create({ data: { organizationId, userId, permissions: [...permissions] } });
}

function unwrapRow(row: PersonRow | null): PersonRow {
  if (!row) throw new Error("There is no such person.");
  return row;
}

/** What somebody holds beside role and profile, in a statement in which `users` goes by that name. */
export const heldSql = (users: string) =>
  `coalesce((SELECT h.permissions FROM held_permissions h WHERE h.user_id = ${users}.id), '{}')`;

const hashes = new Map<string, Promise<string>>();

export async function givePassword(user: User, password: string): Promise<void> {
  if (!hashes.has(password)) hashes.set(password, hashPassword(password));
  const hash = (await hashes.get(password)) ?? "";
  const { organizationId, id: userId } = user;
  await withOrganization(organizationId, (tx) =>
    tx.password.create({ data: { organizationId, userId, hash } }),
  );
}

/** A live session of somebody. */
export async function makeSession({ organizationId, id: userId }: User): Promise<string> {
  const id = newId();
  const expiresAt = new Date(Date.now() + 3_600_000);
  await withOrganization(organizationId, (tx) =>
    tx.session.create({ data: { organizationId, id, userId, expiresAt } }),
  );
  return id;
}

/** A link to activate the account with, good until then. */
export async function makeLink({ organizationId, id: userId }: User, expiresAt: Date): Promise<string> {
  const id = newId();
  const tokenHash = new TextEncoder().encode(id);
  await withOrganization(organizationId, (tx) =>
    tx.credential.create({
      data: { organizationId, id, userId, kind: "invitation", tokenHash, expiresAt },
    }),
  );
  return id;
}

/** A group without rights of its own. */
export async function makeGroup({ id: organizationId }: TestOrganization): Promise<string> {
  const id = newId();
  await withOrganization(organizationId, (tx) =>
    tx.group.create({ data: { organizationId, id, name: "Front desk" } }),
  );
  return id;
}

export async function joinGroup({ organizationId, id: userId }: User, groupId: string): Promise<void> {
  await withOrganization(organizationId, (tx) =>
    tx.groupMember.create({ data: { organizationId, groupId, userId, addedBy: {} } }),
  );
}

export function personOf(
  user: User & { extraPermissions?: string[] },
  sessionId: string | null = null,
): Person {
  return {
    userId: user.id,
    organizationId: user.organizationId,
    sessionId,
    name: `${user.firstName} ${user.lastName}`,
    username: user.username,
    role: user.role as Role,
    accessProfile: user.accessProfile as AccessProfile | null,
    extra: permissionsAmong(user.extraPermissions ?? []),
    ip: "192.0.2.1",
  };
}

/** A user at work in an organization: their own one, or one that it manages. */
export function actorOf(user: User & { extraPermissions?: string[] }, organization: TestOrganization): Actor {
  const actor = actorIn(personOf(user), organization);
  if (!actor) throw new Error(`${user.username} has nothing to do in ${organization.slug}.`);
  return actor;
}

/** A new organization and an admin at work in it. */
export async function makeHome(): Promise<{ organization: TestOrganization; admin: Actor }> {
  const organization = await makeOrganization();
  return { organization, admin: await makeActor(organization, "admin") };
}

/** An actor with a new account of that role in the organization. */
export async function makeActor(
  organization: TestOrganization,
  role: Role,
  accessProfile: AccessProfile | null = null,
): Promise<Actor> {
  return actorOf(await makeUser(organization, { role, accessProfile }), organization);
}

/** What a form would send for a person of that organization. */
export function inputFor(organization: TestOrganization, fields: Partial<UserInput> = {}): UserInput {
  users += 1;
  return {
    firstName: "Nora",
    lastName: "Nobel",
    usernameLocal: `nora${users}`,
    domain: organization.domain,
    accessEmail: `nora${users}@mail.example`,
    otherEmail: null,
    mobilePhone: null,
    businessPhone: null,
    company: null,
    customerCode: null,
    udid: null,
    role: "user",
    ...fields,
  };
}

/** What a form would send to leave a person as they are, but for the given fields. */
export function inputOf(user: User, fields: Partial<UserInput> = {}): UserInput {
  const [usernameLocal = "", domain = ""] = user.username.split("@");
  const { firstName, lastName, accessEmail, otherEmail, mobilePhone, businessPhone } = user;
  const { company, customerCode, udid } = user;
  const names = { firstName, lastName, usernameLocal, domain, accessEmail, otherEmail };
  const rest = { mobilePhone, businessPhone, company, customerCode, udid, role: user.role as Role };
  return { ...names, ...rest, ...fields };
}

export async function readUser(id: string): Promise<Record<string, unknown> | undefined> {
  const [row] = await adminQuery("SELECT * FROM users WHERE id = $1", [id]);
  return row;
}

export type Event = {
  organization_id: string;
  action: string;
  actor_kind: string;
  actor_organization_id: string | null;
  actor_user_id: string | null;
  actor_name: string;
  subject_id: string | null;
  subject_name: string;
  changes: unknown;
};

/** The events about one person or thing, oldest first. */
export const eventsOf = (subjectId: string) =>
  adminQuery<Event>("SELECT * FROM audit_events WHERE subject_id = $1 ORDER BY id", [subjectId]);

export function unwrap<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
}

export const codeOf = (result: Result<unknown>): string => (result.ok ? "ok" : result.error.code);
