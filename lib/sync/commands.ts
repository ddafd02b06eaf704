import "server-only";
import type { AuditAction } from "@/lib/audit/actions";
import type { Changes } from "@/lib/audit/changes";
import { record } from "@/lib/audit/record";
import { storeActor } from "@/lib/auth/stored-actor";
import { command } from "@/lib/command";
import { sealSecret } from "@/lib/connections/secrets";
import { type Transaction, withOrganization } from "@/lib/db";
import type { Prisma, SyncConnection } from "@/lib/generated/prisma/client";
import { isId, newId } from "@/lib/ids";
import { enqueue } from "@/lib/jobs/queue";
import { refusalOf } from "@/lib/outgoing/fetch";
import type { Actor } from "@/lib/permissions/actor";
import { can, canGive } from "@/lib/permissions/can";
import { fail, forbidden, invalidFields, notFound, ok, type Result } from "@/lib/result";
import { beginRun } from "@/lib/sync/begin";
import { readCertificate } from "@/lib/sync/graph/assertion";
import { addressesOf } from "@/lib/sync/graph/token";
import type { ConnectionInput, Mapping } from "@/lib/sync/input";
import { type Choice, type EntraSettings, type LdapSettings, usualChoice } from "@/lib/sync/kinds";
import { openSource, secretOf } from "@/lib/sync/open";
import { reachLdap } from "@/lib/sync/outgoing";
import { AskLater, type ListedGroup, SourceRefused } from "@/lib/sync/source";

const CONNECTIONS_MAX = 10;
/** As many as one filter of a delta query names. */
const GROUPS_MAX = 50;

/** Keeps where a directory is and how it lets us in. Nothing is read before somebody asks for it. */
export async function createConnection(
  actor: Actor,
  given: ConnectionInput,
): Promise<Result<{ id: string }>> {
  if (!mayConnect(actor)) return forbidden();
  const problem = await problemOf(given);
  if (problem) return problem;
  return command(actor, "connections.update", async (tx) => {
    const { id: organizationId } = actor.organization;
    if ((await tx.syncConnection.count({ where: { organizationId } })) >= CONNECTIONS_MAX)
      return fail("conflict", `There are ${CONNECTIONS_MAX} connections already. Remove one first.`);
    const taken = await nameTaken(tx, organizationId, given.name, null);
    if (taken) return taken;
    const id = newId();
    const { kind, name, secret, ...settings } = given;
    const choice = usualChoice(kind) as unknown as Prisma.InputJsonObject;
    const sealed = sealSecret(secretOf({ organizationId, id }), secret);
    await tx.syncConnection.create({
      data: { organizationId, id, kind, name, settings, secret: sealed, choice, madeBy: storeActor(actor) },
      select: { id: true },
    });
    await tell(tx, actor, "connection.created", { id, name });
    return ok({ id });
  });
}

/** Changes where a directory is or how it lets us in; a blank secret stays as it is. What was read holds if it is the same. */
export async function changeConnection(
  actor: Actor,
  connectionId: string,
  given: ConnectionInput,
): Promise<Result<{ id: string }>> {
  if (!mayConnect(actor)) return forbidden();
  const problem = await problemOf(given);
  if (problem) return problem;
  return command(actor, "connections.update", async (tx) => {
    const found = await findConnection(tx, actor, connectionId);
    if (!found || found.kind !== given.kind) return notFound("connection");
    const { organizationId, id } = found;
    const taken = await nameTaken(tx, organizationId, given.name, id);
    if (taken) return taken;
    const { kind: _, name, secret, ...settings } = given;
    const moved = isElsewhere(found, given);
    // Who knows the secret of one place must not have it sent to another.
    if (moved && secret === "")
      return invalidFields([
        { path: "secret", message: "At another address the secret has to be said again." },
      ]);
    await tx.syncConnection.update({
      where: { organizationId_id: { organizationId, id } },
      data: {
        name,
        settings,
        ...(secret ? { secret: sealSecret(secretOf(found), secret) } : {}),
        ...(moved ? { links: {} } : {}),
        version: { increment: 1 },
      },
      select: { id: true },
    });
    await tell(tx, actor, "connection.updated", { id, name });
    return ok({ id });
  });
}

const isElsewhere = ({ settings }: SyncConnection, given: ConnectionInput): boolean => {
  const before = settings as Record<string, unknown>;
  const places = ["tenant", "client", "cloud", "loginUrl", "graphUrl", "url", "bindDn"];
  return places.some((key) => before[key] !== (given as Record<string, unknown>)[key]);
};

/** Asks the directory for a little of everything that a run needs. */
export async function testConnection(
  actor: Actor,
  connectionId: string,
): Promise<Result<{ people: number | null }>> {
  const found = await readConnection(actor, connectionId);
  if (!found.ok) return found;
  const tried = await trying(found.value, (source) => source.test());
  const noted = await command(actor, "connections.update", async (tx) => {
    await tx.syncConnection.updateMany({
      where: { organizationId: actor.organization.id, id: connectionId },
      data: { testedAt: new Date(), testProblem: tried.ok ? null : tried.error.message },
    });
    return ok(null);
  });
  return noted.ok ? tried : noted;
}

/** The directory's groups whose names begin so. */
export async function findGroups(
  actor: Actor,
  connectionId: string,
  words: string,
): Promise<Result<ListedGroup[]>> {
  const found = await readConnection(actor, connectionId);
  return found.ok ? trying(found.value, (source) => source.findGroups(words)) : found;
}

async function trying<T>(
  connection: SyncConnection,
  work: (source: ReturnType<typeof openSource>) => Promise<T>,
): Promise<Result<T>> {
  let source: ReturnType<typeof openSource> | null = null;
  try {
    source = openSource(connection);
    return ok(await work(source));
  } catch (error) {
    const isTold = error instanceof SourceRefused || error instanceof AskLater;
    return fail(
      "conflict",
      isTold ? error.message : "The directory could not be asked. Look at the addresses and the secret.",
    );
  } finally {
    await source?.close?.();
  }
}

/** Chooses who is taken over, what from where, and how often. */
export function saveChoice(actor: Actor, connectionId: string, choice: Choice): Promise<Result<null>> {
  return changing(actor, connectionId, async (tx, { organizationId, id, choice: before, importedAt }) => {
    const everyMs = choice.everyMinutes * 60_000;
    await tx.syncConnection.update({
      where: { organizationId_id: { organizationId, id } },
      data: {
        choice: choice as unknown as Prisma.InputJsonObject,
        version: { increment: 1 },
        ...(importedAt ? { nextRunAt: new Date(Date.now() + everyMs) } : {}),
      },
      select: { id: true },
    });
    const { fields } = before as unknown as Choice;
    if (JSON.stringify(fields) !== JSON.stringify(choice.fields)) await markAll(tx, { organizationId, id });
    return ok(null);
  });
}

/** Says what a group of the directory means here: who is taken over, a role, a group. */
export function mapGroup(
  actor: Actor,
  { connectionId, sourceId, ...mapping }: Mapping,
): Promise<Result<null>> {
  return changing(actor, connectionId, async (tx, { organizationId, id }) => {
    const { role, groupId, inScope, name } = mapping;
    if (role && !canGive(actor, role)) return forbidden();
    if (
      groupId &&
      !(
        isId(groupId) &&
        (await tx.group.findUnique({ where: { organizationId_id: { organizationId, id: groupId } } }))
      )
    )
      return notFound("group");
    const where = { organizationId, connectionId: id };
    const others = await tx.syncGroup.count({ where: { ...where, sourceId: { not: sourceId } } });
    if (others >= GROUPS_MAX) return fail("conflict", `At most ${GROUPS_MAX} groups. Take one off first.`);
    await tx.syncGroup.upsert({
      where: { organizationId_connectionId_sourceId: { ...where, sourceId } },
      create: { ...where, sourceId, name, role, groupId, inScope },
      update: { role, groupId, inScope, isGone: false },
      select: { sourceId: true },
    });
    await markAll(tx, { organizationId, id });
    return ok(null);
  });
}

/** Takes a group of the directory off the list. Whoever came by it leaves with the next run. */
export function unmapGroup(actor: Actor, connectionId: string, sourceId: string): Promise<Result<null>> {
  return changing(actor, connectionId, async (tx, { organizationId, id }) => {
    await tx.syncGroup.deleteMany({ where: { organizationId, connectionId: id, sourceId } });
    await tx.syncMember.deleteMany({ where: { organizationId, connectionId: id, groupId: sourceId } });
    await markAll(tx, { organizationId, id });
    return ok(null);
  });
}

/** Begins a run now: the first one ends in the review of an import. From now on it acts with the rights of whoever asks. */
export function startRun(
  actor: Actor,
  connectionId: string,
  full: boolean,
): Promise<Result<{ runId: string }>> {
  return command(actor, "connections.update", async (tx) => {
    const found = await findConnection(tx, actor, connectionId);
    if (!found) return notFound("connection");
    if (!mayConnect(actor)) return forbidden();
    if (found.pausedBecause) return fail("conflict", "The connection is paused. Let it go on first.");
    const runId = await beginRun(tx, found, { by: storeActor(actor), at: new Date(), full });
    await tell(tx, actor, "connection.begun", found);
    return ok({ runId });
  });
}

/** Allows that so many people are suspended, no more. */
export function allowLeavers(
  actor: Actor,
  { connectionId, runId, count }: { connectionId: string; runId: string; count: number },
): Promise<Result<null>> {
  return command(actor, "connections.update", async (tx) => {
    const found = await findConnection(tx, actor, connectionId);
    if (!found || !isId(runId)) return notFound("connection");
    if (!can(actor, "users.suspend")) return forbidden();
    const { organizationId, id } = found;
    const allowed = await tx.syncRun.updateMany({
      where: { organizationId, connectionId: id, id: runId, state: "waiting", leaving: count },
      data: { state: "applying", allowed: { count, by: storeActor(actor), at: new Date().toISOString() } },
    });
    if (allowed.count === 0) return fail("conflict", "Something has changed meanwhile. Load the page again.");
    await enqueue(tx, "sync.run", { organizationId, connectionId: id }, id);
    await tell(tx, actor, "connection.allowed", found, { after: { count } });
    return ok(null);
  });
}

/** Stops runs until somebody lets the connection go on; one that is under way ends. */
export function pauseConnection(actor: Actor, connectionId: string): Promise<Result<null>> {
  return command(actor, "connections.update", async (tx) => {
    const found = await findConnection(tx, actor, connectionId);
    if (!found) return notFound("connection");
    const { organizationId, id } = found;
    await tx.syncConnection.update({
      where: { organizationId_id: { organizationId, id } },
      data: { pausedBecause: `Paused by ${actor.name}.` },
      select: { id: true },
    });
    await endRuns(tx, found);
    await tell(tx, actor, "connection.paused", found);
    return ok(null);
  });
}

/** Lets a paused connection go on, from now on with the rights of whoever says so. */
export function resumeConnection(actor: Actor, connectionId: string): Promise<Result<null>> {
  return command(actor, "connections.update", async (tx) => {
    const found = await findConnection(tx, actor, connectionId);
    if (!found) return notFound("connection");
    if (!mayConnect(actor)) return forbidden();
    const { organizationId, id } = found;
    await tx.syncConnection.update({
      where: { organizationId_id: { organizationId, id } },
      data: {
        pausedBecause: null,
        madeBy: storeActor(actor),
        nextRunAt: found.importedAt ? new Date() : null,
      },
      select: { id: true },
    });
    await tell(tx, actor, "connection.resumed", found);
    return ok(null);
  });
}

/** Forgets a directory. Whom it brought stay as they are. */
export function removeConnection(actor: Actor, connectionId: string): Promise<Result<null>> {
  return command(actor, "connections.update", async (tx) => {
    const found = await findConnection(tx, actor, connectionId);
    if (!found) return notFound("connection");
    const { organizationId, id } = found;
    await tx.syncConnection.delete({ where: { organizationId_id: { organizationId, id } } });
    await tell(tx, actor, "connection.removed", found);
    return ok(null);
  });
}

/** What a connection does it does with these rights: whoever lacks one sets none up. */
const mayConnect = (actor: Actor): boolean =>
  can(actor, "connections.update") &&
  (
    [
      "users.import.commit",
      "users.create",
      "users.update",
      "users.role.update",
      "users.suspend",
      "users.groups.update",
    ] as const
  ).every((permission) => can(actor, permission));

const endRuns = (tx: Transaction, { organizationId, id }: SyncConnection) =>
  tx.syncRun.updateMany({
    where: { organizationId, connectionId: id, state: { notIn: ["done", "failed", "superseded"] } },
    data: { state: "superseded", endedAt: new Date() },
  });

const markAll = (tx: Transaction, { organizationId, id }: { organizationId: string; id: string }) =>
  tx.syncPerson.updateMany({
    where: { organizationId, connectionId: id, isDirty: false },
    data: { isDirty: true },
  });

async function problemOf(given: ConnectionInput): Promise<Result<never> | null> {
  if (given.kind === "ldap") {
    const reached = await reachLdap((given satisfies LdapSettings).url);
    if ("url" in reached) return null;
    return invalidFields([{ path: "url", message: "refused" in reached ? reached.refused : reached.failed }]);
  }
  const { login, graph } = addressesOf(given satisfies EntraSettings);
  for (const [path, address] of [
    ["loginUrl", login],
    ["graphUrl", graph],
  ] as const) {
    // Microsoft's own need no look-up: they may be out of reach just now.
    const message = given.cloud === "other" ? await refusalOf(address) : null;
    if (message) return invalidFields([{ path, message }]);
  }
  if (given.proof !== "certificate" || given.secret === "") return null;
  try {
    readCertificate(given.secret);
    return null;
  } catch (error) {
    const message = error instanceof Error ? error.message : "It cannot be read.";
    return invalidFields([{ path: "secret", message }]);
  }
}

async function nameTaken(tx: Transaction, organizationId: string, name: string, own: string | null) {
  const other = await tx.syncConnection.findFirst({
    where: { organizationId, name, ...(own ? { id: { not: own } } : {}) },
  });
  return other ? invalidFields([{ path: "name", message: "Another connection has this name." }]) : null;
}

async function findConnection(
  tx: Transaction,
  { organization }: Actor,
  id: string,
): Promise<SyncConnection | null> {
  return isId(id)
    ? tx.syncConnection.findUnique({ where: { organizationId_id: { organizationId: organization.id, id } } })
    : null;
}

async function readConnection(actor: Actor, connectionId: string): Promise<Result<SyncConnection>> {
  if (!mayConnect(actor)) return forbidden();
  const found = await withOrganization(actor.organization.id, (tx) =>
    findConnection(tx, actor, connectionId),
  );
  return found ? ok(found) : notFound("connection");
}

/** A change of what a connection does, for those who may do all of that. */
const changing = (
  actor: Actor,
  connectionId: string,
  run: (tx: Transaction, found: SyncConnection) => Promise<Result<null>>,
): Promise<Result<null>> =>
  command(actor, "connections.update", async (tx) => {
    const found = await findConnection(tx, actor, connectionId);
    if (!found) return notFound("connection");
    if (!mayConnect(actor)) return forbidden();
    const result = await run(tx, found);
    if (result.ok) await tell(tx, actor, "connection.updated", found);
    return result;
  });

const tell = (
  tx: Transaction,
  actor: Actor,
  action: Extract<AuditAction, `connection.${string}`>,
  { id, name }: { id: string; name: string },
  changes?: Changes,
) => record(tx, actor.organization.id, actor, action, { type: "connection", id, name }, changes);
