import "server-only";
import type { Transaction } from "@/lib/db";
import { changing, makeGroup, removeGroup, saveGroup } from "@/lib/groups/commands";
import { readGroup } from "@/lib/groups/group-row";
import { groupInput } from "@/lib/groups/input";
import { moveChosen } from "@/lib/groups/members";
import { lockGroups } from "@/lib/groups/rights";
import { readRule } from "@/lib/groups/rule-schema";
import { isId, newId } from "@/lib/ids";
import { can } from "@/lib/permissions/can";
import { permissionsAmong } from "@/lib/permissions/permissions";
import { ok, type Result } from "@/lib/result";
import { refusalOf } from "@/lib/scim/answer";
import type { Resource } from "@/lib/scim/attribute";
import type { Context } from "@/lib/scim/context";
import { isMatch } from "@/lib/scim/etag";
import { findScimGroup, readGroupResource } from "@/lib/scim/group-queries";
import { membersOf, type Operation, patched } from "@/lib/scim/patch";
import { badRequest } from "@/lib/scim/refusal";
import {
  absent,
  againIfChanged,
  carriedOut,
  notAllowed,
  otherVersion,
  outOfReach,
} from "@/lib/scim/user-commands";

/** Makes a group as a connection sent it: it gives no permissions until an admin says which. @throws Refusal */
export function createScimGroup(context: Context, body: Resource): Promise<Resource> {
  const { actor } = context.connection;
  const run = async (tx: Transaction) => {
    const id = newId();
    const input = { name: nameOf(body), description: "", permissions: [], rule: null };
    const made = await makeGroup(tx, actor, input, id);
    if (!made.ok) return made;
    await move(tx, context, "joinGroup", id, idsOf(body));
    await writeLink(tx, context, id, body.externalId);
    return ok(await readBack(tx, context, id, true));
  };
  return carriedOut(() => changing(actor, run));
}

/** What is to become of a group: the whole of it, or operations one after the other. */
type Become = { resource: Resource } | { operations: readonly Operation[] };

/**
 * Changes a group in one transaction. Operations that name who comes and who goes are carried out as they are, however many
 * are in it already.
 * @throws Refusal
 */
export function changeScimGroup(
  context: Context,
  id: string,
  become: Become,
  { ifMatch, withMembers }: { ifMatch: string | null; withMembers: boolean },
): Promise<Resource> {
  const { actor } = context.connection;
  const run = async (tx: Transaction): Promise<Result<Resource>> => {
    if (!isId(id)) throw absent("Group", id);
    await lockGroups(tx, context.organizationId);
    const moves = "operations" in become ? become.operations.map(membersOf) : [];
    const others =
      "operations" in become ? become.operations.filter((_, index) => moves[index] === null) : [];
    const isWhole = "resource" in become || others.some(isOfMembers);
    const current = await readGroupResource(tx, context, id, isWhole);
    if (!current) throw absent("Group", id);
    if (!isMatch(ifMatch, current)) throw otherVersion();
    const next =
      "resource" in become ? become.resource : patched(current, isWhole ? become.operations : others);
    const renamed = await rename(tx, context, id, current, next);
    if (!renamed.ok) return renamed;
    if (isWhole) await exchange(tx, context, id, current, next);
    else
      await carryOut(
        tx,
        context,
        id,
        moves.flatMap((each) => each ?? []),
      );
    if (next.externalId !== current.externalId) await writeLink(tx, context, id, next.externalId);
    return ok(await readBack(tx, context, id, withMembers));
  };
  return carriedOut(() => againIfChanged(() => changing(actor, run)));
}

/** Removes a group; its members stay. @throws Refusal */
export async function removeScimGroup(context: Context, id: string, ifMatch: string | null): Promise<void> {
  const found = await findScimGroup(context, id, false);
  if (!found) throw absent("Group", id);
  if (!isMatch(ifMatch, found)) throw otherVersion();
  const version = Number(/"(\d+)-/.exec(String((found.meta as Resource).version))?.[1]);
  await carriedOut(() => removeGroup(context.connection.actor, id, version));
}

const isOfMembers = ({ target }: Operation) => "place" in target && target.place.attribute.name === "members";

function nameOf({ displayName }: Resource): string {
  const parsed = groupInput.shape.name.safeParse(displayName ?? "");
  if (!parsed.success)
    throw badRequest("invalidValue", parsed.error.issues.map(({ message }) => message).join(" "));
  return parsed.data;
}

function idsOf({ members }: Resource): string[] {
  const ids = (Array.isArray(members) ? (members as Resource[]) : []).map(({ value }) => String(value));
  return [...new Set(ids)];
}

async function rename(
  tx: Transaction,
  { organizationId, connection }: Context,
  id: string,
  current: Resource,
  next: Resource,
): Promise<Result<unknown>> {
  const name = nameOf(next);
  if (name === current.displayName) return ok(null);
  const group = await readGroup(tx, organizationId, id);
  if (!group) throw absent("Group", id);
  const permissions = permissionsAmong(group.permissions);
  const input = { name, description: group.description, permissions, rule: readRule(group.rule) };
  return saveGroup(tx, connection.actor, id, group.version, input);
}

async function exchange(
  tx: Transaction,
  context: Context,
  id: string,
  current: Resource,
  next: Resource,
): Promise<void> {
  const had = new Set(idsOf(current));
  const has = new Set(idsOf(next));
  await move(
    tx,
    context,
    "leaveGroup",
    id,
    [...had].filter((each) => !has.has(each)),
  );
  await move(
    tx,
    context,
    "joinGroup",
    id,
    [...has].filter((each) => !had.has(each)),
  );
}

/** Whoever is named twice ends as the last operation has it. */
async function carryOut(
  tx: Transaction,
  context: Context,
  id: string,
  moves: readonly { op: Operation["op"]; ids: string[] }[],
): Promise<void> {
  const last = new Map(moves.flatMap(({ op, ids }) => ids.map((each) => [each, op] as const)));
  const withOp = (wanted: string) => [...last].flatMap(([each, op]) => (op === wanted ? [each] : []));
  await move(tx, context, "leaveGroup", id, withOp("remove"));
  await move(tx, context, "joinGroup", id, withOp("add"));
}

type Kind = "joinGroup" | "leaveGroup";

/** Takes people in or out. Who comes has to be there; who goes may be gone already. @throws Refusal */
async function move(
  tx: Transaction,
  { organizationId, connection }: Context,
  kind: Kind,
  groupId: string,
  ids: string[],
): Promise<void> {
  if (ids.length === 0) return;
  const { actor } = connection;
  if (!can(actor, "users.groups.update")) throw notAllowed();
  const known = ids.filter(isId);
  if (kind === "joinGroup") {
    const people = await tx.$queryRaw<{ id: string }[]>`SELECT id FROM users
      WHERE organization_id = ${organizationId}::uuid AND id = ANY(${known}::uuid[]) AND removed_at IS NULL`;
    const there = new Set(people.map(({ id }) => id));
    const unknown = ids.find((id) => !there.has(id));
    if (unknown !== undefined)
      throw badRequest("invalidValue", `There is no User “${unknown.slice(0, 100)}” to be a member.`);
  }
  const moved = await moveChosen(tx, actor, { ids: known }, { kind, groupId }, { keep: null });
  if (!moved.ok) {
    // Who is in a group by rule is nobody's to say.
    if (moved.error.code === "conflict") throw badRequest("mutability", moved.error.message);
    throw refusalOf(moved.error);
  }
  const [row] = await tx.$queryRaw<{ count: number }[]>`SELECT count(*)::int AS count FROM group_members m
    JOIN users u ON u.organization_id = m.organization_id AND u.id = m.user_id AND u.removed_at IS NULL
    WHERE m.organization_id = ${organizationId}::uuid AND m.group_id = ${groupId}::uuid AND u.id = ANY(${known}::uuid[])`;
  if ((row?.count ?? 0) !== (kind === "joinGroup" ? known.length : 0)) throw outOfReach();
}

async function writeLink(
  tx: Transaction,
  { organizationId, connection }: Context,
  groupId: string,
  externalId: unknown,
): Promise<void> {
  const key = { organizationId, connectionId: connection.id, groupId };
  await tx.scimGroupLink.deleteMany({ where: key });
  if (typeof externalId === "string")
    await tx.scimGroupLink.create({ data: { ...key, externalId }, select: { groupId: true } });
}

async function readBack(
  tx: Transaction,
  context: Context,
  id: string,
  withMembers: boolean,
): Promise<Resource> {
  const group = await readGroupResource(tx, context, id, withMembers);
  if (!group) throw new Error("A group that was just written is not there.");
  return group;
}
