import "server-only";
import { changesBetween } from "@/lib/audit/changes";
import { type AuditActor, record } from "@/lib/audit/record";
import { command } from "@/lib/command";
import { giveCredentials, NO_CREDENTIALS } from "@/lib/credentials/give";
import { onePerson, revokeCredentials } from "@/lib/credentials/revoke";
import type { Transaction } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { grantsProblem } from "@/lib/grants/check";
import { eventBeyondRole, giveBeyondRole } from "@/lib/grants/write";
import { lockGroups } from "@/lib/groups/rights";
import { isId, newId } from "@/lib/ids";
import type { Actor } from "@/lib/permissions/actor";
import { can, canGive, lackedBy, type Subject } from "@/lib/permissions/can";
import type { Grants } from "@/lib/permissions/grants-schema";
import {
  ACCESS_PROFILE_LABELS,
  type AccessProfile,
  ROLE_LABELS,
  type Role,
  rightsOf,
  roleOf,
} from "@/lib/permissions/roles";
import { propertiesToWrite, type ToWrite } from "@/lib/properties/given";
import { propertyValuesOf } from "@/lib/properties/types";
import { fail, forbidden, invalidFields, notFound, ok, type Result } from "@/lib/result";
import { giveSeatsIfFree } from "@/lib/services/give-new";
import { NO_SEATS } from "@/lib/services/given";
import { takeExtension } from "@/lib/telephony/assign-commands";
import type { ExtensionChoice } from "@/lib/telephony/input";
import { adminsThere, lockAdmins, lostAdmin } from "@/lib/users/admins";
import { endOfDay, isoDayOf } from "@/lib/users/date";
import type { UserInput } from "@/lib/users/input";
import { findPersonRow, type PersonRow } from "@/lib/users/person-row";
import { changedValues, refusalByRules } from "@/lib/users/rule-gains";
import { againIfTaken } from "@/lib/users/unique-violation";

type User = Prisma.UserGetPayload<object>;

/**
 * Adds one person, pending until they activate the account, and gives them what they do that with. With an id that the caller made beforehand the person is
 * added once, however often the same request arrives.
 */
export function createUser(
  actor: Actor,
  input: UserInput,
  id = newId(),
  credentials = NO_CREDENTIALS,
  grants?: Grants,
  seats = NO_SEATS,
  extension?: ExtensionChoice,
): Promise<Result<{ id: string }>> {
  const { id: organizationId } = actor.organization;
  return againIfTaken(() =>
    command(actor, "users.create", async (tx) => {
      if (extension && !can(actor, "telephony.update")) return forbidden();
      if (grants) await lockGroups(tx, organizationId);
      const problem = grants && (await grantsProblem(tx, actor, grants));
      if (problem) return fail(problem.code, problem.message);
      const refusal = refusalToGive(actor, input.role, input.accessProfile ?? null);
      if (refusal) return refusal;
      const earlier = await findEarlier(tx, organizationId, id, input);
      if (earlier) return earlier;
      const beyond = grants ? await eventBeyondRole(tx, organizationId, grants) : {};
      const inserted = await insertUser(tx, organizationId, actor, input, id, {
        beyond,
        lacking: lackedBy(actor),
      });
      if (!inserted.ok) return inserted;
      if (grants) await giveBeyondRole(tx, actor, Prisma.sql`SELECT ${id}::uuid`, grants);
      await giveCredentials(tx, actor, { id, ...columnsOf(input) }, credentials);
      const taken = extension && (await takeExtension(tx, actor, { id, ...columnsOf(input) }, extension));
      if (taken && !taken.ok) return taken;
      const own = Prisma.sql`SELECT ${id}::uuid AS id, 1 AS place`;
      const short = await giveSeatsIfFree(tx, actor, seats, own, 1);
      return short ? { ok: false, error: short } : inserted;
    }),
  );
}

/**
 * Writes a new person and the event that says so, for commands that have asked for the right already.
 * @param more.beyond what the event tells beside the person's own fields
 * @param more.lacking what whoever writes it lacks, to say at its field which rule would give some of that
 */
export async function insertUser(
  tx: Transaction,
  organizationId: string,
  actor: AuditActor,
  input: UserInput,
  id = newId(),
  { beyond = {}, lacking = [] }: { beyond?: Record<string, string>; lacking?: readonly string[] } = {},
): Promise<Result<{ id: string }>> {
  const domain = await findProven(tx, organizationId, input.domain);
  if (!domain) return fieldIssue("domain", `${input.domain} is not a domain of this organization.`);
  const fields = columnsOf(input);
  const own = await propertiesToWrite(tx, organizationId, { id: null, current: null }, input.properties);
  const refusal = bothRefusals(await findTaken(tx, organizationId, null, input), own);
  if (refusal) return refusal;
  if (!own.ok) return own;
  const { values } = own.value;
  const written = {
    userId: null,
    name: nameOf(input),
    fields: { ...fields, accessProfile: input.accessProfile ?? null },
    properties: values,
  };
  const barred = await refusalByRules(tx, organizationId, lacking, written);
  if (barred) return barred;
  await tx.user.create({
    data: { organizationId, id, domainId: domain.id, ...stored(fields), properties: values },
    select: { id: true },
  });
  const subject = { type: "user" as const, id, name: fields.username };
  const after = { ...fields, ...own.value.changes?.after, ...beyond };
  await record(tx, organizationId, actor, "user.created", subject, { after });
  return ok({ id });
}

/**
 * Edits a person. `version` is the one the editor saw: when somebody else has saved meanwhile, nothing is written and
 * the answer says so.
 */
export function updateUser(
  actor: Actor,
  userId: string,
  version: number,
  input: UserInput,
): Promise<Result<{ id: string }>> {
  return againIfTaken(() =>
    command(actor, "users.update", (tx) => saveUser(tx, actor, userId, version, input)),
  );
}

/** The same within a transaction of somebody who has asked for the right to edit people. */
export async function saveUser(
  tx: Transaction,
  actor: Actor,
  userId: string,
  version: number,
  input: UserInput,
): Promise<Result<{ id: string }>> {
  const { id: organizationId } = actor.organization;
  await lockAdmins(tx, organizationId);
  const had = await adminsThere(tx, actor);
  const user = await findLive(tx, organizationId, userId);
  if (!user) return notFound("person");
  if (!can(actor, "users.update", subjectOf(user))) return forbidden();
  // Saving again what has been saved, because its answer was lost, is no conflict.
  if (user.version !== version && (changesTo(user, columnsOf(input)) || changesProperties(user, input)))
    return fail("conflict", "Somebody else has edited this person meanwhile. Load the page again.");
  const { accessProfile = roleOf(user).accessProfile } = input;
  if (input.role !== user.role || accessProfile !== user.accessProfile) {
    if (!can(actor, "users.role.update", subjectOf(user))) return forbidden();
    const refusal = refusalToGive(actor, input.role, accessProfile);
    if (refusal) return refusal;
  }
  const domain = await findProven(tx, organizationId, input.domain);
  if (!domain) return fieldIssue("domain", `${input.domain} is not a domain of this organization.`);
  const fields = columnsOf(input);
  const current = propertyValuesOf(user.properties);
  const own = await propertiesToWrite(tx, organizationId, { id: userId, current }, input.properties);
  const taken = bothRefusals(await findTaken(tx, organizationId, userId, input), own);
  if (taken) return taken;
  if (!own.ok) return own;
  const changes = together(changesTo(user, fields), own.value.changes);
  if (!changes) return ok({ id: userId });
  const barred = await refusalByRules(tx, organizationId, lackedBy(actor), {
    userId,
    name: nameOf(input),
    fields: changesTo(user, fields)?.after ?? {},
    properties: changedValues(current, own.value.values),
  });
  if (barred) return barred;
  const { accessEndsAt, ...others } = stored(fields);
  const isRole = "role" in changes.after || "accessProfile" in changes.after;
  // A link that has not been used lies in the mailbox of the address before.
  const isLinkVoid = isRole || "accessEmail" in changes.after;
  const isLinkOpen = user.credentialExpiresAt !== null && user.credentialExpiresAt > new Date();
  await tx.user.update({
    where: { organizationId_id: { organizationId, id: userId } },
    data: {
      ...others,
      // A moment that is no day's end stays as it is until somebody says another day.
      ...("accessEndsAt" in changes.after ? { accessEndsAt: accessEndsAt ?? null } : {}),
      ...(isLinkVoid && isLinkOpen ? { credentialExpiresAt: null } : {}),
      domainId: domain.id,
      properties: own.value.values,
      version: { increment: 1 },
      updatedAt: new Date(),
    },
    select: { id: true },
  });
  const getsEnd = changes.after.accessEndsAt && fields.role === "admin";
  const lost = await lostAdmin(tx, actor, had, getsEnd ? "accessEndsAt" : undefined);
  if (lost) return lost;
  const subject = { type: "user" as const, id: userId, name: fields.username };
  const action = isRole ? "user.roleChanged" : "user.updated";
  await record(tx, organizationId, actor, action, subject, changes);
  if (isLinkVoid)
    await revokeCredentials(tx, organizationId, actor, onePerson({ id: userId, username: fields.username }));
  return ok({ id: userId });
}

/** Why an actor may not give a role and a profile; null where they may. */
export function refusalToGive(actor: Actor, role: Role, profile: AccessProfile | null): Result<never> | null {
  const refuse = (path: string, what: string, label: string) =>
    fail("forbidden", `You may not give the ${what} “${label}”.`, [
      { path, message: `This ${what} holds rights that you do not hold.` },
    ]);
  if (!canGive(actor, role)) return refuse("role", "role", ROLE_LABELS[role]);
  if (profile === null || canGive(actor, role, profile)) return null;
  return refuse("accessProfile", "access profile", ACCESS_PROFILE_LABELS[profile]);
}

/** A domain of the organization that usernames may be in; nobody removes it before the transaction's end. */
async function findProven(
  tx: Transaction,
  organizationId: string,
  name: string,
): Promise<{ id: string } | null> {
  const [found] = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM domains WHERE organization_id = ${organizationId}::uuid AND name = ${name}
      AND proven_at IS NOT NULL FOR KEY SHARE`;
  return found ?? null;
}

const fieldIssue = (path: string, message: string) => invalidFields([{ path, message }]);

export function subjectOf(user: {
  organizationId: string;
  role: string;
  accessProfile: string | null;
  extraPermissions: readonly string[];
}): Subject {
  return { organizationId: user.organizationId, ...rightsOf(user) };
}

/** The answer to a request that has been carried out already; null when it has not. */
async function findEarlier(
  tx: Transaction,
  organizationId: string,
  id: string,
  input: UserInput,
): Promise<Result<{ id: string }> | null> {
  await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`user:${organizationId}:${id}`}, 0))::text`;
  const user = await tx.user.findUnique({ where: { organizationId_id: { organizationId, id } } });
  if (!user) return null;
  return changesTo(user, columnsOf(input)) || changesProperties(user, input)
    ? fail("conflict", "This person has been added already. Open their page to change more.")
    : ok({ id });
}

const findLive = async (tx: Transaction, organizationId: string, id: string): Promise<PersonRow | null> =>
  isId(id) ? findPersonRow(tx, { organizationId, id, removedAt: null }) : null;

/** Says which of a person's keys somebody else has. The unique indexes stand behind it, for two at the same moment. */
async function findTaken(
  tx: Transaction,
  organizationId: string,
  userId: string | null,
  input: UserInput,
): Promise<Result<never> | null> {
  const username = `${input.usernameLocal}@${input.domain}`;
  await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`username:${organizationId}:${username}`}, 0))::text`;
  const others = await tx.user.findMany({
    where: {
      organizationId,
      removedAt: null,
      ...(userId ? { id: { not: userId } } : {}),
      OR: [{ username }, ...(input.customerCode ? [{ customerCode: input.customerCode }] : [])],
    },
    select: { username: true, firstName: true, lastName: true },
  });
  if (others.length === 0) return null;
  const issues = others.map((other) =>
    other.username === username
      ? { path: "usernameLocal", message: `${other.firstName} ${other.lastName} has this username already.` }
      : {
          path: "customerCode",
          message: `${other.firstName} ${other.lastName} has this customer code already.`,
        },
  );
  return invalidFields(issues);
}

function changesTo(user: User, fields: ReturnType<typeof columnsOf>) {
  const { accessEndsAt: endsAt, ...rest } = user;
  const plain = { ...rest, accessEndsAt: endsAt && isoDayOf(endsAt) };
  const before = Object.keys(fields).map((key) => [key, plain[key as keyof typeof fields]]);
  return changesBetween(Object.fromEntries(before), fields);
}

/** Whether somebody has other values than these; those of a new person are as they were read before. */
function changesProperties(user: User, { properties = {} }: UserInput): boolean {
  const current = propertyValuesOf(user.properties);
  return Object.entries(properties).some(([id, value]) => (current[id] ?? "") !== (value ?? ""));
}

/** What is wrong with keys and with properties, said at once. */
function bothRefusals(taken: Result<never> | null, own: Result<unknown>): Result<never> | null {
  if (taken === null || taken.ok || own.ok) return taken;
  return invalidFields([...(taken.error.issues ?? []), ...(own.error.issues ?? [])]);
}

function together(one: ReturnType<typeof changesTo>, other: ToWrite["changes"]) {
  if (!one || !other) return one ?? (other as ReturnType<typeof changesTo>);
  return { before: { ...one.before, ...other.before }, after: { ...one.after, ...other.after } };
}

function columnsOf({ usernameLocal, domain, ...given }: UserInput) {
  const { properties: _, ...fields } = given;
  return { ...fields, username: `${usernameLocal}@${domain}` };
}

/** The same as the columns take it: a day is kept as its last moment. */
function stored({
  accessEndsAt,
  ...fields
}: Fields): Omit<Fields, "accessEndsAt"> & { accessEndsAt?: Date | null } {
  return accessEndsAt === undefined
    ? fields
    : { ...fields, accessEndsAt: accessEndsAt === null ? null : endOfDay(accessEndsAt) };
}

type Fields = ReturnType<typeof columnsOf>;

const nameOf = ({ firstName, lastName }: UserInput) => `${firstName} ${lastName}`;
