import "server-only";
import { issueInvitation } from "@/lib/credentials/invitations";
import { issuePin } from "@/lib/credentials/pins/commands";
import { publicUrl } from "@/lib/env";
import { groupsOf } from "@/lib/groups/queries";
import { planMessage, sendMessage } from "@/lib/messages/compose-commands";
import { resetSecondStep } from "@/lib/mfa/reset";
import type { Actor } from "@/lib/permissions/actor";
import { can } from "@/lib/permissions/can";
import type { Handlers } from "@/lib/rest/operation";
import { changeOne, findThere } from "@/lib/rest/resources/one-user";
import { addUser, editUser } from "@/lib/rest/resources/user-changes";
import { listApiUsers } from "@/lib/rest/resources/user-list";
import { apiUserOf } from "@/lib/rest/resources/user-mapping";
import type { users } from "@/lib/rest/resources/users";
import { pageOfShort } from "@/lib/rest/short-list";
import { fail, forbidden, ok } from "@/lib/result";
import { routes } from "@/lib/routes";

/** What carries the operations over people out. */
export const userHandlers: Handlers<typeof users.operations, Actor> = {
  list: (actor, { query, fields }) => listApiUsers(actor, query, fields),
  create: (actor, { body, newId }) => addUser(actor, newId, body),
  read: async (actor, { params }) => {
    const found = await findThere(actor, params.userId, { removed: true });
    return found.ok ? ok({ body: apiUserOf(found.value), version: found.value.version }) : found;
  },
  update: (actor, { params, versions, body }) => editUser(actor, params.userId, versions, body),
  remove: async (actor, { params, versions }) => {
    const removed = await changeOne(actor, params.userId, "remove", versions);
    return removed.ok ? ok({ body: undefined }) : removed;
  },
  restore: (actor, { params }) => changeOne(actor, params.userId, "restore", null),
  suspend: (actor, { params, versions }) => changeOne(actor, params.userId, "suspend", versions),
  reactivate: (actor, { params, versions }) => changeOne(actor, params.userId, "reactivate", versions),
  groups: async (actor, { params, query }) => {
    const found = await findThere(actor, params.userId);
    if (!found.ok) return found;
    const page = pageOfShort("users.groups", await groupsOf(actor, params.userId), query);
    if (!page.ok) return page;
    const items = page.value.items.map(({ id, name, since }) => ({ id, name, since: since.toISOString() }));
    return ok({ body: { items }, after: page.value.after });
  },
  sendLink: async (actor, { params, body }) => {
    if (!can(actor, "users.credentials.issue")) return forbidden();
    const found = await findThere(actor, params.userId);
    if (!found.ok) return found;
    const given = { audience: { ids: [params.userId] }, templateKey: body.kind, method: body.method };
    const planned = await planMessage(actor, given);
    if (!planned.ok) return planned;
    const why = planned.value.left[0]?.why;
    if (why) return fail("conflict", `No message goes to people ${WHO[why] ?? why}.`);
    const sent = await sendMessage(actor, { ...given, expected: 1 });
    return sent.ok ? ok({ body: sent.value }) : sent;
  },
  makeLink: async (actor, { params }) => {
    const made = await issueInvitation(actor, params.userId);
    return made.ok ? ok({ body: { link: publicUrl() + routes.activate(made.value.token) } }) : made;
  },
  makePin: async (actor, { params, body }) => {
    const made = await issuePin(actor, params.userId, body);
    if (!made.ok) return made;
    const { expiresAt, ...pin } = made.value;
    return ok({ body: { ...pin, expiresAt: expiresAt.toISOString() } });
  },
  resetSecondStep: async (actor, { params }) => {
    const reset = await resetSecondStep(actor, params.userId);
    return reset.ok ? ok({ body: undefined }) : reset;
  },
};

const WHO: Readonly<Record<string, string>> = {
  "active already": "who are active already",
  "not active yet": "who are not active yet",
  removed: "who were removed",
  "suspended or legacy": "who are suspended or have a legacy account",
};
