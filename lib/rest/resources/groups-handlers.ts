import "server-only";
import { createGroup, removeGroup, updateGroup } from "@/lib/groups/commands";
import { groupInput } from "@/lib/groups/input";
import { changeMembers } from "@/lib/groups/members";
import { findGroup, listGroups } from "@/lib/groups/queries";
import type { Actor } from "@/lib/permissions/actor";
import { can } from "@/lib/permissions/can";
import { isThere } from "@/lib/rest/etag";
import { BASE_PATH } from "@/lib/rest/match";
import type { Handlers, Versions } from "@/lib/rest/operation";
import type { groups } from "@/lib/rest/resources/groups";
import { changedSince, findThere } from "@/lib/rest/resources/one-user";
import { listApiUsers } from "@/lib/rest/resources/user-list";
import { pageOfShort } from "@/lib/rest/short-list";
import { forbidden, invalidFields, notFound, ok, type Result } from "@/lib/result";

/** What carries the operations over groups out. */
export const groupHandlers: Handlers<typeof groups.operations, Actor> = {
  list: async (actor, { query }) => {
    const word = (query.search ?? "").trim().toLowerCase();
    const all = (await listGroups(actor)).filter(({ name }) => name.toLowerCase().includes(word));
    const page = pageOfShort("groups", all, query);
    if (!page.ok) return page;
    const items = page.value.items.map(({ asks, ...group }) => shownOf({ ...group, rule: asks }));
    return ok({ body: { items }, after: page.value.after });
  },
  create: async (actor, { body, newId }) => {
    const read = readGroup(body);
    if (!read.ok) return read;
    const made = await createGroup(actor, read.value, newId);
    return made.ok ? answerOf(actor, newId, `${BASE_PATH}/groups/${newId}`) : made;
  },
  read: (actor, { params }) => answerOf(actor, params.groupId),
  update: async (actor, { params, versions, body }) => {
    const found = await findVersion(actor, params.groupId, versions);
    if (!found.ok) return found;
    const { version, name, description, permissions, rule } = found.value;
    const read = readGroup({ name, description, permissions, rule, ...body });
    if (!read.ok) return read;
    const saved = await updateGroup(actor, params.groupId, version, read.value);
    return saved.ok ? answerOf(actor, params.groupId) : saved;
  },
  remove: async (actor, { params, versions }) => {
    const found = await findVersion(actor, params.groupId, versions);
    if (!found.ok) return found;
    const removed = await removeGroup(actor, params.groupId, found.value.version);
    return removed.ok ? ok({ body: undefined }) : removed;
  },
  members: async (actor, { params, query, fields }) => {
    if (!can(actor, "users.read")) return forbidden();
    if (!(await findGroup(actor, params.groupId))) return notFound("group");
    const asked = { ...query, group: params.groupId, sort: "name" };
    const page = await listApiUsers(actor, asked, fields ?? ["id"]);
    if (!page.ok) return page;
    const { items, total } = page.value.body;
    const members = items.map(({ id, username, firstName, lastName, status }) => ({
      id,
      username,
      firstName,
      lastName,
      status,
    }));
    return ok({ body: { items: members, total }, after: page.value.after });
  },
  addMembers: async (actor, { params, body }) => {
    const joined = await changeMembers(actor, body, { kind: "joinGroup", groupId: params.groupId });
    if (!joined.ok) return joined;
    return ok({ body: { changed: joined.value.changed, left: joined.value.left } });
  },
  removeMember: async (actor, { params }) => {
    const found = await findThere(actor, params.userId);
    if (!found.ok) return found;
    const change = { kind: "leaveGroup", groupId: params.groupId } as const;
    const left = await changeMembers(actor, { ids: [params.userId] }, change);
    return left.ok ? ok({ body: undefined }) : left;
  },
};

type Shown = Pick<
  NonNullable<Awaited<ReturnType<typeof findGroup>>>,
  "id" | "name" | "description" | "permissions" | "rule" | "members" | "version" | "createdAt"
>;

function shownOf({ id, name, description, permissions, rule, members, version, createdAt }: Shown) {
  return { id, name, description, permissions, rule, members, version, createdAt: createdAt.toISOString() };
}

async function answerOf(actor: Actor, groupId: string, location?: string) {
  const group = await findGroup(actor, groupId);
  if (!group) return notFound("group");
  return ok({ body: shownOf(group), version: group.version, ...(location ? { location } : {}) });
}

async function findVersion(actor: Actor, groupId: string, versions: Versions | null) {
  const group = await findGroup(actor, groupId);
  if (!group) return notFound("group");
  return isThere(versions, group.version) ? ok(group) : changedSince();
}

/** A group as the form of one reads it. */
function readGroup(given: unknown): Result<ReturnType<typeof groupInput.parse>> {
  const read = groupInput.safeParse(given);
  if (read.success) return ok(read.data);
  return invalidFields(read.error.issues.map(({ path, message }) => ({ path: path.join("."), message })));
}
