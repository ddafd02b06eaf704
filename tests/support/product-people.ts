import { hashPassword } from "@/lib/auth/passwords";
import { withOrganization } from "@/lib/db";
import type { User } from "@/lib/generated/prisma/client";
import type { UserUncheckedCreateInput } from "@/lib/generated/prisma/models/User";
import { newId } from "@/lib/ids";
import { type Actor, type ActorOrganization, actorIn, type Person } from "@/lib/permissions/actor";
import { permissionsAmong } from "@/lib/permissions/permissions";
import type { AccessProfile, Role } from "@/lib/permissions/roles";
import type { Result } from "@/lib/result";
import { createOrganization } from "@/lib/setup/organizations";
import type { UserInput } from "@/lib/users/input";
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

/** A user of that organization; active, with the role “user” and without a password unless told otherwise. */
export function makeUser(
  { id: organizationId, domain, domainId }: TestOrganization,
  fields: Partial<UserUncheckedCreateInput> = {},
): Promise<User> {
  users += 1;
  const username = `user${users}@${domain}`;
  return withOrganization(organizationId, (tx) =>
    tx.user.create({
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
    }),
  );
}

/** Writes into a user's row whatever a test wants to find there. */
export async function setUser(user: User, fields: Partial<UserUncheckedCreateInput>): Promise<User> {
  const key = { organizationId: user.organizationId, id: user.id };
  return withOrganization(user.organizationId, (tx) =>
    tx.user.update({ where: { organizationId_id: key }, data: fields }),
  );
}

const hashes = new Map<string, Promise<string>>();

export async function givePassword(user: User, password: string): Promise<void> {
  if (!hashes.has(password)) hashes.set(password, hashPassword(password));
  const hash = (await hashes.get(password)) ?? "";
  const { organizationId, id: userId } = user;
  await withOrganization(organizationId, (tx) =>
    tx.password.create({ data: { organizationId, userId, hash } }),
  );
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

export function personOf(user: User, sessionId: string | null = null): Person {
  return {
    userId: user.id,
    organizationId: user.organizationId,
    sessionId,
    name: `${user.firstName} ${user.lastName}`,
    username: user.username,
    role: user.role as Role,
    accessProfile: user.accessProfile as AccessProfile | null,
    extra: permissionsAmong(user.extraPermissions),
    ip: "192.0.2.1",
  };
}

/** A user at work in an organization: their own one, or one that it manages. */
export function actorOf(user: User, organization: TestOrganization): Actor {
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
