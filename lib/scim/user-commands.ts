import "server-only";
import { isDeepStrictEqual } from "node:util";
import { command } from "@/lib/command";
import { giveCredentials } from "@/lib/credentials/give";
import type { Transaction } from "@/lib/db";
import { isId, newId } from "@/lib/ids";
import { organizationSettings } from "@/lib/organizations/queries";
import { can, lackedBy } from "@/lib/permissions/can";
import { ok, type Result } from "@/lib/result";
import { refusalOf } from "@/lib/scim/answer";
import type { Resource } from "@/lib/scim/attribute";
import { writeBeside } from "@/lib/scim/beside";
import type { Context } from "@/lib/scim/context";
import { isMatch } from "@/lib/scim/etag";
import { Refusal } from "@/lib/scim/refusal";
import { readUser } from "@/lib/scim/user-input";
import { userResource } from "@/lib/scim/user-resource";
import { findUserRow } from "@/lib/scim/user-rows";
import { lockAdmins } from "@/lib/users/admins";
import { changeChosen } from "@/lib/users/bulk-commands";
import { insertUser, refusalToGive, saveUser } from "@/lib/users/commands";
import { againIfTaken } from "@/lib/users/unique-violation";

const NOT_KEPT = { keep: null };

/** Adds a person as a connection sent them. @throws Refusal */
export function createScimUser(context: Context, body: Resource): Promise<Resource> {
  const { connection, organizationId } = context;
  const { actor } = connection;
  const run = async (tx: Transaction) => {
    const settings = await organizationSettings(tx, organizationId);
    const { input, active, externalId, kept } = readUser(body, null, settings, connection.writesRoles);
    throwIfRefused(refusalToGive(actor, input.role, null));
    const id = newId();
    const inserted = await insertUser(tx, organizationId, actor, input, id, { lacking: lackedBy(actor) });
    if (!inserted.ok) return inserted;
    if (connection.sendsInvitations) {
      if (!can(actor, "users.credentials.issue")) throw notAllowed();
      const username = `${input.usernameLocal}@${input.domain}`;
      const link = { setting: "linkSent" as const, ways: ["email" as const], chosen: null };
      await giveCredentials(tx, actor, { id, username, ...input }, link);
    }
    await writeBeside(tx, context, { id, kept, externalId }, null);
    if (active === false) await setActive(tx, context, id, false);
    return ok(await readBack(tx, context, id));
  };
  return carriedOut(() => againIfTaken(() => command(actor, "users.create", run)));
}

/** What a person becomes, told from what they are. */
export type Become = (current: Resource) => Resource;

/**
 * Changes a person in one transaction: all of it, or nothing.
 * @param ifMatch the versions that the change is for; null for any
 * @throws Refusal 404 where there is no such person, 412 where they have another version
 */
export function changeScimUser(
  context: Context,
  id: string,
  become: Become,
  ifMatch: string | null,
): Promise<Resource> {
  const { actor } = context.connection;
  const run = (tx: Transaction) => changeWithin(tx, context, id, become, ifMatch);
  return carriedOut(() => againIfTaken(() => againIfChanged(() => command(actor, "users.read", run))));
}

async function changeWithin(
  tx: Transaction,
  context: Context,
  id: string,
  become: Become,
  ifMatch: string | null,
): Promise<Result<Resource>> {
  const { connection, organizationId } = context;
  // Of two connections that write one person at the same moment the second finds what the first one wrote.
  await lockAdmins(tx, organizationId);
  const row = isId(id) ? await findUserRow(tx, organizationId, connection.id, id) : null;
  if (!row) throw absent("User", id);
  const resource = userResource(row, context);
  if (!isMatch(ifMatch, resource)) throw otherVersion();
  const next = become(resource);
  if (isDeepStrictEqual(next, resource)) return ok(resource);
  const { active: isActive, ...others } = resource;
  const { active: becomesActive, ...otherNext } = next;
  if (!isDeepStrictEqual(others, otherNext)) {
    const settings = await organizationSettings(tx, organizationId);
    const { input, externalId, kept } = readUser(next, { row, resource }, settings, connection.writesRoles);
    const saved = await saveUser(tx, connection.actor, id, row.version, input);
    if (!saved.ok) return saved;
    await writeBeside(tx, context, { id, kept, externalId }, row);
  }
  if (typeof becomesActive === "boolean" && becomesActive !== isActive)
    await setActive(tx, context, id, becomesActive);
  return ok(await readBack(tx, context, id));
}

/** Removes a person, which an admin can take back for 30 days. @throws Refusal */
export async function removeScimUser(context: Context, id: string, ifMatch: string | null): Promise<void> {
  const { connection, organizationId } = context;
  await carriedOut(() =>
    command(connection.actor, "users.remove", async (tx) => {
      const row = isId(id) ? await findUserRow(tx, organizationId, connection.id, id) : null;
      if (!row) throw absent("User", id);
      if (!isMatch(ifMatch, userResource(row, context))) throw otherVersion();
      const removed = await changeChosen(tx, connection.actor, { ids: [id] }, { kind: "remove" }, NOT_KEPT);
      if (removed.ok && removed.value.changed === 0) throw outOfReach();
      return removed;
    }),
  );
}

async function setActive(tx: Transaction, context: Context, id: string, isActive: boolean): Promise<void> {
  const { actor } = context.connection;
  if (!can(actor, "users.suspend")) throw notAllowed();
  const kind = isActive ? "reactivate" : "suspend";
  const changed = await changeChosen(tx, actor, { ids: [id] }, { kind }, NOT_KEPT);
  if (!changed.ok) throw refusalOf(changed.error);
  if (changed.value.changed === 0) throw outOfReach();
}

async function readBack(tx: Transaction, context: Context, id: string): Promise<Resource> {
  const row = await findUserRow(tx, context.organizationId, context.connection.id, id);
  if (!row) throw new Error("Somebody who was just written is not there.");
  return userResource(row, context);
}

function throwIfRefused(refusal: Result<never> | null): void {
  if (refusal && !refusal.ok) throw refusalOf(refusal.error);
}

/** What a command comes to, or its refusal as SCIM says it. */
export async function carriedOut<T>(run: () => Promise<Result<T>>): Promise<T> {
  const result = await run();
  if (!result.ok) throw refusalOf(result.error);
  return result.value;
}

const TRIES_MAX = 4;

/** Whoever changed the same thing in between is not written over: what is to become of it is told anew. */
export async function againIfChanged<T>(run: () => Promise<Result<T>>): Promise<Result<T>> {
  for (let attempt = 1; ; attempt += 1) {
    const result = await run();
    if (result.ok || result.error.code !== "conflict" || attempt === TRIES_MAX) return result;
  }
}

export const absent = (kind: string, id: string): Refusal =>
  new Refusal(404, `Resource ${id.slice(0, 100)} not found: there is no such ${kind}.`);
export const otherVersion = (): Refusal =>
  new Refusal(412, "It has been changed since: it has another version by now.");
export const notAllowed = (): Refusal => new Refusal(403, "Whoever made this connection may not do this.");
export const outOfReach = (): Refusal =>
  new Refusal(
    403,
    "This connection may not do this to this person: they hold more rights than whoever made it, or made it themselves.",
  );
